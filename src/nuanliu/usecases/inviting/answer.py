"""An invitation is seen and answered; what nobody answers in time runs out."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.operations import lock_invitation, settle, waiting_for
from nuanliu.domain.care.invitations.types import InvitationState, WhyNot
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.accept_need import take


class UnableToAnswerInvitation(Unable):
    """There is nothing to answer any more."""


def _open(actor: Actor, invitation_id: UUID) -> tuple[Need, Invitation, str]:
    """The invitation under its need's lock, and as what the actor answers. Raises NotVisible."""
    need, invitation = lock_invitation(invitation_id=invitation_id)
    if actor.id is not None and actor.id == invitation.volunteer_id and actor.is_volunteer:
        return need, invitation, "volunteer"
    if is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
        return need, invitation, actor.role_for(Power.NEED_ASSIST, path=need.site.path)
    raise NotVisible


@repeated
def accept_invitation(*, actor: Actor, invitation_id: UUID, now: datetime) -> Visit:
    """She goes, by the same way and locks as who takes a need herself; staff write down what she said by telephone.

    A yes that comes late counts while there is room. Saying yes again gives the same visit.
    Raises UnableToAnswerInvitation, UnableToTakeNeed (already_taken, overlap, ...), NotVisible.
    """
    with durable():
        need, invitation, role = _open(actor, invitation_id)
        if invitation.state == InvitationState.WITHDRAWN:
            raise UnableToAnswerInvitation("withdrawn", _("这一次先不用您去了，谢谢您。"))
        action = "visit.taken" if actor.id == invitation.volunteer_id else "visit.assigned"
        return take(need=need, helper_id=invitation.volunteer_id, actor=actor, now=now, action=action, role=role)


@repeated
def decline_invitation(*, actor: Actor, invitation_id: UUID, why: WhyNot | None, now: datetime) -> Invitation:
    """She cannot, with a reason or without; the need is not shown to her again. The same again changes nothing.

    Raises UnableToStepInvitation, NotVisible.
    """
    with durable():
        need, invitation, role = _open(actor, invitation_id)
        if invitation.state == InvitationState.DECLINED:
            return invitation
        reason = why.value if why else ""
        settle(invitations=[invitation], to=InvitationState.DECLINED, actor=actor, at=now, role=role, reason=reason)
        care.decline(need=need, volunteer_id=invitation.volunteer_id, at=now)
        return invitation


@repeated
def see_invitations(*, volunteer_id: UUID, now: datetime) -> int:
    """She has looked at what she is asked. Returns how much was new to her."""
    unseen = Invitation.objects.filter(volunteer_id=volunteer_id, seen_at=None, state=InvitationState.WAITING.value)
    return unseen.update(seen_at=now)


def expire_invitations(*, now: datetime, limit: int = 200) -> int:
    """What nobody answered in time runs out. Returns how many."""
    due = Invitation.objects.filter(state=InvitationState.WAITING.value, answer_by__lte=now)
    needs = list(dict.fromkeys(due.order_by("answer_by", "id").values_list("need_id", flat=True)[:limit]))
    return sum(_expire_at(need_id=need_id, now=now) for need_id in needs)


@repeated
def _expire_at(*, need_id: UUID, now: datetime) -> int:
    with durable():
        need = care.lock_need(need_id=need_id)
        late = [row for row in waiting_for(need=need) if row.answer_by <= now]
        settle(invitations=late, to=InvitationState.EXPIRED, actor=SYSTEM, at=now)
        return len(late)
