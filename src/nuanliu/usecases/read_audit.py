"""Reading the audit: who did what, when, to what, and why. For the one role that may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.audit.queries import Records, events_matching
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import day_bounds
from nuanliu.platform.errors import NotVisible


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """What to look for; whatever is empty is not asked.

    `person` is a whole name: who acted, or on whose behalf, or who it was about. Days are those of the wall calendar,
    both included.
    """

    action: str = ""
    subject_id: UUID | None = None
    person: str = ""
    first_day: date | None = None
    last_day: date | None = None


def audited(*, actor: Actor, question: AuditQuestion) -> Records:
    """The events asked for, newest first. Raises NotVisible without the power to read the audit."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    actors = None
    if question.person:
        actors = list(Person.objects.filter(name=question.person).values_list("pk", flat=True))
    return events_matching(
        action=question.action,
        subject_id=question.subject_id,
        actors=actors,
        since=_start(question.first_day),
        before=_end(question.last_day),
    )


def names_of(*, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of persons by id, for showing who acted."""
    wanted = {person for person in people if person is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _start(day: date | None) -> datetime | None:
    return day_bounds(day)[0] if day else None


def _end(day: date | None) -> datetime | None:
    return day_bounds(day)[1] if day else None
