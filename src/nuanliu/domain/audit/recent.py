"""What happened lately, for whoever keeps something in memory and must know what has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.models import Event


def newest_event() -> tuple[datetime, UUID] | None:
    """When the newest event was recorded, and which it is."""
    return Event.objects.order_by("-recorded_at", "-id").values_list("recorded_at", "id").first()


def event_stands(*, event_id: UUID) -> bool:
    """Whether this event is (still) in this database."""
    return Event.objects.filter(id=event_id).exists()


def whom_events_concern(*, since: datetime, most: int) -> Sequence[tuple[str, set[UUID]]] | None:
    """(action, everybody whom it may concern) of each event recorded since; None if there are more than `most`."""
    rows = Event.objects.filter(recorded_at__gte=since).values_list("action", "subject_id", "on_behalf_of", "actor_id")
    events = list(rows[: most + 1])
    if len(events) > most:
        return None
    return [(action, {one for one in ids if one is not None}) for action, *ids in events]
