"""What was certified of gatherings, by person and day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.gatherings.types import Credit
from nuanliu.platform.clock import day_bounds, local_date

COUNTED = (Credit.CERTIFIED.value, Credit.CREDITED.value)
"""Minutes that were certified and still count."""


def signups_by_id(*, ids: Iterable[UUID]) -> dict[UUID, Signup]:
    """Lines with their gathering, for explaining what stands in a passbook; one query."""
    rows = Signup.objects.filter(id__in=list(ids)).select_related("gathering__site", "gathering__service", "unit")
    return {row.id: row for row in rows}


def served_at(*, people: Iterable[UUID], begins: datetime, ends: datetime) -> list[Signup]:
    """Certified lines that count, of gatherings between these moments, in their order; one query."""
    rows = Signup.objects.filter(
        person_id__in=list(people),
        credit__in=COUNTED,
        gathering__starts_at__gte=begins,
        gathering__starts_at__lt=ends,
    )
    whole = rows.select_related("gathering__site", "gathering__service", "unit")
    return list(whole.order_by("gathering__starts_at", "id"))


def counted_on(*, people: list[UUID], moment: datetime, without: UUID | None = None) -> dict[UUID, int]:
    """Minutes of gatherings of that day that count already, by person; `without` one gathering."""
    start, end = day_bounds(local_date(moment))
    rows = Signup.objects.filter(
        person_id__in=people, credit__in=COUNTED, gathering__starts_at__gte=start, gathering__starts_at__lt=end
    )
    if without is not None:
        rows = rows.exclude(gathering_id=without)
    found: dict[UUID, int] = {}
    for person, minutes in rows.values_list("person_id", "counted_minutes"):
        if person is not None:
            found[person] = found.get(person, 0) + (minutes or 0)
    return found


def counted_by_day(*, people: Iterable[UUID], since: datetime) -> dict[tuple[UUID, date], int]:
    """Minutes of gatherings from a moment on that count already, by person and day; one query."""
    rows = Signup.objects.filter(person_id__in=list(people), credit__in=COUNTED, gathering__starts_at__gte=since)
    found: dict[tuple[UUID, date], int] = {}
    for person, at, minutes in rows.values_list("person_id", "gathering__starts_at", "counted_minutes"):
        if person is not None:
            found[person, local_date(at)] = found.get((person, local_date(at)), 0) + (minutes or 0)
    return found
