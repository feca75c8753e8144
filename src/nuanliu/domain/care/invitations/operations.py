"""Moving invitations through their states. Called by use cases, inside their transaction, the need's row locked."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import INVITATION_STEPS, InvitationState
from nuanliu.domain.care.models import Declined, Need
from nuanliu.domain.care.operations import lock_need
from nuanliu.domain.network.types import Actor
from nuanliu.platform.errors import NotVisible, Unable

_ANSWERS = frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED})


class UnableToStepInvitation(Unable):
    """The invitation does not stand where this can be done."""


def lock_invitation(*, invitation_id: UUID) -> tuple[Need, Invitation]:
    """The invitation and its need, whose lock holds both. Raises NotVisible if there is none."""
    need_id = Invitation.objects.filter(id=invitation_id).values_list("need_id", flat=True).first()
    if need_id is None:
        raise NotVisible
    need = lock_need(need_id=need_id)
    return need, Invitation.objects.select_related("volunteer__elder").get(site_id=need.site_id, id=invitation_id)


def waiting_for(*, need: Need) -> list[Invitation]:
    """Who has not answered yet, in the order in which they were asked."""
    rows = Invitation.objects.filter(site_id=need.site_id, need_id=need.id, state=InvitationState.WAITING.value)
    return list(rows.select_related("volunteer__elder").order_by("asked_at", "id"))


def send(*, invitations: Iterable[Invitation], actor: Actor, role: str) -> None:
    """Write new invitations, each with its audit event."""
    rows = Invitation.objects.bulk_create(invitations)
    record_all(done=[_done(row, "invitation.sent", actor, row.asked_at, role) for row in rows])


def settle(
    *,
    invitations: Iterable[Invitation],
    to: InvitationState,
    actor: Actor,
    at: datetime,
    role: str = "",
    reason: str = "",
) -> None:
    """Write what became of them, each with its audit event.

    Raises UnableToStepInvitation if the step does not exist.
    """
    rows = list(invitations)
    for row in rows:
        if to not in INVITATION_STEPS[InvitationState(row.state)]:
            raise UnableToStepInvitation("settled", _("这件事已经有结果了，请刷新页面看看。"), state=row.state)
    for row in rows:
        said = {"state": to.value, "settled_at": at, "settled_by": actor.id, "reason": reason}
        Invitation.objects.filter(site_id=row.site_id, id=row.id).update(**said)
        for name, value in said.items():
            setattr(row, name, value)
    record_all(done=[_done(row, f"invitation.{to.value}", actor, at, role) for row in rows])


def _done(row: Invitation, action: str, actor: Actor, at: datetime, role: str) -> Done:
    is_said_for_her = row.state in _ANSWERS and actor.id != row.volunteer_id
    return Done(
        action=action,
        subject_type="invitation",
        subject_id=row.id,
        occurred_at=at,
        actor_id=actor.id,
        actor_role="system" if actor.is_system else role,
        on_behalf_of=row.volunteer_id if is_said_for_her else None,
        site_id=row.site_id,
        reason=row.reason,
        details={"need": str(row.need_id), "volunteer": str(row.volunteer_id)},
    )


def forget_declines(*, need: Need) -> None:
    """The need is at another time: who said "not this one" said it of what it was."""
    Declined.objects.filter(site_id=need.site_id, need_id=need.id).delete()
