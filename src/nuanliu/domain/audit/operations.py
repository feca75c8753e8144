"""Writing the audit. Called inside the transaction of the act, so that both stand or neither."""

from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.audit.models import Event
from nuanliu.platform import clock
from nuanliu.platform.ids import new_id


def record(
    *,
    action: str,
    subject_type: str,
    subject_id: UUID,
    occurred_at: datetime,
    actor_id: UUID | None,
    actor_role: str = "",
    on_behalf_of: UUID | None = None,
    site_id: UUID | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    event_id: UUID | None = None,
) -> UUID:
    """Append one event and give its id. `actor_id` None means the system's own jobs did it.

    `event_id`, derived from the act's own id, is for acts that leave no other row by which a second send is known:
    what stands under it already is not written again.
    """
    if event_id is not None and Event.objects.filter(pk=event_id).exists():
        return event_id
    event = Event.objects.create(
        id=event_id or new_id(),
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        occurred_at=occurred_at,
        recorded_at=clock.now(),
        actor_id=actor_id,
        actor_role=actor_role,
        on_behalf_of=on_behalf_of,
        site_id=site_id,
        reason=reason,
        details=details or {},
    )
    return event.id
