"""Reading the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuanliu.domain.audit.models import Event, Leaf

Record: TypeAlias = Event
"""One event as stored, for lists that page over them."""

Records: TypeAlias = QuerySet[Event]


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


def newest_of(*, subject: UUID, actions: Collection[str]) -> Record | None:
    """The last of these things that was done to this subject."""
    return Event.objects.filter(subject_id=subject, action__in=actions).order_by("-recorded_at", "-id").first()


def events_about(*, subjects: Collection[UUID]) -> list[UUID]:
    """Ids of the events about any of these that have a reason in words."""
    rows = Event.objects.filter(subject_id__in=subjects).exclude(reason="")
    return list(rows.values_list("id", flat=True))


def old_reasons(*, before: datetime, limit: int) -> list[UUID]:
    """Ids of sealed events recorded before then that still have a reason in words, the oldest first."""
    sealed = Exists(Leaf.objects.filter(event_id=OuterRef("pk")))
    rows = Event.objects.filter(sealed, recorded_at__lt=before).exclude(reason="").order_by("recorded_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def was_recorded(*, event_id: UUID) -> bool:
    """Whether there is an event under this id."""
    return Event.objects.filter(pk=event_id).exists()


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


def events_matching(
    *,
    action: str = "",
    subject_id: UUID | None = None,
    actors: Collection[UUID] | None = None,
    about: Collection[UUID] | None = None,
    site_id: UUID | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Records:
    """Events that fit everything that is given, newest first.

    `action` may be a whole action or its beginning (`visit.`); `actors` (who had anything to do with it) and `about`
    (whom it was about or done for) None mean anyone; `since` and `before` bound when it happened.
    """
    events = Event.objects.order_by("-recorded_at", "-id")  # an id may follow from an act: then it says no time
    if action:
        events = events.filter(action__startswith=action)
    if subject_id is not None:
        events = events.filter(subject_id=subject_id)
    if actors is not None:
        events = events.filter(Q(actor_id__in=actors) | Q(on_behalf_of__in=actors) | Q(subject_id__in=actors))
    if about is not None:
        events = events.filter(Q(on_behalf_of__in=about) | Q(subject_id__in=about))
    if site_id is not None:
        events = events.filter(site_id=site_id)
    if since is not None:
        events = events.filter(occurred_at__gte=since)
    if before is not None:
        events = events.filter(occurred_at__lt=before)
    return events
