"""A need is changed after it was published: whoever has taken it is told, and agrees or steps back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import acts_for_elder, is_staff_for
from nuanliu.domain.care.series.models import ChangeAsked
from nuanliu.domain.care.series.operations import ask_about_change, write_wishes
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.series.wished import wishes_of
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.cancel import give_back
from nuanliu.usecases.inviting.close import close_invitations
from nuanliu.usecases.placing import check_minutes, check_time

DOES_NOT_SUIT = "改了以后去不了"
"""Why a helper stepped back from a change: kept as it was said, like any reason she writes."""
CHANGEABLE = frozenset({NeedState.SUBMITTED, NeedState.OPEN, NeedState.MATCHED})


class UnableToChangeNeed(Unable):
    """It cannot be changed any more, or not like this; `field` says which answer to change."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What it is to be. `place` is empty for her home; None leaves place, wishes or for whom as they are."""

    starts_at: datetime
    minutes: int
    note: str
    place: str | None = None
    wishes: tuple[Wish, ...] | None = None
    for_whom: ForWhom | None = None


@repeated
def change_need(*, actor: Actor, need_id: UUID, changed: Changed, now: datetime) -> Need:
    """Change time, length, place, words or wishes of a need that has not begun. The same again changes nothing.

    What was reserved stays reserved: longer help is made up by the site, what is not used goes back.
    Raises UnableToChangeNeed, UnableToPlaceNeed, NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        is_staff = is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST)
        if not is_staff and not acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.ASK):
            raise NotVisible
        if need.state not in CHANGEABLE or need.starts_at <= now:
            raise UnableToChangeNeed("too_late", _("这一次已经开始了，或者过去了，不能再改。"))
        moved = (need.starts_at, need.planned_minutes) != (changed.starts_at, changed.minutes)
        standard = standard_in_force(at=now, site=need.site_id)
        if moved:
            check_time(starts_at=changed.starts_at, now=now, standard=standard, is_staff=is_staff)
            check_minutes(minutes=changed.minutes, service=need.service, standard=standard)
        is_other_place = _write_special(need, changed)
        if not moved and need.note == changed.note and not is_other_place:
            return need
        was = need.starts_at, need.planned_minutes
        care.change(
            need,
            starts_at=changed.starts_at,
            ends_at=changed.starts_at + timedelta(minutes=changed.minutes),
            planned_minutes=changed.minutes,
            note=changed.note,
        )
        care.note(
            action="need.changed",
            subject=need,
            actor=actor,
            at=now,
            role=actor.role_for(Power.NEED_ASSIST, path=need.site.path) if is_staff else "",
            on_behalf_of=None if actor.id == need.elder_id else need.elder_id,
            was=was[0].isoformat(),
        )
        if moved or is_other_place:
            role = actor.role_for(Power.NEED_ASSIST, path=need.site.path) if is_staff else ""
            over = InvitationState.WITHDRAWN
            close_invitations(need=need, to=over, actor=actor, role=role, now=now, is_moved=moved)
        for visit in care.standing_visits(need=need):
            ask_about_change(visit=visit, need=need, starts_at=was[0], minutes=was[1], at=now)
            tell(person=visit.volunteer, kind=NoticeKind.NEED_CHANGED, need=need, at=now)
        if actor.id != need.elder_id:
            tell(person=need.elder, kind=NoticeKind.NEED_CHANGED, need=need, at=now)
        return need


def _write_special(need: Need, changed: Changed) -> bool:
    """Wishes, for whom, and where; whether the place is another one."""
    known = wishes_of(needs=[need]).get(need.id)
    place = known.place if known else ""
    write_wishes(
        need=need,
        codes=[wish.value for wish in changed.wishes] if changed.wishes is not None else known.codes if known else [],
        for_whom=changed.for_whom or (known.for_whom if known else ForWhom.HERSELF),
        place=place if changed.place is None else changed.place,
    )
    return changed.place is not None and changed.place != place


@repeated
def answer_change(*, actor: Actor, visit_id: UUID, is_agreed: bool, now: datetime) -> Visit:
    """The helper agrees, or steps back: that is no late cancellation. Answering again changes nothing.

    Raises UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        is_staff = is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST)
        if actor.id != visit.volunteer_id and not is_staff:
            raise NotVisible
        waiting = ChangeAsked.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None)
        if visit.state != VisitState.TAKEN or not waiting.update(answered_at=now, is_agreed=is_agreed):
            return visit
        if is_agreed:
            role = "volunteer" if actor.id == visit.volunteer_id else "staff"
            care.note(action="visit.change_agreed", subject=visit, actor=actor, at=now, role=role)
        else:
            give_back(need=need, visit=visit, actor=actor, reason=DOES_NOT_SUIT, is_late=False, now=now)
        return visit
