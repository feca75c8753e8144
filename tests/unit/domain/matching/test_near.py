"""The needs ranked for one helper are what looking at each of them gives."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanliu.domain.matching.near import Needs, Seeker, rank_needs
from nuanliu.domain.matching.online import quarters
from nuanliu.domain.matching.types import Weights

WEIGHTS = Weights()


def _needs(seed, count):
    rng = np.random.default_rng(seed)
    known = rng.random(count) < 0.9
    begin = rng.integers(24, 80, count) * 15
    return Needs(
        x=np.where(known, rng.uniform(0, 9_000, count).round(-1), np.nan),
        y=np.where(known, rng.uniform(0, 6_000, count).round(-1), np.nan),
        skills=(rng.integers(0, 8, count) & rng.integers(0, 8, count)).astype(np.uint64),
        speech=rng.integers(0, 4, count).astype(np.uint64),
        weekday=rng.integers(0, 7, count),
        quarters=np.array([quarters(begin=int(one), end=int(one) + 60) for one in begin], np.uint64),
        minutes=rng.choice([30, 60, 120], count),
        starts=rng.integers(0, 1_000, count),
        is_urgent=rng.random(count) < 0.1,
    )


def _slow(needs, seeker, since, until, limit):
    """Every need looked at, one after the other."""
    found = []
    for row in range(len(needs.x)):
        if not since < needs.starts[row] < until:
            continue
        metres = math.hypot(needs.x[row] - seeker.x, needs.y[row] - seeker.y)
        able = int(needs.skills[row]) & seeker.skills == needs.skills[row]
        word = int(needs.quarters[row])
        free = seeker.free[needs.weekday[row]] & word == word
        near = math.isnan(metres) or metres <= seeker.reach
        prior, hours = seeker.prior / 60, needs.minutes[row] / 60
        points = WEIGHTS.base + WEIGHTS.urgent * bool(needs.is_urgent[row])
        points += WEIGHTS.speech * bool(int(needs.speech[row]) & seeker.speech)
        points -= 0 if math.isnan(metres) else WEIGHTS.kilometre * 2 * metres / 1000
        points -= WEIGHTS.load * ((prior + hours) ** 2 - prior**2)
        tier = 2 if not able else 0 if free and near else 1
        found.append((tier, -round(points, 9), int(needs.starts[row]), row))
    return sorted(found)[:limit]


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(0, 300),
    x=st.floats(-2_000, 11_000) | st.just(math.nan),
    y=st.floats(-2_000, 8_000),
    skills=st.integers(0, 7),
    reach=st.sampled_from([500.0, 2_000.0, 6_000.0]),
    limit=st.integers(1, 40),
)
def test_the_ranked_list_is_what_looking_at_every_need_gives(seed, count, x, y, skills, reach, limit):
    needs = _needs(seed, count)
    rng = np.random.default_rng(seed + 1)
    free = tuple(int(word) | int(other) for word, other in rng.integers(0, 2**63, (7, 2)))
    seeker = Seeker(x=x, y=y, reach=reach, skills=skills, speech=2, prior=90, free=free)
    ranked = rank_needs(needs=needs, seeker=seeker, weights=WEIGHTS, since=100, until=900, limit=limit)
    told = _slow(needs, seeker, 100, 900, limit)
    assert [-points for _tier, points, _starts, _row in told] == pytest.approx(ranked.points.tolist())
    if len({points for _tier, points, _starts, _row in told}) == len(told):
        assert ranked.rows.tolist() == [row for *_, row in told]


def test_the_sooner_comes_first_where_all_else_is_the_same():
    same = {name: np.array(value) for name, value in {"x": [0.0] * 3, "y": [0.0] * 3}.items()}
    needs = Needs(
        **same,
        skills=np.zeros(3, np.uint64),
        speech=np.zeros(3, np.uint64),
        weekday=np.zeros(3, np.int64),
        quarters=np.ones(3, np.uint64),
        minutes=np.full(3, 60),
        starts=np.array([30, 10, 20]),
        is_urgent=np.zeros(3, np.bool_),
    )
    seeker = Seeker(x=0.0, y=0.0, reach=100.0, skills=0, speech=0, prior=0, free=(1,) * 7)
    ranked = rank_needs(needs=needs, seeker=seeker, weights=WEIGHTS, since=0, until=99, limit=3)
    assert ranked.rows.tolist() == [1, 2, 0]
