"""The months and years that a page of figures offers, and the one that its address names."""

from datetime import date, datetime

from nuanliu.domain.insights.periods import Period, plus_months
from nuanliu.platform.clock import local_date


def period_named(*, text: str, now: datetime) -> Period:
    """The period with this code (`2026-11`, `2026`); this month for anything else."""
    today = local_date(now)
    year, _dash, month = text.partition("-")
    if year.isascii() and year.isdigit() and 2000 <= int(year) <= today.year:
        if not month:
            return Period(date(int(year), 1, 1), 12)
        if month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12:
            return Period(date(int(year), int(month), 1))
    return Period(today.replace(day=1))


def periods_known(*, first: date | None, now: datetime) -> list[Period]:
    """Every month from the first on, the newest first, each year after its months."""
    month, found = local_date(now).replace(day=1), []
    first = min(first or month, month)
    while month >= first:
        found.append(Period(month))
        if month.month == 1 or month == first:
            found.append(Period(date(month.year, 1, 1), 12))
        month = plus_months(month, -1)
    return found
