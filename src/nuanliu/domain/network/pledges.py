"""What a branch or team pledges: so many services a month, from a month on, until it pledges otherwise."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node, Pledge
from nuanliu.domain.network.types import UNIT_KINDS, NodeKind
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import Unable


class UnableToPledge(Unable):
    """Nothing can be pledged so."""


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return month_of(month - timedelta(days=1))


def month_after(month: date) -> date:
    """The first day of the month after."""
    return month_of(month.replace(day=28) + timedelta(days=4))


def pledge_services(
    *, node: Node, services: int, at: datetime, actor_id: UUID | None, actor_role: str = "", reason: str = ""
) -> Pledge | None:
    """Pledge so many services a month from this month on (0: nothing any more). The months before stay as pledged.

    Raises UnableToPledge for an organisation that serves nobody itself, or is closed.
    """
    if NodeKind(node.kind) not in UNIT_KINDS or node.closed_at is not None:
        raise UnableToPledge("not_a_unit", _("只有支部和志愿队可以承诺。"))
    standing = Pledge.objects.filter(node=node, last_month=None).first()
    if standing is not None and standing.services == services:
        return standing
    if standing is not None:
        end_pledge(pledge=standing, at=at, actor_id=actor_id, actor_role=actor_role, reason=reason)
    if not services:
        return None
    pledge = Pledge.objects.create(
        node=node, services=services, first_month=month_of(local_date(at)), made_by=actor_id, made_at=at
    )
    _note("pledge.made", pledge, at, actor_id, actor_role, reason)
    return pledge


def end_pledge(*, pledge: Pledge, at: datetime, actor_id: UUID | None, actor_role: str = "", reason: str) -> None:
    """The pledge holds no longer from this month on; one of this very month is taken back whole."""
    this_month = month_of(local_date(at))
    _note("pledge.ended", pledge, at, actor_id, actor_role, reason)
    if pledge.first_month >= this_month:
        pledge.delete()
    else:
        pledge.last_month = month_before(this_month)
        pledge.save(update_fields=["last_month"])


def _note(  # noqa: PLR0917 (one event)
    action: str, pledge: Pledge, at: datetime, actor_id: UUID | None, actor_role: str, reason: str
) -> None:
    record(
        action=action,
        subject_type="node",
        subject_id=pledge.node_id,
        occurred_at=at,
        actor_id=actor_id,
        actor_role=actor_role,
        reason=reason,
        details={"services": pledge.services, "month": pledge.first_month.isoformat()},
    )
