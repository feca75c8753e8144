"""Why this helper, why not that one, what another choice would lose."""

import math
from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.candidates import suits
from nuanliu.domain.matching.types import Floats, Plan, Snapshot, Weights


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a visit is worth, in points; the words belong to the code."""

    code: str
    points: float


@dataclass(frozen=True, slots=True)
class NotHer:
    """Somebody who knows the old person or lives nearer and does not go: `away` (visits another), or what hinders."""

    helper: int
    code: str
    instead: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One need of a plan: who goes and why, who does not, or why nobody does."""

    helpers: tuple[tuple[int, tuple[Part, ...]], ...]
    others: tuple[NotHer, ...]
    unserved: str
    price: float


def explain(*, snapshot: Snapshot, weights: Weights, plan: Plan, need: int, others: int = 3) -> Explanation:
    """The parts of each chosen helper's points, and the nearest `others` who were not chosen, with the reason."""
    chosen = [one.helper for one in plan.by_need.get(need, ())]
    parts = tuple(
        (helper, visit_parts(snapshot=snapshot, weights=weights, helper=helper, need=need)) for helper in chosen
    )
    metres = np.hypot(snapshot.helper_x - snapshot.need_x[need], snapshot.helper_y - snapshot.need_y[need])
    knows = snapshot.known_helper[snapshot.known_elder == snapshot.need_elder[need]].tolist()
    near = _nearest(metres, others + len(chosen) + len(knows))
    rest = [who for who in dict.fromkeys([*knows, *near]) if who not in chosen]
    return Explanation(
        parts,
        tuple(why_not(snapshot=snapshot, plan=plan, helper=who, need=need) for who in rest[:others]),
        plan.unserved.get(need, ""),
        plan.prices[need],
    )


def _nearest(metres: Floats, count: int) -> list[int]:
    """The first `count` by distance, of equals the one that is listed first; without putting all in order."""
    if count >= len(metres):
        return [int(who) for who in np.argsort(metres, kind="stable")]
    close = np.flatnonzero(metres <= np.partition(metres, count - 1)[count - 1])
    return [int(who) for who in close[np.argsort(metres[close], kind="stable")][:count]]


def visit_parts(*, snapshot: Snapshot, weights: Weights, helper: int, need: int) -> tuple[Part, ...]:
    """What speaks for and against this visit, each in points; the way is there and back."""
    knows = (snapshot.known_helper == helper) & (snapshot.known_elder == snapshot.need_elder[need])
    speaks = int(snapshot.need_speech[need]) & int(snapshot.helper_speech[helper]) != 0
    is_sex = snapshot.need_sex[need] != 0 and snapshot.need_sex[need] == snapshot.helper_sex[helper]
    kept = ((snapshot.kept_helper == helper) & (snapshot.kept_need == need)).any()
    metres = math.hypot(
        snapshot.helper_x[helper] - snapshot.need_x[need], snapshot.helper_y[helper] - snapshot.need_y[need]
    )
    hours, prior = snapshot.need_minutes[need] / 60, snapshot.helper_prior[helper] / 60
    points = {
        "base": weights.base,
        "urgent": weights.urgent * bool(snapshot.need_urgent[need]),
        "frail": weights.frail * float(snapshot.need_frail[need]),
        "known": weights.known * float(snapshot.known_strength[knows].max(initial=0.0)),
        "speech": weights.speech * speaks,
        "sex": weights.sex * is_sex,
        "chance": weights.chance * float(snapshot.helper_chance[helper]),
        "newcomer": weights.newcomer * bool(snapshot.helper_new[helper]),
        "kept": weights.kept * bool(kept),
        "way": -weights.kilometre * 2 * metres / 1000,
        "load": -weights.load * float((prior + hours) ** 2 - prior**2),
    }
    return tuple(Part(code, round(float(value), 2)) for code, value in points.items() if value)


def why_not(*, snapshot: Snapshot, plan: Plan, helper: int, need: int) -> NotHer:
    """The first thing that hinders this helper, or the need she is with at that time, or `less` (others gain more)."""
    code = _hindrance(snapshot, helper, need)
    if code:
        return NotHer(helper, code)
    windows = [
        (int(snapshot.window_from[row]), int(snapshot.window_to[row]) + int(snapshot.need_minutes[need]))
        for row in np.flatnonzero(snapshot.window_need == need)
    ]
    for one in plan.by_helper.get(helper, ()):
        end = one.start + int(snapshot.need_minutes[one.need])
        if any(one.start < until and end > begin for begin, until in windows):
            return NotHer(helper, "away", one.need)
    return NotHer(helper, "less")


def _hindrance(snapshot: Snapshot, helper: int, need: int) -> str:
    who, what = np.array([helper]), np.array([need])
    elder = snapshot.need_elder[need]
    if ((snapshot.blocked_helper == helper) & (snapshot.blocked_elder == elder)).any():
        return "blocked"
    if ((snapshot.banned_helper == helper) & (snapshot.banned_need == need)).any():
        return "banned"
    if int(snapshot.need_skills[need]) & ~int(snapshot.helper_skills[helper]):
        return "no_skill"
    if not suits(snapshot, who, what)[0]:
        return "wish"
    metres = math.hypot(
        snapshot.helper_x[helper] - snapshot.need_x[need], snapshot.helper_y[helper] - snapshot.need_y[need]
    )
    if metres > snapshot.helper_reach[helper]:
        return "no_reach"
    return "" if _is_free(snapshot, helper, need) else "no_time"


def _is_free(snapshot: Snapshot, helper: int, need: int) -> bool:
    minutes = int(snapshot.need_minutes[need])
    for free in np.flatnonzero(snapshot.free_helper == helper):
        for window in np.flatnonzero(snapshot.window_need == need):
            first = max(int(snapshot.free_from[free]), int(snapshot.window_from[window]))
            if first <= min(int(snapshot.free_to[free]) - minutes, int(snapshot.window_to[window])):
                return True
    return False
