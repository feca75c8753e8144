"""Accounts that rest: she moved away, or has not been seen for long. Nothing is lost meanwhile; one press ends it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.leaving import pass_to_pool
from nuanliu.domain.passbook.models import Away
from nuanliu.domain.passbook.resting import away_of, quiet_since
from nuanliu.domain.passbook.types import AwayKind
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import months_on, notice_due
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToRest(Unable):
    """It cannot be written down, or used, like this while the account rests."""


@repeated
def move_away(*, actor: Actor, person_id: UUID, now: datetime) -> Away:
    """The desk, or she herself, says that she moved away: kept for the Standard's months. Again changes nothing.

    Raises NotVisible.
    """
    with durable():
        person = _lock(actor, person_id)
        known = away_of(person_id=person_id)
        if known is not None and known.kind == AwayKind.MOVED:
            return known
        if known is not None:
            _end(known, actor, now)
        standard = standard_in_force(at=now, site=person.home_site_id)
        keep_until = months_on(day=clock.local_date(now), months=standard.months("moved_away_keep_months"))
        away = Away.objects.create(
            site_id=person.home_site_id,
            person=person,
            kind=AwayKind.MOVED,
            since=now,
            keep_until=keep_until,
            recorded_by=actor.id,
        )
        _note("account.moved_away", away, actor, now, person)
        _tell(person, NoticeKind.AWAY_MOVED, now, away.id, day=_last_day(away))
        return away


@repeated
def come_back(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """She is back: the account goes on as it was. Again changes nothing. Raises UnableToRest, NotVisible."""
    with durable():
        person = _lock(actor, person_id)
        away = away_of(person_id=person_id)
        if away is None:
            return
        standard = standard_in_force(at=now, site=person.home_site_id)
        is_moved = away.kind == AwayKind.MOVED
        if is_moved and actor.id == person_id and not standard.boolean("moved_away_reactivates"):
            raise UnableToRest("at_the_desk", _("请到站点办，重新开通。"))
        _end(away, actor, now)
        _note("account.came_back", away, actor, now, person)


def _lock(actor: Actor, person_id: UUID) -> Person:
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site")
    person = rows.filter(pk=person_id, closed_at=None, died_on=None).first()
    if person is None or actor.id is None:
        raise NotVisible
    if actor.id != person_id and not actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    return person


def _end(away: Away, actor: Actor, now: datetime) -> None:
    away.ended_at, away.ended_by = now, actor.id
    away.save(update_fields=["ended_at", "ended_by"])


def insist_present(*, person_id: UUID) -> None:
    """Spending waits until somebody who moved away is back. Raises UnableToRest(moved)."""
    away = away_of(person_id=person_id)
    if away is not None and away.kind == AwayKind.MOVED:
        raise UnableToRest("moved", _("记的是搬走了。搬回来先点“我回来了”，再用时间。"))


def insist_may_give(*, person_id: UUID, standard: Standard) -> None:
    """Whether somebody who moved away may give and donate is the Standard's. Raises UnableToRest(moved)."""
    if not standard.boolean("moved_away_may_give"):
        insist_present(person_id=person_id)


def rest_quiet_accounts(*, now: datetime, limit: int = 500) -> int:
    """Mark accounts in which nothing was written for the Standard's months, unless their owner signed in. How many."""
    months = standard_in_force(at=now).months("dormant_after_months")
    since = clock.at(months_on(day=clock.local_date(now), months=-months), 0)
    quiet = quiet_since(moment=since, limit=limit * 4)
    awake = Person.objects.filter(pk__in=quiet, closed_at=None, died_on=None, registered_at__lt=since)
    awake = awake.exclude(login__last_login__gte=since).exclude(away__ended_at=None, away__isnull=False)
    return sum(_rest(person_id=one, now=now) for one in list(awake.order_by("pk").values_list("pk", flat=True)[:limit]))


@repeated
def _rest(*, person_id: UUID, now: datetime) -> bool:
    with durable():
        rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site")
        person = rows.filter(pk=person_id, closed_at=None, died_on=None).first()
        if person is None or away_of(person_id=person_id) is not None:
            return False
        away = Away.objects.create(site_id=person.home_site_id, person=person, kind=AwayKind.DORMANT, since=now)
        _note("account.rests", away, SYSTEM, now, person)
        _tell(person, NoticeKind.AWAY_DORMANT, now, away.id)
        return True


def end_moved_accounts(*, now: datetime) -> int:
    """Tell who moved away before the kept months are over; then what is left goes to the pool. Returns how many."""
    today = clock.local_date(now)
    steps = standard_in_force(at=now).steps("coin_expiry_notice_days")
    rows = Away.objects.filter(
        ended_at=None, pooled_at=None, kind=AwayKind.MOVED, keep_until__lte=today + timedelta(days=max(steps))
    )
    return sum(_end_moved(site_id=one.site_id, away_id=one.id, steps=steps, now=now) for one in list(rows))


@repeated
def _end_moved(*, site_id: UUID, away_id: UUID, steps: tuple[int, ...], now: datetime) -> bool:
    with durable():
        found = Away.objects.filter(site_id=site_id, id=away_id, ended_at=None, pooled_at=None).first()
        if found is None or found.keep_until is None:
            return False
        person = (
            Person.objects.select_related("home_site")
            .select_for_update(no_key=True, of=("self",))
            .get(pk=found.person_id)
        )
        away = Away.objects.filter(site_id=site_id, id=away_id, ended_at=None, pooled_at=None).first()
        if away is None or away.keep_until is None or person.died_on is not None:
            return False
        today = clock.local_date(now)
        if today < away.keep_until:
            step = notice_due(today=today, expires=away.keep_until, steps=steps)
            if step is None:
                return False
            subject = derived_id(away.id, "ending", str(step))
            return _tell(person, NoticeKind.AWAY_ENDING, now, subject, day=_last_day(away))
        holder = Holder(person.pk, away.site_id)
        minutes = pass_to_pool(holder=holder, unit=Unit.TIME, act=away.id, at=now, actor=None)
        pass_to_pool(holder=holder, unit=Unit.COIN, act=away.id, at=now, actor=None)
        away.pooled_at = now
        away.save(update_fields=["pooled_at"])
        _note("account.moved_ended", away, SYSTEM, now, person)
        if minutes:
            _tell(person, NoticeKind.AWAY_ENDED, now, away.id, minutes=minutes)
        return True


def _last_day(away: Away) -> str:
    return away.keep_until.isoformat() if away.keep_until else ""


def _tell(person: Person, kind: NoticeKind, now: datetime, subject: UUID, **facts: str | int) -> bool:
    return tell_of_savings(person=person, kind=kind, subject=subject, at=now, audience="volunteer", **facts)


def _note(action: str, away: Away, actor: Actor, now: datetime, person: Person) -> None:
    role = actor.role_for(Power.NEED_PLACE, path=person.home_site.path) if actor.id != person.pk else ""
    note_person(action=action, person=person, actor=actor, at=now, role=role, kind=away.kind)
