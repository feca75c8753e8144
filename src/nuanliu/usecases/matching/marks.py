"""How far the database had come when something was read into memory, and what has changed since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.domain.audit.recent import event_stands, whom_events_concern

OVERLAP = timedelta(seconds=30)
"""Looked back when the changes are read: a transaction that began earlier may be seen later."""
FEW = 300
"""Changes up to which only they are read again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest event, and the newest row where ids grow with time (of needs, which follow their form: the event)."""

    recorded_at: datetime
    event: UUID
    row: UUID


def changed_since(*, last: Mark, newest: Mark) -> set[UUID] | None:
    """Everything that the events since `last` may be about; None if it is too much, or it cannot be told."""
    if newest.recorded_at < last.recorded_at or not event_stands(event_id=last.event):
        return None
    events = whom_events_concern(since=last.recorded_at - OVERLAP, most=FEW)
    if events is None or any(action.startswith("roster.") for action, _ids in events):
        return None
    return set().union(*(ids for _action, ids in events))
