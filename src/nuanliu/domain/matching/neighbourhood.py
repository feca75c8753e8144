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
class Known:
    """What a neighbourhood begins with."""

    prices: Floats
    limits: Limits


@dataclass(frozen=True, slots=True)
class Solved:
    """Weeks of the freed helpers, and all prices with those of the neighbourhood in them."""

    weeks: list[Week]
    prices: Floats


def improve(*, pricer: Pricer, weights: Weights, found: Found, search: Search) -> Found:
    """Better weeks, neighbourhood after neighbourhood, until the gap is small enough or all tries are made."""
    rng = np.random.default_rng(search.limits.seed)
    known = Known(found.prices, search.limits)
    weeks = {week.helper: week for week in found.weeks}
    value = found.value
    for _turn in range(search.tries):
        if found.bound - value <= search.gap * abs(found.bound):
            break
        if search.limits.left < 0:
            found.was_cut = True
            break
        freed = _around(pricer, weeks, int(rng.integers(len(pricer.helpers))))
        solved = solved_again(pricer=pricer, weights=weights, weeks=weeks, freed=freed, known=known)
        if solved is None:
            continue
        old = sum(weeks[who].value for who in freed.tolist() if who in weeks)
        new = sum(week.value for week in solved.weeks)
        if new > old + _SAME:
            for who in freed.tolist():
                weeks.pop(who, None)
            weeks.update({week.helper: week for week in solved.weeks})
            value += new - old
    found.weeks = [weeks[who] for who in sorted(weeks)]
    return found


def _around(pricer: Pricer, weeks: dict[int, Week], centre: int) -> Ints:
    """The helpers nearest to one of them, with those who share two-person visits."""
    snapshot = pricer.snapshot
    x, y = snapshot.helper_x[pricer.helpers], snapshot.helper_y[pricer.helpers]
    near = np.argsort((x - x[centre]) ** 2 + (y - y[centre]) ** 2, kind="stable")[:_FREED]
    return closed(pricer, weeks, set(near.tolist()))


def closed(pricer: Pricer, weeks: dict[int, Week], freed: set[int]) -> Ints:
    """These helpers and whoever shares a two-person visit with one of them, and so on."""
    wanted = pricer.snapshot.need_wanted
    together: dict[int, list[int]] = {}
    for who, week in weeks.items():
        for need in week.needs:
            if wanted[need] > 1:
                together.setdefault(need, []).append(who)
    found, reached = set(freed), list(freed)
    while reached:
        shared = {need for who in reached if who in weeks for need in weeks[who].needs if need in together}
        reached = sorted({who for need in shared for who in together[need]} - found)
        found.update(reached)
    return np.array(sorted(found), np.int64)


def solved_again(
    *, pricer: Pricer, weights: Weights, weeks: dict[int, Week], freed: Ints, known: Known
) -> Solved | None:
    """The weeks of these helpers solved anew, everybody else's left as they are; None if they could do nothing."""
    snapshot = pricer.snapshot
    mine = set(freed.tolist())
    taken = np.zeros(snapshot.needs + 1, np.bool_)
    for who, week in weeks.items():
        if who not in mine:
            taken[list(week.needs)] = True
    rows = _rows_of(pricer, freed)
    rows = rows[~taken[pricer.needs[rows]].any(axis=1)]
    if not len(rows):
        return None
    routes = pricer.routes
    part = Routes(routes.free[rows], routes.arcs[rows], routes.minutes[rows], routes.value[rows])
    small = Pricer(snapshot=snapshot, weights=weights, routes=part, needs=pricer.needs[rows])
    place = np.searchsorted(small.helpers, pricer.helpers[freed])
    first = [
        small.week(int(at), np.searchsorted(rows, week.routes).tolist())
        for at, week in ((place[row], weeks[who]) for row, who in enumerate(freed.tolist()) if who in weeks)
    ]
    is_asked = asked(small)
    start = np.zeros(small.prices)
    start[: snapshot.needs] = np.where(is_asked, np.maximum(known.prices[: snapshot.needs], 0.0), 0.0)
    solver = Solver(
        pricer=small, wanted=snapshot.need_wanted, limits=replace(known.limits, ascents=12, kept=4, pace=0.1, nodes=20)
    )
    solved = solver.run(start=start, first=first)
    solver.finish()
    found = [
        pricer.week(int(np.searchsorted(pricer.helpers, small.helpers[week.helper])), rows[list(week.routes)].tolist())
        for week in solved.weeks
    ]
    return Solved(found, _merged(pricer, small, known.prices, solved.prices))


def _merged(pricer: Pricer, small: Pricer, all_prices: Floats, new: Floats) -> Floats:
    prices = all_prices.copy()
    mine = np.flatnonzero(asked(small))
    prices[mine] = new[mine]
    for (who, need), place in small.links.items():
        helper = int(np.searchsorted(pricer.helpers, small.helpers[who]))
        prices[pricer.links[helper, need]] = new[place]
    return prices


def _rows_of(pricer: Pricer, helpers: Ints) -> Ints:
    pieces = [np.arange(pricer.first_route[who], pricer.first_route[who + 1]) for who in helpers.tolist()]
    return np.concatenate(pieces)


def asked(pricer: Pricer) -> Bools:
    """For each need whether any route goes there."""
    ends = pricer.snapshot.needs
    return np.bincount(pricer.needs.ravel(), minlength=ends + 1)[:ends] > 0
