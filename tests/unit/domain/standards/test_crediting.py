"""Caps and bonuses as pure sums: nothing is lost, nothing passes a limit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.standards.parameters import defaults
from nuanliu.domain.standards.policies import bonus_on, split_at_cap, stars_of
from nuanliu.domain.standards.types import Standard, frozen_values
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id

STANDARD = Standard(
    version_id=new_id(),
    number_of_version=1,
    title="",
    effective_from=at(date(2025, 1, 1), 0),
    values=frozen_values(defaults()),
)
amounts = st.integers(0, 100_000)


@given(amount=amounts, balance=st.integers(-600, 100_000), cap=amounts, agrees=st.booleans())
def test_a_split_is_whole_and_keeps_below_the_cap(amount, balance, cap, agrees):
    split = split_at_cap(amount=amount, balance=balance, cap=cap, agrees=agrees)
    assert split.kept + split.to_pool + split.left_out == amount
    assert min(split.kept, split.to_pool, split.left_out) >= 0
    assert balance + split.kept <= cap or split.kept == 0
    assert (split.left_out if agrees else split.to_pool) == 0
    assert split.kept == amount or balance + split.kept >= cap


@pytest.mark.parametrize(
    ("hours", "stars"), [(0, 0), (99, 0), (100, 1), (299, 1), (300, 2), (600, 3), (999, 3), (1000, 4), (1500, 5)]
)
def test_stars_by_whole_hours(hours, stars):
    assert stars_of(honour_minutes=hours * 60 + 59, standard=STANDARD) == stars


@given(
    base=amounts, star=st.integers(0, 5), campaign=st.integers(0, 100), spent=st.integers(0, 2_000),
    fund=st.integers(0, 2_000), room=st.integers(-100, 2_000),
)  # fmt: skip
def test_a_bonus_passes_none_of_its_limits(base, star, campaign, spent, fund, room):
    found = bonus_on(
        base=base, star=star, campaign_percent=campaign, paid_this_year=spent, fund_left=fund, room=room,
        standard=STANDARD,
    )  # fmt: skip
    assert 0 <= found.paid <= min(found.due, fund, max(room, 0), max(1200 - spent, 0))
    assert found.campaign_percent <= 20
    assert found.due * 100 <= base * found.percent < (found.due + 1) * 100
    assert found.paid == max(min(found.due, fund, room, 1200 - spent), 0)


@pytest.mark.parametrize(("star", "base", "due"), [(2, 100, 0), (3, 100, 5), (4, 150, 12), (5, 250, 25), (3, 19, 0)])
def test_a_stars_percentage_is_floored_to_whole_hundredths(star, base, due):
    found = bonus_on(
        base=base, star=star, campaign_percent=0, paid_this_year=0, fund_left=10_000, room=10_000, standard=STANDARD
    )
    assert found.due == found.paid == due


def test_another_standard_gives_another_bonus():
    other = replace(STANDARD, values=frozen_values({**defaults(), "bonus_star3_percent": 6, "bonus_yearly_cap": 4}))
    found = bonus_on(
        base=100, star=3, campaign_percent=0, paid_this_year=0, fund_left=10_000, room=10_000, standard=other
    )
    assert (found.due, found.paid) == (6, 4)
