"""A week solved again after a few things changed: what still stands is kept, only around the changes is sought anew.

What a plan lacks of its bound falls apart by helper (her best week at the prices less the week she has) and by need
(the price of a place nobody fills). So the prices of the earlier plan show where something is to be won; everybody
else is left in peace.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from nuanliu.domain.matching.neighbourhood import Known, asked, closed, solved_again
from nuanliu.domain.matching.pricing import Pricer, Week
from nuanliu.domain.matching.solving import Found, Limits, Solver
from nuanliu.domain.matching.types import Floats, Ints, Plan, Snapshot, Weights

_TURNS = 10
_LOOKED_AT = 10
"""For each place nobody fills: so many of those who would gain most, or lose least, by going."""
_LEFT = 0.5
"""Of what may be lost, how much may lie with helpers who are left in peace."""


_IDLE = 2
"""Turns in a row that won next to nothing: then it is time for the whole week."""
_WORTH_IT = 0.1
_BETTER = 0.8
"""Where a turn leaves more than this share of what was lacking, the prices are moved by steps before the next."""


@dataclass(slots=True)
class _Standing:
    """The weeks as they are, and the prices they are judged by."""

    weeks: dict[int, Week]
    prices: Floats
    best: Floats
    rate: int = _LOOKED_AT

    @property
    def value(self) -> float:
        return sum(week.value for week in self.weeks.values())


def start_of(pricer: Pricer, warm: Plan) -> Floats:
    """The prices of the earlier plan, for needs that somebody can still go to."""
    prices = np.zeros(pricer.prices)
    known = min(len(warm.prices), pricer.snapshot.needs)
    prices[:known] = np.maximum(warm.prices[:known], 0.0)
    prices[: pricer.snapshot.needs][~asked(pricer)] = 0.0
    return prices


def weeks_of(pricer: Pricer, warm: Plan) -> list[Week]:
    """What still holds of an earlier plan; a visit of two of which one half is gone is left out whole."""
    snapshot = pricer.snapshot
    is_asked = asked(pricer)
    dropped = {need for need in warm.by_need if need >= snapshot.needs or not is_asked[need]}
    while True:
        weeks = _without(pricer, warm, dropped)
        filled = _filled(snapshot, weeks)
        apart = set(np.flatnonzero((filled > 0) & (filled != snapshot.need_wanted)).tolist())
        if not apart:
            return weeks
        dropped |= apart


def _filled(snapshot: Snapshot, weeks: list[Week]) -> Ints:
    needs = np.array([need for week in weeks for need in week.needs], np.int64)
    filled: Ints = np.bincount(needs, minlength=snapshot.needs)
    return filled


def _without(pricer: Pricer, warm: Plan, dropped: set[int]) -> list[Week]:
    snapshot = pricer.snapshot
    first_free = np.searchsorted(snapshot.free_helper, np.arange(snapshot.helpers + 1))
    weeks = []
    for who, helper in enumerate(pricer.helpers.tolist()):
        begins = snapshot.free_from[first_free[helper] : first_free[helper + 1]]
        wanted: dict[int, set[int]] = defaultdict(set)
        for visit in warm.by_helper.get(helper, ()):
            place = int(np.searchsorted(begins, visit.start, side="right")) - 1
            if place >= 0 and visit.need not in dropped:
                wanted[int(first_free[helper]) + place].add(visit.need)
        rows = [_row_with(pricer, who, free, needs) for free, needs in wanted.items()]
        stand = sorted(row for row in rows if row is not None)
        if stand and pricer.is_sound(who, stand):
            weeks.append(pricer.week(who, stand))
    return weeks


def _row_with(pricer: Pricer, who: int, free: int, needs: set[int]) -> int | None:
    begin, end = int(pricer.first_route[who]), int(pricer.first_route[who + 1])
    first, last = np.searchsorted(pricer.routes.free[begin:end], (free, free + 1)) + begin
    for row in range(int(first), int(last)):
        if needs == {need for need in pricer.needs[row].tolist() if need < pricer.snapshot.needs}:
            return row
    return None


def resume(*, pricer: Pricer, weights: Weights, limits: Limits, warm: Plan) -> Found:
    """The earlier plan mended until it is within `limits.gap`, or as near as this way leads."""
    solver = Solver(pricer=pricer, wanted=pricer.snapshot.need_wanted, limits=limits)
    solver.found.weeks = weeks_of(pricer, warm)
    solver.found.prices = start_of(pricer, warm)
    mend(solver=solver, weights=weights)
    return solver.found


def mend(*, solver: Solver, weights: Weights) -> None:
    """Better weeks and a better bound for what the solver has found, where something is lost, turn after turn."""
    found, limits, pricer = solver.found, solver.limits, solver.pricer
    stand = _Standing({week.helper: week for week in found.weeks}, found.prices.copy(), np.zeros(0))
    idle, before = 0, np.inf
    for _turn in range(_TURNS):
        _judge(solver, stand)
        if found.bound - stand.value > before * _BETTER:
            solver.limits = replace(limits, ascents=20, kept=0, pace=0.05)
            solver.climb(found.prices, stand.value)
            solver.limits = limits
            stand.prices = found.prices.copy()
            stand.rate *= 2
            _judge(solver, stand)
        found.rounds += 1
        room = limits.gap * abs(found.bound)
        if found.bound - stand.value <= room or limits.left < 0 or idle == _IDLE:
            break
        value, before = stand.value, found.bound - stand.value
        _mend(pricer, weights, stand, limits, room)
        idle = 0 if stand.value > value + room * _WORTH_IT else idle + 1
    found.weeks = [stand.weeks[who] for who in sorted(stand.weeks)]


def _judge(solver: Solver, stand: _Standing) -> None:
    """What each helper's best week is worth at these prices; back to the best prices if the new ones prove less."""
    pricer = solver.pricer
    priced = pricer.price(stand.prices)
    pricer.weeks(stand.prices, priced)
    solver.learn(stand.prices, priced)
    stand.best = priced.best


def _mend(pricer: Pricer, weights: Weights, stand: _Standing, limits: Limits, room: float) -> None:
    freed = closed(pricer, stand.weeks, _where_lost(pricer, stand, room))
    solved = solved_again(
        pricer=pricer, weights=weights, weeks=stand.weeks, freed=freed, known=Known(stand.prices, limits)
    )
    if solved is None:
        return
    vacant = np.flatnonzero(_filled(pricer.snapshot, list(stand.weeks.values())) < pricer.snapshot.need_wanted)
    old = sum(stand.weeks[who].value for who in freed.tolist() if who in stand.weeks)
    if sum(week.value for week in solved.weeks) >= old:
        for who in freed.tolist():
            stand.weeks.pop(who, None)
        stand.weeks.update({week.helper: week for week in solved.weeks})
    _reprice(pricer, stand, solved.prices, vacant)


def _reprice(pricer: Pricer, stand: _Standing, prices: Floats, vacant: Ints) -> None:
    """New prices for places that nobody filled and for the halves of two-person visits.

    The others keep theirs: in a neighbourhood nobody outside bids, so there they would be too low.
    """
    ends = pricer.snapshot.needs
    stand.prices[vacant] = prices[vacant]
    stand.prices[ends:] = prices[ends:]


def _where_lost(pricer: Pricer, stand: _Standing, room: float) -> set[int]:
    """Helpers with whom most of what is lacking lies, and those who could fill the places nobody fills."""
    lost = stand.best.copy()
    for who, week in stand.weeks.items():
        lost[who] -= week.value - pricer.cost(week, stand.prices)
    order = np.argsort(-lost, kind="stable")
    left = lost.sum() - np.cumsum(lost[order])
    few = int(np.searchsorted(-left, -room * _LEFT)) + 1
    freed = {who for who in order[:few].tolist() if lost[who] > 0}
    return freed | _who_could(pricer, stand)


def _who_could(pricer: Pricer, stand: _Standing) -> set[int]:
    snapshot = pricer.snapshot
    filled = _filled(snapshot, list(stand.weeks.values()))
    vacant = np.append((filled < snapshot.need_wanted) & (stand.prices[: snapshot.needs] > 0), False)
    row, column = np.nonzero(vacant[pricer.needs])
    need = pricer.needs[row, column]
    who = np.searchsorted(pricer.first_route, row, side="right") - 1
    order = np.lexsort((who, -pricer.profits(stand.prices)[row], need))
    need, who = need[order], who[order]
    first = np.searchsorted(need, need)
    return set(who[np.arange(len(need)) - first < stand.rate].tolist())
