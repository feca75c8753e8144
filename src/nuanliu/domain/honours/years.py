"""A volunteer's own year: what was certified of what she did between new year and new year."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.gatherings.counted import COUNTED, served_at
from nuanliu.domain.gatherings.models import Signup
from nuanliu.platform.clock import at, local_date

COUNTS = (VisitState.CERTIFIED.value, VisitState.CREDITED.value)
"""States of a visit that was certified and still counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnYear:
    """Minutes, services and people helped in one calendar year; `months` are the minutes of its twelve months."""

    year: int
    minutes: int
    services: int
    people: int
    months: tuple[int, ...]

    @property
    def busy_months(self) -> int:
        """In how many months something was done."""
        return sum(1 for minutes in self.months if minutes)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """First moment of a year and of the next one, on the wall clock."""
    return at(date(year, 1, 1), 0), at(date(year + 1, 1, 1), 0)


def own_year(*, person_id: UUID, year: int) -> OwnYear:
    """What somebody did in a year, at visits and gatherings; two queries."""
    first, after = year_bounds(year)
    rows = Visit.objects.filter(volunteer_id=person_id, state__in=COUNTS, ended_at__gte=first, ended_at__lt=after)
    done = list(rows.values_list("ended_at", "counted_minutes", "need__elder_id"))
    gathered = served_at(people=[person_id], begins=first, ends=after)
    months = [0] * 12
    for ended_at, minutes, _elder in done:
        if ended_at is not None:
            months[local_date(ended_at).month - 1] += minutes or 0
    for line in gathered:
        months[local_date(line.gathering.starts_at).month - 1] += line.counted_minutes or 0
    return OwnYear(
        year=year,
        minutes=sum(months),
        services=len(done) + len(gathered),
        people=len({elder for _ended, _minutes, elder in done}),
        months=tuple(months),
    )


def years_of(*, person_id: UUID) -> list[int]:
    """The years in which somebody did anything, the newest first."""
    rows = Visit.objects.filter(volunteer_id=person_id, state__in=COUNTS, ended_at__isnull=False)
    days = rows.values_list("ended_at", flat=True)
    gathered = Signup.objects.filter(person_id=person_id, credit__in=COUNTED).values_list(
        "gathering__starts_at", flat=True
    )
    return sorted({local_date(day).year for day in [*days, *gathered] if day is not None}, reverse=True)
