import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanliu.domain.matching.online import Helpers, Index, Wish, at_the_site, quarters, rank_volunteers
from nuanliu.domain.matching.types import Weights

WEIGHTS = Weights()


def _helpers(seed, count):
    rng = np.random.default_rng(seed)
    known = rng.random(count) < 0.9
    return Helpers(
        x=np.where(known, rng.uniform(0, 9_000, count).round(-1), np.nan),
        y=np.where(known, rng.uniform(0, 6_000, count).round(-1), np.nan),
        reach=rng.choice([500.0, 2_000.0, 6_000.0], count),
        skills=rng.integers(0, 8, count).astype(np.uint64),
        speech=rng.integers(0, 4, count).astype(np.uint64),
        prior=rng.integers(0, 6, count) * 60,
        free=(rng.integers(0, 2**63, (count, 7)) | rng.integers(0, 2**63, (count, 7))).astype(np.uint64),
        site=rng.integers(0, 3, count),
    )


def _slow(helpers, wish, limit):
    """Everybody looked at, one after the other."""
    found = []
    for row in range(len(helpers.x)):
        metres = float(np.hypot(helpers.x[row] - wish.x, helpers.y[row] - wish.y))
        able = int(helpers.skills[row]) & wish.skills == wish.skills
        free = int(helpers.free[row, wish.weekday]) & wish.quarters == wish.quarters
        if not (able and free and metres <= helpers.reach[row]):
            continue
        prior, hours = helpers.prior[row] / 60, wish.minutes / 60
        points = WEIGHTS.base + WEIGHTS.speech * bool(int(helpers.speech[row]) & wish.speech)
        points -= WEIGHTS.kilometre * 2 * metres / 1000 + WEIGHTS.load * ((prior + hours) ** 2 - prior**2)
        found.append((-points, row))
    return [row for _points, row in sorted(found)[:limit]], sorted(found)[:limit]


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(0, 400),
    x=st.floats(-2_000, 11_000),
    y=st.floats(-2_000, 8_000),
    skills=st.integers(0, 7),
    begin=st.integers(24, 80),
    limit=st.integers(1, 12),
)
def test_the_ranked_list_is_what_looking_at_everybody_gives(seed, count, x, y, skills, begin, limit):
    helpers = _helpers(seed, count)
    begin *= 15
    wish = Wish(
        x=x,
        y=y,
        skills=skills,
        speech=2,
        weekday=seed % 7,
        quarters=quarters(begin=begin, end=begin + 60),
        minutes=60,
        site=1,
    )
    ranked = rank_volunteers(index=Index(helpers), wish=wish, weights=WEIGHTS, limit=limit)
    rows, told = _slow(helpers, wish, limit)
    assert [-points for points, _row in told] == pytest.approx(ranked.points.tolist())
    if len({round(points, 9) for points, _row in told}) == len(told):
        assert ranked.rows.tolist() == rows


@pytest.mark.parametrize(
    ("begin", "end", "word"),
    [
        (360, 375, 1),
        (360, 390, 3),
        (370, 380, 3),
        (375, 390, 2),
        (0, 360, 0),
        (300, 375, 1),
        (1305, 1320, 1 << 63),
        (1300, 1500, 3 << 62),
        (1320, 1400, 0),
        (360, 1320, 2**64 - 1),
    ],
)
def test_a_day_is_a_word_of_quarter_hours(begin, end, word):
    assert quarters(begin=begin, end=end) == word


def test_who_has_no_known_home_is_found_at_her_own_site_the_least_asked_first():
    helpers = _helpers(5, 300)
    wish = Wish(x=0, y=0, skills=1, speech=0, weekday=2, quarters=1 << 9, minutes=30, site=1)
    rows = at_the_site(index=Index(helpers), wish=wish, limit=300).tolist()
    expected = [
        (int(helpers.prior[row]), row)
        for row in range(300)
        if np.isnan(helpers.x[row])
        and helpers.site[row] == 1
        and int(helpers.skills[row]) & 1
        and int(helpers.free[row, 2]) & 1 << 9
    ]
    assert rows == [row for _prior, row in sorted(expected)]
    assert rows


def test_a_place_far_from_the_origin_needs_no_more_cells_than_it_is_wide():
    here = _helpers(5, 300)
    away = dataclasses.replace(here, x=here.x + 1e7, y=here.y + 3e6)
    assert (Index(away).columns, Index(away).lines) == (Index(here).columns, Index(here).lines) == (18, 12)
