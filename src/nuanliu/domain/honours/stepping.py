"""Writing down the steps that somebody has reached, and taking back what false hours had brought.

Called inside the transaction of the act, with the person's row locked: so a step stands once, however many certify.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from nuanliu.domain.honours.models import Reached
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import honour_full_since
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import HonourStep, steps_reached
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date


def standing_steps(*, person_id: UUID) -> list[Reached]:
    """The steps of a person, the lowest first."""
    return list(Reached.objects.filter(person_id=person_id, withdrawn_at=None).order_by("hours", "kind"))


def steps_of_many(*, people: Collection[UUID]) -> dict[UUID, set[tuple[str, int]]]:
    """(kind, place) of the steps that these people have; one query."""
    found: dict[UUID, set[tuple[str, int]]] = {}
    rows = Reached.objects.filter(person_id__in=people, withdrawn_at=None).values_list("person_id", "kind", "place")
    for person, kind, place in rows if people else ():
        found.setdefault(person, set()).add((kind, place))
    return found


def steps_due(*, honour: int, standard: Standard) -> set[tuple[str, int]]:
    """(kind, place) of the steps that so many minutes of honour reach."""
    return {(step.kind.value, step.place) for step in steps_reached(minutes=honour, standard=standard)}


def missing_steps(*, person_id: UUID, honour: int, standard: Standard) -> list[HonourStep]:
    """The steps that are due at so many minutes of honour and not written down."""
    due = steps_reached(minutes=honour, standard=standard)
    if not due:
        return []
    known = {(row.kind, row.place) for row in standing_steps(person_id=person_id)}
    return [step for step in due if (step.kind.value, step.place) not in known]


def write_steps(*, person: Person, honour: int, standard: Standard, at: datetime) -> list[Reached]:
    """Write down what is due, with the day on which it was reached. What stands already is left alone."""
    holder = Holder(person.pk, person.home_site_id)
    made = []
    for step in missing_steps(person_id=person.pk, honour=honour, standard=standard):
        since = honour_full_since(holder=holder, minutes=step.minutes) or at
        made.append(
            Reached(
                site_id=person.home_site_id,
                person=person,
                kind=step.kind.value,
                place=step.place,
                hours=step.hours,
                reached_on=local_date(since),
                recorded_at=at,
                standard_version=standard.version_id,
            )
        )
    return Reached.objects.bulk_create(made)


def withdraw_steps(*, person_id: UUID, honour: int, at: datetime) -> list[Reached]:
    """Take back the steps for which the honour is not enough any more."""
    lost = [row for row in standing_steps(person_id=person_id) if honour < row.hours * 60]
    Reached.objects.filter(id__in=[row.id for row in lost]).update(withdrawn_at=at)
    return lost
