"""Public holidays and worked weekends, as the State Council arranged them; where it has not, as the law names them."""

from datetime import date

import pytest

from nuanliu.domain.standards.holidays import (
    holiday_on,
    is_working_day,
    next_festival,
    special_days,
    working_days_from,
)


@pytest.mark.parametrize(
    ("day", "holiday", "is_worked"),
    [
        (date(2026, 2, 17), "春节", False),  # New Year's Day of the old calendar, a Tuesday
        (date(2026, 2, 14), "", True),  # a Saturday that is worked instead
        (date(2026, 2, 24), "", True),
        (date(2026, 10, 7), "国庆节", False),
        (date(2026, 10, 10), "", True),
        (date(2026, 11, 28), "", False),  # an ordinary Saturday
        (date(2027, 6, 9), "端午节", False),
    ],
)
def test_a_day_is_what_the_calendar_says(*, day: date, holiday: str, is_worked: bool) -> None:
    assert (holiday_on(day=day), is_working_day(day=day)) == (holiday, is_worked)


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the national days
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 11, 27), 5, date(2026, 12, 4)),
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
    ],
)
def test_working_days_are_counted_over_holidays(day: date, days: int, found: date) -> None:
    assert working_days_from(day=day, days=days) == found


def test_the_next_festival_is_the_first_day_off() -> None:
    assert next_festival(name="春节", after=date(2026, 11, 27)) == date(2027, 2, 5)
    assert next_festival(name="国庆", after=date(2026, 11, 27)) == date(2027, 10, 1)
    assert next_festival(name="没有", after=date(2026, 11, 27)) is None


def test_every_line_of_the_calendar_says_something() -> None:
    days = special_days()
    assert len(days) > 80
    assert {found.name for found in days.values()} == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
    worked = [day for day, found in days.items() if not found.is_off]
    assert {day.isoweekday() for day in worked} <= {6, 7}
