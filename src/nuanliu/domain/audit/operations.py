"""Writing the audit. Called inside the transaction of the act, so that both stand or neither."""

from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.audit.models import Event
from nuanliu.platform import clock


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
) -> UUID:
    """Append one event and give its id. `actor_id` None means the system's own jobs did it."""
    event = Event.objects.create(
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
