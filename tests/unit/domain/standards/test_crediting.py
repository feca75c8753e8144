"""Caps and bonuses as pure sums: nothing is lost, nothing passes a limit."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.ledger.lots import take
from nuanliu.domain.standards.parameters import defaults
from nuanliu.domain.standards.policies import bonus_on, lot_expiry, split_at_cap, stars_of
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


days = st.dates(date(2020, 1, 1), date(2090, 12, 31))


@given(day=days, months=st.integers(1, 120))
def test_a_lot_runs_out_on_a_first_after_so_many_whole_months(day, months):
    gone = lot_expiry(earned_on=day, months=months)
    assert gone is not None
    assert (gone.day, (gone.year - day.year) * 12 + gone.month - day.month) == (1, months + 1)


@given(lots=st.dictionaries(days, st.integers(1, 500), max_size=8), part=st.floats(0, 1))
def test_the_oldest_lots_go_first_and_nothing_is_lost(lots, part):
    wanted = int(sum(lots.values()) * part)
    parts = take(wanted=wanted, offered=sorted(lots.items()))
    assert sum(parts.values()) == wanted
    assert all(0 < amount <= lots[day] for day, amount in parts.items())
    touched = [day for day in sorted(lots) if day in parts]
    assert touched == sorted(lots)[: len(touched)]
    assert all(parts[day] == lots[day] for day in touched[:-1])


@given(
    visits=st.lists(st.tuples(st.dates(date(2026, 11, 1), date(2028, 2, 29)), st.integers(0, 24_000)), max_size=30),
    changed_on=st.dates(date(2026, 12, 10), date(2027, 12, 20)),
    fund=st.integers(0, 4_000),
)
def test_no_year_and_no_fund_is_passed_when_the_standard_changes_in_mid_month(visits, changed_on, fund):
    """The Standard of the day of each visit counts; a limit that was lowered takes nothing back."""
    lowered = replace(STANDARD, values=frozen_values({**defaults(), "bonus_yearly_cap": 500}))
    paid: Counter[int] = Counter()
    for day, base in sorted(visits):
        standard = lowered if day >= changed_on else STANDARD
        found = bonus_on(
            base=base, star=5, campaign_percent=0, paid_this_year=paid[day.year],
            fund_left=fund - sum(paid.values()), room=60_000, standard=standard,
        )  # fmt: skip
        before = paid[day.year]
        paid[day.year] += found.paid
        assert paid[day.year] <= max(standard.hundredths("bonus_yearly_cap"), before)
    assert sum(paid.values()) <= fund
    assert all(total <= 1200 for total in paid.values())
