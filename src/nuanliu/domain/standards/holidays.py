"""Public holidays and the weekend days worked instead of them: data, a line a day, beside this module.

`holidays.csv` holds the years that the State Council has arranged; of a year that it has not arranged yet, only the
days that the law itself names (全国年节及纪念日放假办法). A city that knows better names its own file in
NUANLIU_HOLIDAYS.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

SHIPPED = Path(__file__).with_name("holidays.csv")
SATURDAY = 6
"""ISO weekday from which a day is free unless it is worked instead of a holiday."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day off, or a weekend day that is worked, for the festival `name`."""

    name: str
    is_off: bool


@cache
def _special_days(file: Path) -> Mapping[date, SpecialDay]:
    with file.open(newline="", encoding="utf-8") as rows:
        known = {
            date.fromisoformat(row["day"]): SpecialDay(row["name"], row["kind"] == "off")
            for row in csv.DictReader(rows)
        }
    return MappingProxyType(known)


def special_days() -> Mapping[date, SpecialDay]:
    """Every day that is not what its weekday says, by day."""
    return _special_days(settings.HOLIDAYS_FILE or SHIPPED)


def holiday_on(*, day: date) -> str:
    """The festival for which `day` is a public holiday; empty if it is none."""
    found = special_days().get(day)
    return found.name if found is not None and found.is_off else ""


def is_working_day(*, day: date) -> bool:
    """Monday to Friday but for holidays, and the weekend days worked instead of them."""
    found = special_days().get(day)
    return not found.is_off if found is not None else day.isoweekday() < SATURDAY


def working_days_from(*, day: date, days: int) -> date:
    """The day that is `days` working days after `day` (before it, if negative)."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day=day)
    return day


def next_festival(*, name: str, after: date) -> date | None:
    """The first day off of the coming festival whose name begins with `name`; None if the calendar has none."""
    coming = (day for day, found in special_days().items() if found.is_off and day > after)
    return min((day for day in coming if special_days()[day].name.startswith(name)), default=None)
