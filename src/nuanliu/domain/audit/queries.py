"""Reading the audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.audit.models import Event


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a story."""

    action: str
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None
    actor_role: str
    on_behalf_of: UUID | None
    reason: str
    details: dict[str, Any]
    subject_id: UUID


def story_of(*, subjects: list[UUID]) -> list[Happening]:
    """Everything that happened to any of `subjects`, oldest first."""
    events = Event.objects.filter(subject_id__in=subjects).order_by("occurred_at", "id")
    return [
        Happening(
            action=event.action,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            actor_id=event.actor_id,
            actor_role=event.actor_role,
            on_behalf_of=event.on_behalf_of,
            reason=event.reason,
            details=event.details,
            subject_id=event.subject_id,
        )
        for event in events
    ]
