"""A pairing rests while the helper is ill, with or without a substitute; it goes on, or it ends."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.operations import lock_visit
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import FirstAsked, Occurrence, Pair
from nuanliu.domain.care.series.operations import lock_pair, note_row, step_pair
from nuanliu.domain.care.series.types import FirstState, PairState
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.queries import are_kin
from nuanliu.domain.people.types import ProxyPower, VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.cancel import give_back
from nuanliu.usecases.pairing.ask import UnableToPair
from nuanliu.usecases.pairing.first import offer_first

AWAY = "结对的人来不了，另找人替"
"""Why a visit was given back while the pairing rests: kept as it was said, like any reason a helper writes."""


def _open(actor: Actor, pair_id: UUID) -> Pair:
    """The pair under its lock, for its two sides and the staff of the site. Raises NotVisible."""
    pair = lock_pair(pair_id=pair_id)
    is_staff = actor.may(Power.NEED_ASSIST, path=pair.site.path)
    is_elder = acts_for_elder(actor=actor, elder_id=pair.elder_id, power=ProxyPower.ASK)
    if not is_staff and not is_elder and actor.id != pair.volunteer_id:
        raise NotVisible
    return pair


@repeated
def pause_pair(
    *, actor: Actor, pair_id: UUID, until: date | None, now: datetime, substitute_id: UUID | None = None
) -> Pair:
    """The helper cannot come for a while: what she took of the weekly help goes to a substitute, or to everybody.

    Pausing the same again changes nothing. Raises UnableToPair, UnableToStepSeries, NotVisible.
    """
    with durable():
        pair = _open(actor, pair_id)
        if (pair.state, pair.paused_until, pair.substitute_id) == (PairState.PAUSED, until, substitute_id):
            return pair
        if until is not None and until < local_date(now):
            raise UnableToPair("in_the_past", _("请选以后的日子。"), field="until")
        if substitute_id is not None:
            _check_substitute(pair, substitute_id)
        step_pair(pair=pair, to=PairState.PAUSED, paused_until=until, substitute_id=substitute_id)
        note_row(action="pair.paused", row=pair, actor=actor, at=now, until=until.isoformat() if until else "")
        _hand_over(pair, actor, until, now)
        _tell(pair, pair.elder, NoticeKind.PAIR_PAUSED, now)
        if actor.id != pair.volunteer_id:
            _tell(pair, pair.volunteer, NoticeKind.PAIR_PAUSED, now)
        return pair


def _check_substitute(pair: Pair, substitute_id: UUID) -> None:
    person = Person.objects.select_related("volunteer").filter(pk=substitute_id, volunteer__isnull=False).first()
    if person is None or person.volunteer.state != VolunteerState.ACTIVE:
        raise UnableToPair("no_substitute", _("没有找到这位志愿者。请换一个写法。"), field="substitute")
    is_barred = substitute_id in {pair.volunteer_id, pair.elder_id}
    if is_barred or are_kin(person=substitute_id, others=[pair.elder_id]):
        raise UnableToPair("no_substitute", _("这位不能替，请另找一位。"), field="substitute")


def _hand_over(pair: Pair, actor: Actor, until: date | None, now: datetime) -> None:
    """What she took of this old person's weekly help is free again; what she was asked first goes on to others."""
    mine = Visit.objects.filter(volunteer_id=pair.volunteer_id, state=VisitState.TAKEN.value)
    mine = mine.filter(need__elder_id=pair.elder_id, need__starts_at__gt=now)
    if until is not None:
        mine = mine.filter(need__starts_at__lt=day_bounds(until)[1])
    weekly = Occurrence.objects.filter(site_id=pair.site_id).values("need_id")
    for visit_id in mine.filter(need_id__in=weekly).order_by("need__starts_at", "id").values_list("id", flat=True):
        need, visit = lock_visit(visit_id=visit_id)
        hours = standard_in_force(at=now, site=need.site_id).hours("late_cancel_hours")
        is_late = now > need.starts_at - timedelta(hours=hours)
        give_back(need=need, visit=visit, actor=actor, reason=AWAY, is_late=is_late, now=now)
    asked = FirstAsked.objects.filter(site_id=pair.site_id, pair_id=pair.id, state=FirstState.WAITING.value)
    asked.update(state=FirstState.PASSED.value)
    open_needs = Need.objects.filter(site_id=pair.site_id, elder_id=pair.elder_id, state=NeedState.OPEN.value)
    for need in open_needs.filter(starts_at__gt=now, id__in=weekly).select_related("service", "elder", "site"):
        offer_first(need=need, now=now)


@repeated
def resume_pair(*, actor: Actor, pair_id: UUID, now: datetime) -> Pair:
    """The helper is back. Resuming twice changes nothing. Raises UnableToStepSeries, NotVisible."""
    with durable():
        pair = _open(actor, pair_id)
        if pair.state == PairState.ACTIVE:
            return pair
        step_pair(pair=pair, to=PairState.ACTIVE, paused_until=None, substitute_id=None)
        note_row(action="pair.resumed", row=pair, actor=actor, at=now)
        return pair


def resume_due(*, now: datetime, limit: int = 200) -> int:
    """Pairs whose rest is over go on by themselves. Returns how many."""
    due = Pair.objects.filter(state=PairState.PAUSED.value, paused_until__lt=local_date(now))
    return sum(
        _resume_one(pair_id=pair_id, now=now) for pair_id in due.order_by("id").values_list("id", flat=True)[:limit]
    )


@repeated
def _resume_one(*, pair_id: UUID, now: datetime) -> bool:
    with durable():
        pair = lock_pair(pair_id=pair_id)
        if pair.state != PairState.PAUSED or pair.paused_until is None or pair.paused_until >= local_date(now):
            return False
        step_pair(pair=pair, to=PairState.ACTIVE, paused_until=None, substitute_id=None)
        note_row(action="pair.resumed", row=pair, actor=SYSTEM, at=now)
        return True


@repeated
def end_pair(*, actor: Actor, pair_id: UUID, reason: str, now: datetime) -> Pair:
    """The pairing is over; visits that are arranged stay. Ending twice changes nothing.

    Raises UnableToStepSeries, NotVisible.
    """
    with durable():
        pair = _open(actor, pair_id)
        if pair.state == PairState.ENDED:
            return pair
        was_agreed = pair.state != PairState.ASKED
        step_pair(pair=pair, to=PairState.ENDED, ended_at=now, ended_by=actor.id, reason=reason.strip())
        note_row(action="pair.ended", row=pair, actor=actor, at=now, reason=reason.strip())
        FirstAsked.objects.filter(site_id=pair.site_id, pair_id=pair.id, state=FirstState.WAITING.value).update(
            state=FirstState.PASSED.value
        )
        Elder.objects.filter(pk=pair.elder_id, regular_helper_id=pair.volunteer_id).update(regular_helper=None)
        if was_agreed:
            _tell(pair, pair.elder, NoticeKind.PAIR_ENDED, now)
            _tell(pair, pair.volunteer, NoticeKind.PAIR_ENDED, now)
        return pair


def _tell(pair: Pair, person: Person, kind: NoticeKind, now: datetime) -> None:
    audience = "elder" if person.pk == pair.elder_id else "volunteer"
    names = {"helper": pair.volunteer.name, "elder": pair.elder.name}
    tell_of_standing(person=person, kind=kind, subject=pair.id, at=now, audience=audience, **names)
