"""Days and hours as a clerk types them at speed."""

from datetime import date, time

import pytest

from nuanliu.usecases.paper_slips.reading import read_clock, read_day, with_dittos
from nuanliu.usecases.paper_slips.types import Typed

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 3, 5)),
        ("6", date(2026, 2, 6)),
        ("31", date(2026, 1, 31)),
        ("0304", date(2026, 3, 4)),
        ("1224", date(2025, 12, 24)),
        ("3.4", date(2026, 3, 4)),
        ("3月4日", date(2026, 3, 4)),
        ("２", date(2026, 3, 2)),
        ("2026-03-01", date(2026, 3, 1)),
        ("2027-03-01", date(2027, 3, 1)),
        ("0231", None),
        ("0", None),
        ("32", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_day_is_the_last_one_of_that_number(typed: str, day: date | None) -> None:
    assert read_day(text=typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("14:05", time(14, 5)),
        ("１４：０５", time(14, 5)),
        ("9点", time(9)),
        ("24", None),
        ("1275", None),
        ("93", None),
        ("", None),
    ],
)
def test_an_hour_is_of_24(typed: str, hour: time | None) -> None:
    assert read_clock(typed) == hour


def test_an_empty_service_or_day_is_that_of_the_row_above() -> None:
    rows = [
        Typed(slip="1A", service="101", day="3"),
        Typed(),
        Typed(slip="2B"),
        Typed(slip="3C", day="4"),
        Typed(slip="4D"),
    ]
    filled = with_dittos(rows)
    assert [(row.service, row.day) for row in filled] == [
        ("101", "3"),
        ("", ""),
        ("101", "3"),
        ("101", "4"),
        ("101", "4"),
    ]
    assert filled[1].is_empty
