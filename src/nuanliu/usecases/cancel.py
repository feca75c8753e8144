"""Taking it back: the old person's side cancels the need, a helper gives a visit back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import acts_for_elder, is_staff_for
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.conduct.marking import mark_helper
from nuanliu.usecases.inviting.close import close_invitations
from nuanliu.usecases.publishing import give_back_hold, release_missing


class UnableToCancel(Unable):
    """It is too late to cancel, or no reason was given."""


@repeated
def cancel_need(*, actor: Actor, need_id: UUID, reason: str, now: datetime) -> Need:
    """Cancel a need that has not begun; reserved minutes go back, helpers are told. Cancelling twice changes nothing.

    Raises UnableToCancel, UnableToStep, NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        is_staff = is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST)
        if not is_staff and not acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.ASK):
            raise NotVisible
        if need.state == NeedState.CANCELLED:
            return need
        if is_staff and not reason.strip():
            raise UnableToCancel("no_reason", _("请写明取消的原因。"), field="reason")
        role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        call_off(need=need, actor=actor, role=role, reason=reason, now=now)
        return need


def call_off(*, need: Need, actor: Actor, role: str, reason: str, now: datetime) -> None:
    """The need is cancelled, its helpers are told, what was reserved goes back. Inside the caller's transaction."""
    care.step_need(need=need, to=NeedState.CANCELLED, cancel_reason=reason)
    for visit in care.standing_visits(need=need):
        care.step_visit(visit=visit, to=VisitState.CANCELLED, cancel_reason=reason)
        tell(person=visit.volunteer, kind=NoticeKind.NEED_CANCELLED, need=need, at=now, reason=reason)
    close_invitations(need=need, to=InvitationState.WITHDRAWN, actor=actor, role=role, now=now)
    give_back_hold(need=need, actor=actor, now=now)
    on_behalf = None if actor.id == need.elder_id else need.elder_id
    care.note(
        action="need.cancelled",
        subject=need,
        actor=actor,
        at=now,
        role=role,
        on_behalf_of=on_behalf,
        reason=reason,
    )
    if actor.id != need.elder_id:
        tell(person=need.elder, kind=NoticeKind.NEED_CANCELLED, need=need, at=now, reason=reason)


@repeated
def cancel_visit(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Visit:
    """A helper gives a visit back (or staff do it for her); the need is open again. Doing it twice changes nothing.

    Raises UnableToCancel, UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        is_staff = is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST)
        if actor.id != visit.volunteer_id and not is_staff:
            raise NotVisible
        if visit.state == VisitState.CANCELLED:
            return visit
        if not reason.strip():
            raise UnableToCancel("no_reason", _("请写一句原因，站点好安排别人。"), field="reason")
        standard = standard_in_force(at=now, site=need.site_id)
        is_late = now > need.starts_at - timedelta(hours=standard.hours("late_cancel_hours"))
        give_back(need=need, visit=visit, actor=actor, reason=reason, is_late=is_late, now=now)
        if is_late and actor.id == visit.volunteer_id:
            mark_helper(need=need, visit=visit, kind=MarkKind.LATE_CANCEL, actor=actor, now=now)
        return visit


def give_back(*, need: Need, visit: Visit, actor: Actor, reason: str, is_late: bool, now: datetime) -> None:
    """The visit is given back, the need is open again, the old person is told. Inside the caller's transaction."""
    care.step_visit(visit=visit, to=VisitState.CANCELLED, cancel_reason=reason)
    if need.state == NeedState.MATCHED:
        care.step_need(need=need, to=NeedState.OPEN)
    elif need.state != NeedState.OPEN:
        care.follow_visits(need=need)
        release_missing(need=need, actor=actor, now=now)
    care.note(
        action="visit.given_back",
        subject=visit,
        actor=actor,
        at=now,
        role="volunteer" if actor.id == visit.volunteer_id else "staff",
        reason=reason,
        is_late=is_late,
    )
    tell(person=need.elder, kind=NoticeKind.HELPER_CANCELLED, need=need, at=now, helper=visit.volunteer.name)
