"""What the screen in the hall shows: sums of the whole city, thanks, honours; nothing of any one person."""

from dataclasses import dataclass
from datetime import date, datetime

from nuanliu.domain.care.types import Face
from nuanliu.domain.honours.models import Reached
from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.queries import sums_of, within
from nuanliu.domain.insights.types import Dimension, Subject
from nuanliu.domain.network.queries import city
from nuanliu.platform.clock import local_date
from nuanliu.usecases.see_figures import Figures, figures_of

FEWEST = 5
"""Below so many, a number could point at somebody: it is not shown."""


@dataclass(frozen=True, slots=True)
class Wall:
    """This month and this year of the city; how often an old person said she was glad; honours reached this year."""

    month_first: date
    month: Figures
    year: Figures
    services: list[tuple[str, int]]
    """Codes of the services most given this month, with how often."""
    thanks: int
    honours: int
    fresh_at: datetime | None


def wall_of(*, now: datetime) -> Wall:
    """The wall at this moment; an empty city shows nothing but zeros."""
    place, today = city(), local_date(now)
    month, year = Period(today.replace(day=1)), Period(today.replace(month=1, day=1), 12)
    if place is None:
        return Wall(month.first, Figures(), Figures(), [], 0, 0, None)
    asked = [(Subject.VISIT, Dimension.SERVICE), (Subject.VISIT, Dimension.FACE)]
    sums = sums_of(under=place.path, asked=asked, months=month.all_months)
    given, said = (within(sums, subject=subject, dimension=by, period=month) for subject, by in asked)
    most = sorted(given.items(), key=lambda one: (-one[1].count, one[0]))[:5]
    reached = Reached.objects.filter(reached_on__gte=year.first, withdrawn_at=None)
    return Wall(
        month_first=month.first,
        month=figures_of(place=place, period=month),
        year=figures_of(place=place, period=year),
        services=[(code, one.count) for code, one in most if one.count >= FEWEST],
        thanks=said[Face.HAPPY].count if Face.HAPPY in said else 0,
        honours=reached.count(),
        fresh_at=fresh_at(),
    )
