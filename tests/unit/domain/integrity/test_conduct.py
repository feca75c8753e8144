"""The score and what follows from it: tables and properties, without a database."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.integrity.conduct.policy import Fault, Rules, Standing, score_at, standing
from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.platform.clock import at

RULES = Rules(start=100, most=100, below=60, monthly=2, pause_count=3, pause=timedelta(days=30), exit_count=5)
MARCH = at(date(2026, 3, 15), 10)
DAY = timedelta(days=1)


def missed(*days: int) -> list[Fault]:
    return [Fault(MarkKind.NO_SHOW, 10, MARCH + day * DAY) for day in days]


@pytest.mark.parametrize(
    ("points", "later", "score"),
    [
        ([], 0, 100),
        ([3], 0, 97),
        ([3], 16, 97),  # 31 March
        ([3], 17, 99),  # 1 April
        ([3], 50, 100),
        ([15, 50], 0, 35),
        ([50, 60], 0, 0),
        ([50, 60], 17, 2),
    ],
)
def test_points_go_and_come_back_on_the_first_of_a_month(points: list[int], later: int, score: int) -> None:
    faults = [Fault(MarkKind.COMPLAINT, one, MARCH) for one in points]
    assert score_at(faults=faults, rules=RULES, now=MARCH + later * DAY) == score


def test_two_missed_visits_are_said_three_rest_five_leave() -> None:
    now = MARCH + 10 * DAY
    assert standing(faults=missed(0, 1), rules=RULES, now=now) == Standing(80, 2)
    third = standing(faults=missed(0, 1, 2), rules=RULES, now=now)
    assert third == Standing(70, 3, is_paused=True, paused_until=MARCH + 32 * DAY)
    assert not standing(faults=missed(0, 1, 2), rules=RULES, now=MARCH + 33 * DAY).is_paused
    fifth = standing(faults=missed(0, 1, 2, 3, 4), rules=RULES, now=MARCH + 2000 * DAY)
    assert (fifth.is_exited, fifth.is_paused, fifth.no_shows) == (True, True, 0)
    assert not standing(faults=missed(0, 1, 2, 3), rules=RULES, now=MARCH + 2000 * DAY).is_paused


def test_three_in_more_than_a_year_are_no_pause() -> None:
    assert not standing(faults=missed(0, 200, 366), rules=RULES, now=MARCH + 367 * DAY).is_paused


def test_a_low_score_rests_until_it_is_high_enough() -> None:
    faults = [Fault(MarkKind.COMPLAINT, 45, MARCH)]
    stands = standing(faults=faults, rules=RULES, now=MARCH)
    assert (stands.score, stands.is_paused, stands.paused_until) == (55, True, at(date(2026, 6, 1), 0))
    assert standing(faults=faults, rules=RULES, now=at(date(2026, 5, 31), 23)).is_paused
    assert not standing(faults=faults, rules=RULES, now=at(date(2026, 6, 1), 0)).is_paused
    never = Rules(**{**{name: getattr(RULES, name) for name in RULES.__slots__}, "monthly": 0})
    assert standing(faults=faults, rules=never, now=MARCH) == Standing(55, 0, is_paused=True)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 700), st.sampled_from(list(MarkKind)))), st.integers(0, 900)
)
def test_the_score_stays_in_its_bounds_and_one_fault_less_never_harms(
    rows: list[tuple[int, int, MarkKind]], later: int
) -> None:
    now: datetime = MARCH + later * DAY
    faults = [Fault(kind, points, MARCH + day * DAY) for points, day, kind in rows]
    stands = standing(faults=faults, rules=RULES, now=now)
    assert 0 <= stands.score <= RULES.most
    assert stands.paused_until is None or stands.paused_until > now
    for place in range(len(faults)):
        fewer = standing(faults=faults[:place] + faults[place + 1 :], rules=RULES, now=now)
        assert not (fewer.is_exited and not stands.is_exited)
