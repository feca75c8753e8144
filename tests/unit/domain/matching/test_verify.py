"""Each rule broken once: `verify` must name it, and nothing when it is kept."""

import dataclasses

import numpy as np
import pytest

from nuanliu.domain.matching.types import Plan, PlannedVisit, Snapshot, Stats, Weights
from nuanliu.domain.matching.verify import value_of, verify

WEIGHTS = Weights()


def _one(value, kind=np.int64):
    return np.array([value], kind)


def _week(**changed):
    """One helper free from 9 to 12 on Monday, two needs of an hour a kilometre from each other."""
    week = Snapshot(
        helper_x=_one(0, float),
        helper_y=_one(0, float),
        helper_reach=_one(2000, float),
        helper_sex=_one(1),
        helper_skills=_one(1, np.uint64),
        helper_speech=_one(1, np.uint64),
        helper_cap=_one(240),
        helper_day_cap=_one(240),
        helper_prior=_one(60),
        helper_chance=_one(0.5, float),
        helper_new=_one(value=True, kind=bool),
        free_helper=_one(0),
        free_from=_one(540),
        free_to=_one(720),
        need_x=np.array([0.0, 1000.0]),
        need_y=np.array([0.0, 0.0]),
        need_elder=np.array([7, 8]),
        need_minutes=np.array([60, 60]),
        need_skills=np.array([1, 0], np.uint64),
        need_speech=np.array([1, 2], np.uint64),
        need_speech_must=np.array([True, False]),
        need_sex=np.array([1, 2]),
        need_sex_must=np.array([True, False]),
        need_urgent=np.array([True, False]),
        need_frail=np.array([1.0, 0.0]),
        need_wanted=np.array([1, 1]),
        window_need=np.array([0, 1]),
        window_from=np.array([540, 540]),
        window_to=np.array([600, 660]),
        known_helper=_one(0),
        known_elder=_one(7),
        known_strength=_one(1, float),
    )
    return dataclasses.replace(week, **changed)


BOTH = (PlannedVisit(0, 540, 0), PlannedVisit(0, 619, 1))


def _faults(week, visits=BOTH, *, more=0.0, bound=1e6):
    value = value_of(snapshot=week, weights=WEIGHTS, visits=visits) + more
    plan = Plan(visits=visits, value=value, bound=bound, prices=(), unserved={}, stats=Stats(0, 0))
    return {fault.code for fault in verify(snapshot=week, weights=WEIGHTS, plan=plan)}


def test_a_plan_that_keeps_the_rules_has_no_fault():
    assert _faults(_week()) == set()


def test_the_value_is_the_sum_of_its_parts():
    first = 100 + 60 + 30 + 25 + 8 + 8 + 5 + 4
    second = 100 + 5 + 4
    worth = value_of(snapshot=_week(), weights=WEIGHTS, visits=BOTH)
    assert worth == pytest.approx(first + second - 3.0 * 2 - 0.2 * (3**2 - 1**2))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"helper_skills": _one(0, np.uint64)}, "skill"),
        ({"helper_reach": _one(999, float)}, "reach"),
        ({"helper_speech": _one(2, np.uint64)}, "speech"),
        ({"helper_sex": _one(2)}, "sex"),
        ({"blocked_helper": _one(0), "blocked_elder": _one(8)}, "blocked"),
        ({"banned_helper": _one(0), "banned_need": _one(1)}, "banned"),
        ({"window_to": np.array([539, 660])}, "window"),
        ({"free_to": _one(678)}, "free"),
        ({"helper_cap": _one(119)}, "cap"),
        ({"helper_day_cap": _one(119)}, "day_cap"),
        ({"capped_helper": _one(0), "capped_elder": _one(7), "capped_minutes": _one(59)}, "pair_cap"),
        ({"need_wanted": np.array([2, 1])}, "places"),
    ],
)
def test_each_broken_rule_is_named(changed, code):
    assert _faults(_week(**changed)) == {code}


@pytest.mark.parametrize(
    ("visits", "code"),
    [
        ((PlannedVisit(0, 540, 0), PlannedVisit(0, 618, 1)), "travel"),
        ((PlannedVisit(0, 540, 0), PlannedVisit(0, 599, 1)), "overlap"),
        ((PlannedVisit(0, 541, 0), PlannedVisit(3, 541, 1)), "unknown"),
    ],
)
def test_times_that_cannot_be_are_named(visits, code):
    plan = Plan(visits=visits, value=0.0, bound=1e6, prices=(), unserved={}, stats=Stats(0, 0))
    assert code in {fault.code for fault in verify(snapshot=_week(), weights=WEIGHTS, plan=plan)}


def test_two_helpers_must_come_together():
    two = {
        name: np.repeat(getattr(_week(), name), 2)
        for name in _week().__dataclass_fields__
        if name.startswith(("helper_", "free_"))
    }
    week = _week(**two, need_wanted=np.array([2, 1])) if two else _week()
    week = dataclasses.replace(week, free_helper=np.array([0, 1]))
    apart = (PlannedVisit(0, 540, 0), PlannedVisit(1, 555, 0))
    assert _faults(week, apart) == {"together"}
    assert _faults(week, (PlannedVisit(0, 540, 0), PlannedVisit(1, 540, 0))) == set()
    assert _faults(week, (PlannedVisit(0, 540, 0), PlannedVisit(0, 540, 0))) >= {"places"}


def test_a_value_that_is_not_so_and_a_bound_below_it_are_named():
    assert _faults(_week(), more=1.0) == {"value"}
    assert _faults(_week(), bound=100.0) == {"bound"}
