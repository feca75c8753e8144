"""Somebody has died: written down by a paper; her book is frozen, what was arranged is called off, her kin are told."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import stop_telling, tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.forgetting import end_sharing
from nuanliu.domain.passbook.models import Estate, Gift
from nuanliu.domain.passbook.resting import estate_of
from nuanliu.domain.passbook.types import SETTLED, DeathPaper, EstateState, GiftState
from nuanliu.domain.people.models import Person, Proxy, Relation
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.give_time import end_gift

CALLED_OFF = frozenset({NeedState.SUBMITTED, NeedState.RETURNED, NeedState.OPEN, NeedState.MATCHED, NeedState.UNSERVED})
"""States in which a need is called off: nothing of it has begun."""


class UnableToRecordDeath(Unable):
    """It cannot be written down like this."""


def record_death(
    *, actor: Actor, person_id: UUID, died_on: date, paper: DeathPaper, reason: str, now: datetime
) -> Estate:
    """Write it down, freeze the book, tell the kin; then call off what was arranged. Again only finishes the rest.

    Raises UnableToRecordDeath, NotVisible.
    """
    estate = _record(actor=actor, person_id=person_id, died_on=died_on, paper=paper, now=now)
    for gift_id in _waiting_gifts(person_id):
        end_gift(gift_id=gift_id, now=now)
    needs = Need.objects.filter(elder_id=person_id, state__in=[one.value for one in CALLED_OFF])
    for need_id in list(needs.values_list("id", flat=True)):
        cancel_need(actor=actor, need_id=need_id, reason=reason, now=now)
    visits = Visit.objects.filter(volunteer_id=person_id, state=VisitState.TAKEN)
    for visit_id in list(visits.values_list("id", flat=True)):
        cancel_visit(actor=actor, visit_id=visit_id, reason=reason, now=now)
    return estate


def _waiting_gifts(person_id: UUID) -> list[UUID]:
    either = Q(giver_id=person_id) | Q(receiver_id=person_id)
    return list(Gift.objects.filter(either, state=GiftState.WAITING.value).values_list("id", flat=True))


@repeated
def _record(*, actor: Actor, person_id: UUID, died_on: date, paper: DeathPaper, now: datetime) -> Estate:
    with durable():
        person = lock_at_desk(actor=actor, person_id=person_id)
        known = estate_of(person_id=person_id)
        if known is not None:
            return known
        if is_own_or_kin(actor=actor, people={person_id}):
            raise UnableToRecordDeath("own_or_kin", _("自己或家人的事要请同事办。"))
        if died_on > clock.local_date(now):
            raise UnableToRecordDeath("in_the_future", _("日期还没有到，请再看看证件。"), field="died_on")
        if person.login.appointments.filter(ended_at=None).exists():
            raise UnableToRecordDeath("appointed", _("还有任职没有结束。请先请上级结束任职。"))
        standard = standard_in_force(at=now, site=person.home_site_id)
        Person.objects.filter(pk=person_id).update(died_on=died_on)
        Login.objects.filter(pk=person_id).update(is_active=False)
        end_sessions(login=person.login)
        end_sharing(person_id=person_id, at=now)
        stop_telling(person_id=person_id, at=now)
        estate = Estate.objects.create(
            site_id=person.home_site_id,
            id=new_id(),
            person=person,
            paper=paper,
            recorded_by=actor.id or person_id,
            recorded_at=now,
            closes_at=clock.day_bounds(clock.local_date(now))[1] + standard.span("death_transfer_days"),
            standard_version=standard.version_id,
        )
        note_estate("death.recorded", estate, actor, now, paper=paper.value)
        if standard.boolean("death_kin_told"):
            _tell_kin(estate, person, standard, now)
        return estate


def lock_at_desk(*, actor: Actor, person_id: UUID) -> Person:
    """Her row, locked, for the desk of her site. Raises NotVisible."""
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site", "login")
    person = rows.filter(pk=person_id, closed_at=None).first()
    if person is None or actor.id is None or not actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    return person


def _tell_kin(estate: Estate, person: Person, standard: Standard, now: datetime) -> None:
    near = Relation.objects.filter(person=person, kinship__in=standard.codes("death_transfer_kinships"))
    acting = Proxy.objects.filter(elder_id=person.pk, withdrawn_at=None)
    people = Person.objects.filter(
        Q(pk__in=near.values("relative_id")) | Q(pk__in=acting.values("relative_id")), closed_at=None, died_on=None
    )
    last = clock.local_date(estate.closes_at).isoformat()
    for one in people.select_related("home_site", "elder").order_by("pk"):
        tell_of_savings(
            person=one, kind=NoticeKind.KIN_DIED, subject=estate.id, at=now, audience="volunteer",
            elder=person.name, day=last,
        )  # fmt: skip


@repeated
def take_back_death(*, actor: Actor, person_id: UUID, reason: str, now: datetime) -> None:
    """She lives, somebody else was meant: her account is open again. Not once her time has gone on.

    Again changes nothing. Raises UnableToRecordDeath, NotVisible.
    """
    with durable():
        person = lock_at_desk(actor=actor, person_id=person_id)
        estate = estate_of(person_id=person_id)
        if estate is None:
            return
        if is_own_or_kin(actor=actor, people={person_id}):
            raise UnableToRecordDeath("own_or_kin", _("自己或家人的事要请同事办。"))
        if estate.state in SETTLED:
            raise UnableToRecordDeath("settled", _("时间已经转走了。请报给老干部局处理。"))
        if not reason.strip():
            raise UnableToRecordDeath("no_reason", _("请写明怎么弄错的。"), field="reason")
        Estate.objects.filter(site_id=estate.site_id, id=estate.id).update(state=EstateState.MISTAKE)
        Person.objects.filter(pk=person.pk).update(died_on=None)
        Login.objects.filter(pk=person.pk).update(is_active=True)
        note_estate("death.taken_back", estate, actor, now, reason=reason)


def note_estate(
    action: str, estate: Estate, actor: Actor, now: datetime, *, reason: str = "", **details: str | int
) -> None:
    """Append what was done about somebody who died to the audit."""
    record(
        action=action,
        subject_type="person",
        subject_id=estate.person_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.NEED_PLACE, path=estate.person.home_site.path),
        site_id=estate.site_id,
        reason=reason.strip(),
        details={"estate": str(estate.id), **details},
    )
