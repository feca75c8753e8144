"""Periods, months, hours and changes as the bureau reads them beside each other."""

from datetime import date

from django.utils.translation import gettext

from nuanliu.domain.insights.periods import Period
from nuanliu.platform import words


def period_words(period: Period) -> str:
    """`2026年11月`, or `2026年`."""
    if period.is_year:
        return gettext("%(year)s年") % {"year": period.first.year}
    return month_words(period.first)


def month_words(month: date) -> str:
    """`2026年11月`."""
    if words.english():
        return f"{words.MONTHS_EN[month.month - 1]} {month.year}"
    return gettext("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}


def hours(minutes: int) -> str:
    """Minutes as hours with one decimal, cut down, with thousands set apart: for figures beside each other."""
    tenths = abs(minutes) * 10 // 60
    return f"{words.MINUS if minutes < 0 else ''}{tenths // 10:,}.{tenths % 10}"


def change(now: int, before: int, *, is_time: bool = False) -> str:
    """How much more or less it is, with its sign: `+12`, `−3.5`; `0` for as much."""
    more = now - before
    said = hours(abs(more)) if is_time else f"{abs(more):,}"
    return said if not more else f"{'+' if more > 0 else words.MINUS}{said}"
