"""Writing the audit. Called inside the transaction of the act, so that both stand or neither."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.audit.models import Event, Leaf
from nuanliu.platform import clock
from nuanliu.platform.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that was done, to be recorded. `actor_id` None means the system's own jobs did it."""

    action: str
    subject_type: str
    subject_id: UUID
    occurred_at: datetime
    actor_id: UUID | None
    actor_role: str = ""
    on_behalf_of: UUID | None = None
    site_id: UUID | None = None
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    event_id: UUID | None = None


def record_all(*, done: Sequence[Done]) -> list[UUID]:
    """Append one event for each, in this order, and give their ids."""
    now = clock.now()
    events = [Event(**_row(one, now)) for one in done]
    return [event.id for event in Event.objects.bulk_create(events)]


def as_recorded(*, done: Done) -> str:
    """The row as JSON, for an act that is one call of a function of the database: `audit_record` appends it."""
    return json.dumps(_row(done, clock.now()), default=str)


def _row(done: Done, now: datetime) -> dict[str, Any]:
    return {
        "id": done.event_id or new_id(),
        "action": done.action,
        "subject_type": done.subject_type,
        "subject_id": done.subject_id,
        "occurred_at": done.occurred_at,
        "recorded_at": now,
        "actor_id": done.actor_id,
        "actor_role": done.actor_role,
        "on_behalf_of": done.on_behalf_of,
        "site_id": done.site_id,
        "reason": done.reason,
        "details": done.details,
    }


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
    done = Done(
        event_id=event_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        occurred_at=occurred_at,
        actor_id=actor_id,
        actor_role=actor_role,
        on_behalf_of=on_behalf_of,
        site_id=site_id,
        reason=reason,
        details=details or {},
    )
    return record_all(done=[done])[0]


def take_words_out(*, events: Collection[UUID]) -> int:
    """Take the words of these events' reasons out, and the salt with which they could be guessed.

    Only of events that the chain holds already, so that what stood there stays bound. Inside the caller's transaction.
    """
    sealed = list(Leaf.objects.filter(event_id__in=events).values_list("event_id", flat=True))
    count = Event.objects.filter(pk__in=sealed).exclude(reason="").update(reason="")
    Leaf.objects.filter(event_id__in=sealed, salt__isnull=False).update(salt=None)
    return count
