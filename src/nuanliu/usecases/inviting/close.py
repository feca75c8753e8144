"""What becomes of invitations when a need is taken, changed or called off. Inside the transaction of that act."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.operations import forget_declines, settle, waiting_for
from nuanliu.domain.care.invitations.types import ANSWERABLE, InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind

_TOLD = {
    InvitationState.FILLED: NoticeKind.INVITE_FILLED,
    InvitationState.WITHDRAWN: NoticeKind.INVITE_OVER,
}


def note_answer(*, need: Need, volunteer_id: UUID, to: InvitationState, actor: Actor, role: str, now: datetime) -> None:
    """She took the need, or said "not this one" of it: that answers her invitation, in time or late, if she has one."""
    states = [state.value for state in ANSWERABLE]
    rows = Invitation.objects.filter(site_id=need.site_id, need_id=need.id, volunteer_id=volunteer_id)
    asked = rows.filter(state__in=states).order_by("-asked_at", "-id").first()
    if asked is not None:
        settle(invitations=[asked], to=to, actor=actor, at=now, role=role)


def close_invitations(
    *, need: Need, to: InvitationState, actor: Actor, role: str, now: datetime, is_moved: bool = False
) -> list[Invitation]:
    """Nobody need answer any more: who has not yet is told so kindly. `is_moved`: the need has another time."""
    if is_moved:
        forget_declines(need=need)
    rows = waiting_for(need=need)
    settle(invitations=rows, to=to, actor=actor, at=now, role=role)
    for row in rows:
        tell(person=row.volunteer, kind=_TOLD[to], need=need, at=now, audience="volunteer")
    return rows
