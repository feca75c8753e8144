"""The linear program over weeks, and the whole-number program at its end. HiGHS does the work."""

import ctypes
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import highspy
import numpy as np

from nuanliu.domain.matching.pricing import Pricer, Week
from nuanliu.domain.matching.types import Floats

_TINY = 1e-5
_MANY_STEPS = 30_000
_MANY_A_ROW = 4
"""A solve of so many simplex steps says: helpers are scarce, the next one goes through the interior."""


@dataclass(slots=True)
class Columns:
    """All weeks so far, each once."""

    weeks: list[Week] = field(default_factory=list)
    known: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)

    def add(self, weeks: Iterable[Week]) -> list[Week]:
        """Keeps those that are new, and says which."""
        fresh = []
        for week in weeks:
            key = (week.helper, week.routes)
            if key not in self.known:
                self.known.add(key)
                fresh.append(week)
        self.weeks += fresh
        return fresh


@cache
def _hush() -> None:
    """HiGHS names itself on standard output when a process makes its first solver, before it can be told not to."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
        ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def quiet(*, seed: int, seconds: float) -> highspy.Highs:
    """A solver that says nothing, uses one thread, and does the same every time."""
    _hush()
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("time_limit", max(seconds, 0.1))
    return solver


class Master:
    """A row a helper (at most one week), a row a need (at most once, or both places of a two-person visit or none).

    Where a helper would fill more of a two-person visit than takes place, a row of its own forbids that: without it one
    helper could stand for both.
    """

    def __init__(self, *, pricer: Pricer, seed: int, seconds: float) -> None:
        self.pricer, self.helpers = pricer, len(pricer.helpers)
        self.wanted = pricer.snapshot.need_wanted
        self.pairs = np.flatnonzero(self.wanted > 1)
        self.place_of = {need: place for place, need in enumerate(self.pairs.tolist())}
        self.solver = quiet(seed=seed, seconds=seconds)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.columns = Columns()
        self.link_rows: dict[tuple[int, int], int] = {}
        self.through_interior = False
        self._lay_out()

    def _lay_out(self) -> None:
        rows, count = self.helpers + len(self.wanted), len(self.pairs)
        at_pairs = self.helpers + self.pairs
        lower = np.full(rows, -highspy.kHighsInf)
        lower[at_pairs] = 0.0
        upper = np.ones(rows)
        upper[at_pairs] = 0.0
        self.solver.addRows(rows, lower, upper, 0, np.zeros(rows, np.int32), np.zeros(0, np.int32), np.zeros(0))
        self.solver.addCols(
            count,
            np.zeros(count),
            np.zeros(count),
            np.ones(count),
            count,
            np.arange(count, dtype=np.int32),
            at_pairs.astype(np.int32),
            -self.wanted[self.pairs].astype(np.float64),
        )

    def _rows_of(self, week: Week) -> list[int]:
        links = [self.link_rows[week.helper, need] for need in week.needs if (week.helper, need) in self.link_rows]
        return [week.helper, *(self.helpers + need for need in week.needs), *links]

    def add(self, weeks: Iterable[Week]) -> int:
        """Puts new weeks in; how many were new."""
        fresh = self.columns.add(weeks)
        if not fresh:
            return 0
        rows = [self._rows_of(week) for week in fresh]
        sizes = np.array([len(one) for one in rows])
        index = np.array([row for one in rows for row in one], np.int32)
        count = len(fresh)
        self.solver.addCols(
            count,
            np.array([week.value for week in fresh]),
            np.zeros(count),
            np.full(count, highspy.kHighsInf),
            len(index),
            np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int32),
            index,
            np.ones(len(index)),
        )
        return count

    def link(self, wanted: Iterable[tuple[int, int]]) -> int:
        """Rows for these (helper, need): her part is no more than what takes place. How many were new."""
        fresh = sorted({pair for pair in wanted if pair not in self.link_rows})
        if not fresh:
            return 0
        columns: dict[tuple[int, int], list[int]] = {pair: [] for pair in fresh}
        for place, week in enumerate(self.columns.weeks):
            for need in week.needs:
                if (week.helper, need) in columns:
                    columns[week.helper, need].append(len(self.pairs) + place)
        first = self.solver.getNumRow()
        starts: list[int] = []
        index: list[int] = []
        values: list[float] = []
        for place, pair in enumerate(fresh):
            self.link_rows[pair] = first + place
            starts.append(len(index))
            index += [self.place_of[pair[1]], *columns[pair]]
            values += [-1.0, *(1.0 for _ in columns[pair])]
        self.solver.addRows(
            len(fresh),
            np.full(len(fresh), -highspy.kHighsInf),
            np.zeros(len(fresh)),
            len(index),
            np.array(starts, np.int32),
            np.array(index, np.int32),
            np.array(values),
        )
        return len(fresh)

    def overfilled(self) -> list[tuple[int, int]]:
        """(helper, need) where one helper fills more of a two-person visit than takes place."""
        solution = np.asarray(self.solver.getSolution().col_value)
        parts: dict[tuple[int, int], float] = {}
        for place in np.flatnonzero(solution[len(self.pairs) :] > _TINY).tolist():
            week = self.columns.weeks[place]
            for need in week.needs:
                if need in self.place_of:
                    pair = week.helper, need
                    parts[pair] = parts.get(pair, 0.0) + float(solution[len(self.pairs) + place])
        return [pair for pair, part in parts.items() if part > solution[self.place_of[pair[1]]] + _TINY]

    def solve(self) -> tuple[Floats, Floats, float]:
        """(what a helper's row is worth, prices, value) of the program as it stands."""
        if self.through_interior:
            self.solver.setOptionValue("solver", "ipm")
            self.solver.setOptionValue("run_crossover", "off")
        self.solver.run()
        info = self.solver.getInfo()
        if info.simplex_iteration_count > max(_MANY_STEPS, _MANY_A_ROW * self.solver.getNumRow()):
            self.through_interior = True
        dual = np.asarray(self.solver.getSolution().row_dual)
        needs = dual[self.helpers : self.helpers + len(self.wanted)]
        prices = np.zeros(self.pricer.prices)
        prices[: len(needs)] = np.where(self.wanted == 1, np.maximum(needs, 0.0), needs)
        for pair, row in self.link_rows.items():
            prices[self.pricer.links[pair]] = max(dual[row], 0.0)
        return np.maximum(dual[: self.helpers], 0.0), prices, float(info.objective_function_value)

    def shares(self) -> Floats:
        """How much of each week the program takes."""
        return np.asarray(self.solver.getSolution().col_value)[len(self.pairs) :]


@dataclass(frozen=True, slots=True)
class Whole:
    """Among which weeks to search, and how far."""

    columns: list[Week]
    nodes: int
    seconds: float
    seed: int
    gap: float


def whole(*, pricer: Pricer, task: Whole) -> list[Week] | None:
    """The best choice of whole weeks; None if nothing was found in time."""
    if not task.columns:
        return []
    master = Master(pricer=pricer, seed=task.seed, seconds=task.seconds)
    master.add(task.columns)
    master.link((week.helper, need) for week in task.columns for need in week.needs if need in master.place_of)
    solver, pairs = master.solver, len(master.pairs)
    count = pairs + len(task.columns)
    everything = np.arange(count, dtype=np.int32)
    solver.changeColsIntegrality(count, everything, np.full(count, highspy.HighsVarType.kInteger))
    solver.setOptionValue("mip_max_nodes", task.nodes)
    solver.setOptionValue("mip_rel_gap", task.gap)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    shares = master.shares()
    return [week for week, share in zip(task.columns, shares, strict=True) if share > 0.5]
