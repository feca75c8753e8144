"""The calendar of working days, against the State Council's notices and the law on holidays."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from nuanliu.domain.standards import holidays
from nuanliu.domain.standards.holidays import (
    holiday_on,
    is_working_day,
    next_festival,
    working_days_after,
    working_days_before,
    working_days_between,
    year_of,
)
from nuanliu.platform.clock import at

YEARS = [int(file.stem) for file in holidays.FOLDER.glob("*.toml")]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 14), True),  # Saturday, worked
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # Monday, Spring Festival
        (date(2026, 2, 24), True),
        (date(2026, 9, 20), True),  # Sunday, worked
        (date(2026, 10, 7), False),
        (date(2026, 10, 11), False),  # a plain Sunday
        (date(2027, 5, 4), False),
        (date(2027, 5, 5), True),
        (date(2031, 10, 1), True),  # a year of which nothing is known
    ],
)
def test_which_days_are_worked(day: date, *, works: bool) -> None:
    assert is_working_day(day=day) is works


def test_a_holiday_has_its_name_in_both_languages() -> None:
    found = holiday_on(day=date(2026, 2, 17))
    assert found is not None
    assert found.label == "春节"
    with override("en"):
        assert found.label == "Spring Festival"
    assert holiday_on(day=date(2026, 2, 24)) is None


@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_whole(year: int) -> None:
    known = year_of(year=year)
    assert known is not None
    days = [*known.off, *known.worked]
    assert {day.year for day in days} == {year}
    assert len(days) == len(set(days))
    assert all(day.weekday() > holidays.FRIDAY for day in known.worked)
    law = len(known.holidays) + (0 if len(known.holidays) == 7 else 1)
    assert law == 7  # seven festivals; two of them may fall together
    off = sum(day.weekday() <= holidays.FRIDAY for day in known.off)
    assert off - len(known.worked) + sum(day.weekday() > holidays.FRIDAY for day in known.off) >= 13


def test_ten_working_days_over_the_spring_festival() -> None:
    friday = at(date(2026, 2, 13), 9)
    assert working_days_after(moment=friday, days=10) == at(date(2026, 3, 5), 9)
    assert working_days_before(moment=at(date(2026, 3, 5), 9), days=10) == friday


def test_what_came_before_is_due_and_nothing_else_however_the_weekend_falls() -> None:
    moments = [at(date(2026, 9, 14), 7) + timedelta(hours=5 * number) for number in range(120)]
    moments += [at(date(2026, 11, 2), 7) + timedelta(hours=5 * number) for number in range(120)]
    for days in (1, 5, 10):
        for now in moments[::3]:
            threshold = working_days_before(moment=now, days=days)
            for begun in moments:
                assert (begun < threshold) is (working_days_after(moment=begun, days=days) < now), (begun, now, days)


def test_a_weekend_counts_from_the_end_of_its_friday() -> None:
    [saturday, sunday] = [at(date(2026, 11, day), hour) for day, hour in ((7, 10), (8, 8))]
    assert working_days_after(moment=saturday, days=5) == working_days_after(moment=sunday, days=5)
    assert working_days_after(moment=saturday, days=5) == at(date(2026, 11, 14), 0)
    assert working_days_before(moment=at(date(2026, 11, 14), 9), days=5) == at(date(2026, 11, 9), 0)


def test_days_between_are_counted_the_same_way() -> None:
    begun = at(date(2026, 9, 18), 16)
    for days in range(12):
        later = working_days_after(moment=begun, days=days)
        assert working_days_between(earlier=begun, later=later) == days
    assert working_days_between(earlier=begun, later=begun - timedelta(days=3)) == 0


def test_the_next_festival_is_the_coming_one():
    found = next_festival(name="春节", after=date(2026, 11, 27))
    assert found is not None
    assert found.first == date(2027, 2, 5)
    assert next_festival(name="没有的节", after=date(2026, 11, 27)) is None
    assert next_festival(name="", after=date(2026, 11, 27)) is None
