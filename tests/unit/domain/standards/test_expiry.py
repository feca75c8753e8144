"""Months after which coins run out, and which of the notices before it is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.standards.policies import lot_expiry, notice_due

STEPS = (7, 30, 60)


@pytest.mark.parametrize(
    ("earned_on", "months", "expected"),
    [
        (date(2026, 11, 1), 24, date(2028, 12, 1)),
        (date(2026, 11, 30), 24, date(2028, 12, 1)),
        (date(2026, 12, 31), 24, date(2029, 1, 1)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 11, 15), 1, date(2027, 1, 1)),
        (date(2028, 2, 29), 12, date(2029, 3, 1)),
        (date(2026, 11, 15), 0, None),
    ],
)
def test_coins_run_out_at_the_end_of_a_month(earned_on, months, expected):
    assert lot_expiry(earned_on=earned_on, months=months) == expected


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_nobody_has_less_than_the_months_promised(earned_on, months):
    until = lot_expiry(earned_on=earned_on, months=months)
    later = (until.year - earned_on.year) * 12 + until.month - earned_on.month
    assert (until.day, later) == (1, months + 1)


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, None), (-1, None)]
)
def test_the_nearest_notice_is_due(left, due):
    today = date(2026, 11, 26)
    assert notice_due(today=today, expires=date.fromordinal(today.toordinal() + left), steps=STEPS) == due
