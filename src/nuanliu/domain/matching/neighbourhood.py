"""Large neighbourhoods: some seventy helpers around a point are freed and their weeks solved anew."""

from dataclasses import dataclass, replace

import numpy as np

from nuanliu.domain.matching.pricing import Pricer, Week
from nuanliu.domain.matching.routes import Routes
from nuanliu.domain.matching.solving import Found, Limits, Solver
from nuanliu.domain.matching.types import Bools, Floats, Ints, Weights

_FREED = 70
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Search:
    """How long to go on."""

    tries: int
    gap: float
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Known:
    """What a neighbourhood begins with."""

    prices: Floats
    limits: Limits


def improve(*, pricer: Pricer, weights: Weights, found: Found, search: Search) -> Found:
    """Better weeks, neighbourhood after neighbourhood, until the gap is small enough or all tries are made."""
    rng = np.random.default_rng(search.limits.seed)
    known = _Known(found.prices, search.limits)
    weeks = {week.helper: week for week in found.weeks}
    value = found.value
    for _turn in range(search.tries):
        if found.bound - value <= search.gap * abs(found.bound):
            break
        if search.limits.left < 0:
            found.was_cut = True
            break
        freed = _around(pricer, weeks, int(rng.integers(len(pricer.helpers))))
        better = _again(pricer=pricer, weights=weights, weeks=weeks, freed=freed, search=known)
        old = sum(weeks[who].value for who in freed.tolist() if who in weeks)
        new = sum(week.value for week in better)
        if new > old + _SAME:
            for who in freed.tolist():
                weeks.pop(who, None)
            weeks.update({week.helper: week for week in better})
            value += new - old
    found.weeks = [weeks[who] for who in sorted(weeks)]
    return found


def _around(pricer: Pricer, weeks: dict[int, Week], centre: int) -> Ints:
    """The helpers nearest to one of them, and whoever shares a two-person visit with one of these, and so on."""
    snapshot = pricer.snapshot
    x, y = snapshot.helper_x[pricer.helpers], snapshot.helper_y[pricer.helpers]
    near = np.argsort((x - x[centre]) ** 2 + (y - y[centre]) ** 2, kind="stable")[:_FREED]
    freed = set(near.tolist())
    reached = list(freed)
    while reached:
        shared = {
            need for who in reached if who in weeks for need in weeks[who].needs if snapshot.need_wanted[need] > 1
        }
        reached = [who for who, week in weeks.items() if who not in freed and not shared.isdisjoint(week.needs)]
        freed.update(reached)
    return np.array(sorted(freed), np.int64)


def _again(*, pricer: Pricer, weights: Weights, weeks: dict[int, Week], freed: Ints, search: _Known) -> list[Week]:
    snapshot = pricer.snapshot
    mine = set(freed.tolist())
    taken = np.zeros(snapshot.needs + 1, np.bool_)
    for who, week in weeks.items():
        if who not in mine:
            taken[list(week.needs)] = True
    rows = _rows_of(pricer, freed)
    rows = rows[~taken[pricer.needs[rows]].any(axis=1)]
    if not len(rows):
        return []
    routes = pricer.routes
    part = Routes(routes.free[rows], routes.arcs[rows], routes.minutes[rows], routes.value[rows])
    small = Pricer(snapshot=snapshot, weights=weights, routes=part, needs=pricer.needs[rows])
    place = np.searchsorted(small.helpers, pricer.helpers[freed])
    known = [
        small.week(int(at), np.searchsorted(rows, week.routes).tolist())
        for at, week in ((place[row], weeks[who]) for row, who in enumerate(freed.tolist()) if who in weeks)
    ]
    start = np.zeros(small.prices)
    start[: snapshot.needs] = np.where(_asked(small), np.maximum(search.prices[: snapshot.needs], 0.0), 0.0)
    solver = Solver(
        pricer=small, wanted=snapshot.need_wanted, limits=replace(search.limits, ascents=12, kept=4, pace=0.1, nodes=20)
    )
    solved = solver.run(start=start, first=known)
    solver.finish()
    return [
        pricer.week(int(np.searchsorted(pricer.helpers, small.helpers[week.helper])), rows[list(week.routes)].tolist())
        for week in solved.weeks
    ]


def _rows_of(pricer: Pricer, helpers: Ints) -> Ints:
    pieces = [np.arange(pricer.first_route[who], pricer.first_route[who + 1]) for who in helpers.tolist()]
    return np.concatenate(pieces)


def _asked(pricer: Pricer) -> Bools:
    ends = pricer.snapshot.needs
    return np.bincount(pricer.needs.ravel(), minlength=ends + 1)[:ends] > 0
