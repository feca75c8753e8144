"""The week's dispatch: who goes to whom, worth as much as can be had, with the proof of how much that is."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.candidates import Arcs, Pairs, arcs_of, suitable_pairs, suits, with_enough_helpers
from nuanliu.domain.matching.neighbourhood import Search, improve
from nuanliu.domain.matching.pricing import Pricer, Week
from nuanliu.domain.matching.resuming import mend, resume
from nuanliu.domain.matching.routes import Routes, routes_of, starts_on
from nuanliu.domain.matching.solving import Found, Limits, Solver
from nuanliu.domain.matching.types import Ints, Plan, PlannedVisit, Snapshot, Stats, Weights

_TRIES = 12
_AGAIN = 2.0
"""A plan that people know already is left alone rather than changed for the last thousandth."""
_LISTED = 1_500
"""Weeks up to which all of them are listed and searched."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """The question laid out: pairs, arcs, routes, and the needs of each route."""

    pairs: Pairs
    arcs: Arcs
    alone: Ints
    """Needs that want more helpers than could come at their time, where at least one could."""
    routes: Routes
    needs: Ints


def propose(
    *,
    snapshot: Snapshot,
    weights: Weights,
    seconds: float = 120.0,
    gap: float = 0.001,
    seed: int = 0,
    warm: Plan | None = None,
) -> Plan:
    """A plan for the week, no further than `gap` from the best if that can be had.

    The same snapshot, weights, seed and `warm` give the same plan, unless `seconds` ran out (`stats.was_cut`). `warm`
    is an earlier plan of nearly the same week: it is mended around what changed, until it is as near to the best as
    it was (or twice `gap`); only if that cannot be had is the whole week sought anew from its prices.
    """
    deadline = time.monotonic() + seconds
    clock = time.process_time()
    laid = _lay_out(snapshot, weights)
    laying = time.process_time() - clock
    if not len(laid.routes.free):
        return _plan(snapshot, laid, None, Found(np.zeros(snapshot.needs), 0.0))
    pricer = Pricer(snapshot=snapshot, weights=weights, routes=laid.routes, needs=laid.needs)
    limits = Limits(deadline, gap, seed)
    if warm is not None:
        limits = Limits(deadline, max(_AGAIN * gap, warm.gap), seed, ascents=20, kept=8, pace=0.05)
    found = _search(pricer, weights, limits, warm)
    found.phases = {"routes": laying, **found.phases}
    return _plan(snapshot, laid, pricer, found)


def _lay_out(snapshot: Snapshot, weights: Weights) -> _Laid:
    pairs = suitable_pairs(snapshot=snapshot, weights=weights)
    every = arcs_of(snapshot=snapshot, pairs=pairs)
    arcs = with_enough_helpers(snapshot=snapshot, arcs=every)
    alone = np.setdiff1d(every.need, arcs.need)
    routes = routes_of(snapshot=snapshot, weights=weights, arcs=arcs)
    return _Laid(pairs, arcs, alone, routes, np.append(arcs.need, snapshot.needs)[routes.arcs])


def _search(pricer: Pricer, weights: Weights, limits: Limits, warm: Plan | None) -> Found:
    clock = time.process_time()
    mended = None if warm is None else resume(pricer=pricer, weights=weights, limits=limits, warm=warm)
    if mended is not None:
        mended.phases["resuming"] = time.process_time() - clock
        if not _is_far(mended, limits):
            return mended
    found = _from_prices(pricer, weights, limits, mended)
    if mended is not None:
        found.phases = {**mended.phases, **found.phases}
    return found


def _from_prices(pricer: Pricer, weights: Weights, limits: Limits, mended: Found | None) -> Found:
    """The whole week sought, from nothing or from what an earlier plan came to."""
    solver = Solver(pricer=pricer, wanted=pricer.snapshot.need_wanted, limits=limits)
    if mended is None:
        found = solver.run()
    else:
        found = solver.run(start=mended.prices, first=mended.weeks)
        if mended.value > found.value:
            found.weeks = mended.weeks
    clock = time.process_time()
    if _is_far(found, limits) and mended is None:
        mend(solver=solver, weights=weights)
    if _is_far(found, limits):
        solver.finish()
    if _is_far(found, limits):
        improve(pricer=pricer, weights=weights, found=found, search=Search(_TRIES, limits.gap, limits))
    if _is_far(found, limits):
        solver.try_all(_LISTED)
    found.phases["neighbourhoods"] = time.process_time() - clock
    return found


def _is_far(found: Found, limits: Limits) -> bool:
    return found.bound - found.value > limits.gap * abs(found.bound) and limits.left > 0


def _plan(snapshot: Snapshot, laid: _Laid, pricer: Pricer | None, found: Found) -> Plan:
    visits = sorted(_visits(snapshot, laid, pricer, found.weeks)) if pricer else []
    return Plan(
        visits=tuple(visits),
        value=found.value,
        bound=max(found.bound, found.value),
        prices=tuple(found.prices[: snapshot.needs].tolist()),
        unserved=_reasons(snapshot, laid, {visit.need for visit in visits}),
        stats=Stats(found.columns, found.rounds, found.phases, found.was_cut),
    )


def _visits(snapshot: Snapshot, laid: _Laid, pricer: Pricer, weeks: Iterable[Week]) -> Iterable[PlannedVisit]:
    for week in weeks:
        helper = int(pricer.helpers[week.helper])
        for row in week.routes:
            for need, start in starts_on(snapshot=snapshot, arcs=laid.arcs, route=laid.routes.arcs[row]):
                yield PlannedVisit(helper, start, need)


def _reasons(snapshot: Snapshot, laid: _Laid, served: set[int]) -> dict[int, str]:
    """Why nobody goes.

    Nobody able, nobody whom she lets come, nobody near, nobody free, not enough for two, or others were worth more.
    """
    alone = set(laid.alone.tolist())
    near = np.bincount(laid.pairs.need, minlength=snapshot.needs)
    free = np.bincount(laid.arcs.need, minlength=snapshot.needs)
    everyone = np.arange(snapshot.helpers)
    reasons = {}
    for need in range(snapshot.needs):
        if need in served:
            continue
        if free[need]:
            reasons[need] = "contested"
        elif need in alone:
            reasons[need] = "too_few"
        elif near[need]:
            reasons[need] = "no_time"
        else:
            able = (snapshot.need_skills[need] & ~snapshot.helper_skills) == 0
            suited = suits(snapshot, everyone, np.full(snapshot.helpers, need))
            reasons[need] = "no_reach" if suited.any() else "no_wish" if able.any() else "no_skill"
    return reasons
