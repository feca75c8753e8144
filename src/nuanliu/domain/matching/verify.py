"""A plan held against the snapshot, visit by visit. Shares nothing with what makes plans but the words of `types`."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nuanliu.domain.matching.types import MOST_IN_A_ROW, Ints, Plan, PlannedVisit, Snapshot, Weights

_CENT = 1e-4
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What a plan does that it must not. `code` is stable."""

    code: str
    helper: int = -1
    need: int = -1


def verify(*, snapshot: Snapshot, weights: Weights, plan: Plan) -> list[Fault]:
    """Everything wrong with the plan; empty if it may be stored."""
    unknown = [
        Fault("unknown", one.helper, one.need)
        for one in plan.visits
        if not (0 <= one.helper < snapshot.helpers and 0 <= one.need < snapshot.needs)
    ]
    if unknown:
        return unknown
    faults = [fault for one in plan.visits for fault in _of_visit(snapshot, one)]
    faults += _of_needs(snapshot, plan)
    for helper, mine in _by_helper(plan).items():
        faults += _of_helper(snapshot, helper, mine)
    worth = value_of(snapshot=snapshot, weights=weights, visits=plan.visits)
    if abs(worth - plan.value) > _CENT * max(1.0, abs(worth)):
        faults.append(Fault("value"))
    if plan.bound < worth - _CENT * max(1.0, abs(worth)):
        faults.append(Fault("bound"))
    return faults


def _by_helper(plan: Plan) -> dict[int, list[PlannedVisit]]:
    mine: dict[int, list[PlannedVisit]] = defaultdict(list)
    for one in plan.visits:
        mine[one.helper].append(one)
    return {helper: sorted(visits, key=lambda one: one.start) for helper, visits in mine.items()}


def _listed(first: Ints, second: Ints, pair: tuple[int, int]) -> bool:
    return any(int(second[row]) == pair[1] for row in (first == pair[0]).nonzero()[0])


def _of_visit(snapshot: Snapshot, one: PlannedVisit) -> Iterator[Fault]:
    helper, need = one.helper, one.need
    here = float(snapshot.helper_x[helper]), float(snapshot.helper_y[helper])
    there = float(snapshot.need_x[need]), float(snapshot.need_y[need])
    asked, has = int(snapshot.need_skills[need]), int(snapshot.helper_skills[helper])
    rules = {
        "skill": asked | has == has,
        "reach": math.dist(here, there) <= float(snapshot.helper_reach[helper]) + 1e-6,
        "speech": not snapshot.need_speech_must[need]
        or int(snapshot.need_speech[need]) & int(snapshot.helper_speech[helper]) > 0,
        "sex": not (snapshot.need_sex_must[need] and snapshot.need_sex[need])
        or snapshot.need_sex[need] == snapshot.helper_sex[helper],
        "blocked": not _listed(
            snapshot.blocked_helper, snapshot.blocked_elder, (helper, int(snapshot.need_elder[need]))
        ),
        "banned": not _listed(snapshot.banned_helper, snapshot.banned_need, (helper, need)),
        "window": _in_window(snapshot, one),
        "free": _free_time(snapshot, one) is not None,
    }
    yield from (Fault(code, helper, need) for code, holds in rules.items() if not holds)


def _in_window(snapshot: Snapshot, one: PlannedVisit) -> bool:
    rows = [int(row) for row in (snapshot.window_need == one.need).nonzero()[0]]
    return any(int(snapshot.window_from[row]) <= one.start <= int(snapshot.window_to[row]) for row in rows)


def _free_time(snapshot: Snapshot, one: PlannedVisit) -> int | None:
    end = one.start + int(snapshot.need_minutes[one.need])
    for row in (snapshot.free_helper == one.helper).nonzero()[0]:
        if int(snapshot.free_from[row]) <= one.start and end <= int(snapshot.free_to[row]):
            return int(row)
    return None


def _of_needs(snapshot: Snapshot, plan: Plan) -> Iterator[Fault]:
    visits: dict[int, list[PlannedVisit]] = defaultdict(list)
    for one in plan.visits:
        visits[one.need].append(one)
    for need, ones in visits.items():
        if len(ones) != int(snapshot.need_wanted[need]) or len({one.helper for one in ones}) != len(ones):
            yield Fault("places", need=need)
        if len({one.start for one in ones}) > 1:
            yield Fault("together", need=need)


def _of_helper(snapshot: Snapshot, helper: int, visits: list[PlannedVisit]) -> Iterator[Fault]:
    lengths = [int(snapshot.need_minutes[one.need]) for one in visits]
    for one, other, long in zip(visits, visits[1:], lengths, strict=False):
        pause = other.start - one.start - long
        same_time = _free_time(snapshot, one) == _free_time(snapshot, other)
        if pause < 0 or (same_time and pause < _way(snapshot, one.need, other.need)):
            yield Fault("overlap" if pause < 0 else "travel", helper, other.need)
    if sum(lengths) > int(snapshot.helper_cap[helper]):
        yield Fault("cap", helper)
    by_day: dict[int, int] = defaultdict(int)
    by_elder: dict[int, int] = defaultdict(int)
    in_a_row: dict[int | None, int] = defaultdict(int)
    for one, long in zip(visits, lengths, strict=True):
        by_day[one.start // _DAY] += long
        by_elder[int(snapshot.need_elder[one.need])] += long
        in_a_row[_free_time(snapshot, one)] += 1
    if any(minutes > int(snapshot.helper_day_cap[helper]) for minutes in by_day.values()):
        yield Fault("day_cap", helper)
    if any(count > MOST_IN_A_ROW for count in in_a_row.values()):
        yield Fault("in_a_row", helper)
    for row in (snapshot.capped_helper == helper).nonzero()[0]:
        if by_elder[int(snapshot.capped_elder[row])] > int(snapshot.capped_minutes[row]):
            yield Fault("pair_cap", helper)


def _way(snapshot: Snapshot, one: int, other: int) -> int:
    metres = math.dist(
        (float(snapshot.need_x[one]), float(snapshot.need_y[one])),
        (float(snapshot.need_x[other]), float(snapshot.need_y[other])),
    )
    return math.ceil(metres / snapshot.metres_a_minute - 1e-6)


def value_of(*, snapshot: Snapshot, weights: Weights, visits: tuple[PlannedVisit, ...]) -> float:
    """What these visits are worth, counted anew from the snapshot."""
    known = {
        (int(who), int(elder)): float(strength)
        for who, elder, strength in zip(
            snapshot.known_helper, snapshot.known_elder, snapshot.known_strength, strict=True
        )
    }
    kept = set(zip(map(int, snapshot.kept_helper), map(int, snapshot.kept_need), strict=True))
    total = 0.0
    for one in visits:
        total += _points(snapshot, weights, one, known) + weights.kept * ((one.helper, one.need) in kept)
    by_time: dict[tuple[int, int | None], list[PlannedVisit]] = defaultdict(list)
    minutes: dict[int, int] = defaultdict(int)
    for one in visits:
        by_time[one.helper, _free_time(snapshot, one)].append(one)
        minutes[one.helper] += int(snapshot.need_minutes[one.need])
    for (helper, _row), ones in by_time.items():
        total -= weights.kilometre * _metres(snapshot, helper, ones) / 1000
    for helper, more in minutes.items():
        prior = float(snapshot.helper_prior[helper]) / 60
        total -= weights.load * ((prior + more / 60) ** 2 - prior**2)
    return total


def _points(snapshot: Snapshot, weights: Weights, one: PlannedVisit, known: dict[tuple[int, int], float]) -> float:
    helper, need = one.helper, one.need
    points = weights.base + weights.frail * float(snapshot.need_frail[need])
    points += weights.chance * float(snapshot.helper_chance[helper])
    points += weights.known * known.get((helper, int(snapshot.need_elder[need])), 0.0)
    if snapshot.need_urgent[need]:
        points += weights.urgent
    if snapshot.helper_new[helper]:
        points += weights.newcomer
    if int(snapshot.need_speech[need]) & int(snapshot.helper_speech[helper]):
        points += weights.speech
    if snapshot.need_sex[need] and snapshot.need_sex[need] == snapshot.helper_sex[helper]:
        points += weights.sex
    return points


def _metres(snapshot: Snapshot, helper: int, visits: list[PlannedVisit]) -> float:
    home = float(snapshot.helper_x[helper]), float(snapshot.helper_y[helper])
    stops = [
        (float(snapshot.need_x[one.need]), float(snapshot.need_y[one.need]))
        for one in sorted(visits, key=lambda one: one.start)
    ]
    path = [home, *stops, home]
    return sum(math.dist(one, other) for one, other in pairwise(path))
