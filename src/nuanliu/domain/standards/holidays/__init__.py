"""China's public holidays and the weekends that are worked, as data: one file a year, with the notice it is from.

A year without a file has Saturdays and Sundays off and nothing else.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from nuanliu.platform.clock import LOCAL, local

FOLDER = Path(__file__).parent
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday as announced: every day from `first` to `last` is off."""

    name: str
    name_en: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if (get_language() or "zh").startswith("en") else self.name


@dataclass(frozen=True, slots=True)
class Year:
    """One year's calendar. `notice` is the State Council's number; empty while there is none yet."""

    notice: str
    holidays: tuple[Holiday, ...]
    worked: frozenset[date]
    off: dict[date, Holiday]


@cache
def year_of(*, year: int) -> Year | None:
    """What is known of a year; None if nothing is."""
    file = FOLDER / f"{year}.toml"
    if not file.exists():
        return None
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    holidays = tuple(Holiday(one["name"], one["name_en"], one["from"], one["to"]) for one in said["off"])
    off = {day: holiday for holiday in holidays for day in _days(holiday.first, holiday.last)}
    return Year(said["notice"], holidays, frozenset(said["worked"]), off)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def holiday_on(*, day: date) -> Holiday | None:
    """The public holiday of which `day` is one; a plain weekend is none."""
    known = year_of(year=day.year)
    return known.off.get(day) if known else None


def is_working_day(*, day: date) -> bool:
    """Whether offices are open: weekdays but holidays, and the weekends that are worked instead."""
    known = year_of(year=day.year)
    if known and day in known.worked:
        return True
    return day.weekday() <= FRIDAY and not (known and day in known.off)


def next_festival(*, name: str, after: date) -> Holiday | None:
    """The coming holiday whose name begins with `name`; None if no calendar known yet has it."""
    years = (year_of(year=year) for year in (after.year, after.year + 1))
    coming = (one for year in years if year for one in year.holidays if one.first > after and name)
    return next((one for one in coming if one.name.startswith(name)), None)


def working_days_before(*, moment: datetime, days: int) -> datetime:
    """What came before this is due by `moment`: `working_days_after` of it is earlier, and of nothing later."""
    here = local(moment)
    if not is_working_day(day=here.date()):
        here = _midnight(_workday(here.date(), timedelta(days=1)))
    return _moved(here, days, timedelta(days=-1))


def working_days_after(*, moment: datetime, days: int) -> datetime:
    """The same time of day, `days` working days later: until then something that is due in `days` may be done.

    What comes on a day off counts from the end of the working day before it, so that who came later is never due first.
    """
    here = local(moment)
    if not days or is_working_day(day=here.date()):
        return _moved(here, days, timedelta(days=1))
    before = _midnight(_workday(here.date(), timedelta(days=-1)))
    return _moved(before, days, timedelta(days=1)) + timedelta(days=1)


def _workday(day: date, step: timedelta) -> date:
    """The nearest working day in one direction."""
    while not is_working_day(day=day):
        day += step
    return day


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)


def working_days_between(*, earlier: datetime, later: datetime) -> int:
    """How many working days begin after `earlier`'s day and not after `later`'s; 0 if `later` is not later."""
    first, last = local(earlier).date() + timedelta(days=1), local(later).date()
    return sum(is_working_day(day=day) for day in _days(first, last))


def _moved(moment: datetime, days: int, step: timedelta) -> datetime:
    while days:
        moment += step
        days -= is_working_day(day=local(moment).date())
    return moment
