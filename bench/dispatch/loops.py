"""What is compared with: need after need, whoever scores best; and best insertion. Both keep every rule."""

import math
from collections import defaultdict
from itertools import pairwise

import numpy as np

from nuanliu.domain.matching.candidates import Arcs, arcs_of, suitable_pairs
from nuanliu.domain.matching.types import MOST_IN_A_ROW, PlannedVisit, Snapshot, Weights


class Weeks:
    """The weeks of all helpers as they fill, visit by visit."""

    def __init__(self, snapshot: Snapshot, weights: Weights) -> None:
        self.snapshot, self.weights = snapshot, weights
        self.arcs: Arcs = arcs_of(snapshot=snapshot, pairs=suitable_pairs(snapshot=snapshot, weights=weights))
        self.rows: dict[int, list[int]] = defaultdict(list)
        self.minutes: dict[int, int] = defaultdict(int)
        self.by_day: dict[tuple[int, int], int] = defaultdict(int)
        self.with_elder: dict[tuple[int, int], int] = defaultdict(int)
        self.needs: dict[int, set[int]] = defaultdict(set)
        self.caps = {
            (int(who), int(elder)): int(left)
            for who, elder, left in zip(
                snapshot.capped_helper, snapshot.capped_elder, snapshot.capped_minutes, strict=True
            )
        }
        self.first = self.arcs.first.tolist()
        self.last = self.arcs.last.tolist()
        self.need = self.arcs.need.tolist()
        self.long = snapshot.need_minutes.tolist()
        self.elder = snapshot.need_elder.tolist()
        self.spot = list(zip(snapshot.need_x.tolist(), snapshot.need_y.tolist(), strict=True))
        self.home = list(zip(snapshot.helper_x.tolist(), snapshot.helper_y.tolist(), strict=True))
        self.owner = snapshot.free_helper[self.arcs.free].tolist()
        self.free = self.arcs.free.tolist()
        self.day = (snapshot.free_from[self.arcs.free] // 1440).tolist()
        self.of_need: dict[int, list[int]] = defaultdict(list)
        for arc, need in enumerate(self.need):
            self.of_need[need].append(arc)

    def may(self, arc: int) -> bool:
        """Whether caps and rules of her week leave room for it."""
        helper, need, snapshot = self.owner[arc], self.need[arc], self.snapshot
        long = self.long[need]
        pair = helper, self.elder[need]
        return (
            need not in self.needs[helper]
            and len(self.rows[self.free[arc]]) < MOST_IN_A_ROW
            and self.minutes[helper] + long <= snapshot.helper_cap[helper]
            and self.by_day[helper, self.day[arc]] + long <= snapshot.helper_day_cap[helper]
            and self.with_elder[pair] + long <= self.caps.get(pair, 10**9)
        )

    def starts(self, row: list[int]) -> list[int] | None:
        """When each visit begins at the earliest; None if one cannot be kept."""
        found: list[int] = []
        for place, arc in enumerate(row):
            start = self.first[arc]
            if place:
                before = row[place - 1]
                step = math.dist(self.spot[self.need[before]], self.spot[self.need[arc]])
                way = math.ceil(step / self.snapshot.metres_a_minute - 1e-9)
                start = max(start, found[-1] + self.long[self.need[before]] + way)
            if start > self.last[arc]:
                return None
            found.append(start)
        return found

    def metres(self, helper: int, row: list[int]) -> float:
        """The whole way from home and back."""
        if not row:
            return 0.0
        stops = [self.home[helper], *(self.spot[self.need[arc]] for arc in row), self.home[helper]]
        return sum(math.dist(one, other) for one, other in pairwise(stops))

    def placed(self, arc: int) -> tuple[float, list[int]] | None:
        """The least way more, and the row with the visit in it; None if it fits nowhere."""
        row, helper = self.rows[self.free[arc]], self.owner[arc]
        before = self.metres(helper, row)
        best: tuple[float, list[int]] | None = None
        for place in range(len(row) + 1):
            tried = [*row[:place], arc, *row[place:]]
            if self.starts(tried) is not None:
                more = self.metres(helper, tried) - before
                if best is None or more < best[0]:
                    best = more, tried
        return best

    def take(self, arc: int, row: list[int]) -> None:
        """Puts the visit in."""
        helper, need = self.owner[arc], self.need[arc]
        self.rows[self.free[arc]] = row
        self.minutes[helper] += self.long[need]
        self.by_day[helper, self.day[arc]] += self.long[need]
        self.with_elder[helper, self.elder[need]] += self.long[need]
        self.needs[helper].add(need)

    def load(self, arc: int) -> float:
        """What the hours more cost."""
        helper = self.owner[arc]
        now = (self.snapshot.helper_prior[helper] + self.minutes[helper]) / 60
        return float(self.weights.load * ((now + self.long[self.need[arc]] / 60) ** 2 - now**2))

    def visits(self) -> tuple[PlannedVisit, ...]:
        """What came of it."""
        found = [
            PlannedVisit(self.owner[arc], start, self.need[arc])
            for row in self.rows.values()
            if row
            for arc, start in zip(row, self.starts(row) or [], strict=True)
        ]
        return tuple(sorted(found))


def naive(snapshot: Snapshot, weights: Weights) -> tuple[PlannedVisit, ...]:
    """Needs as they came in; each gets who scores best by points and way from home, if she still has time."""
    weeks = Weeks(snapshot, weights)
    for need in range(snapshot.needs):
        _serve(weeks, need, sorted(weeks.of_need[need], key=lambda arc: (-_alone(weeks, arc), arc)))
    return weeks.visits()


def _alone(weeks: Weeks, arc: int) -> float:
    way = 2 * math.dist(weeks.home[weeks.owner[arc]], weeks.spot[weeks.need[arc]])
    return float(weeks.arcs.value[arc]) - weeks.weights.kilometre * way / 1000


def _serve(weeks: Weeks, need: int, arcs: list[int]) -> None:
    wanted = int(weeks.snapshot.need_wanted[need])
    chosen: dict[int, tuple[int, list[int]]] = {}
    for arc in arcs:
        if weeks.owner[arc] in chosen or not weeks.may(arc):
            continue
        fits = weeks.placed(arc)
        if fits:
            chosen[weeks.owner[arc]] = arc, fits[1]
        if len(chosen) == wanted:
            for taken, row in chosen.values():
                weeks.take(taken, row)
            return


def greedy(snapshot: Snapshot, weights: Weights) -> tuple[PlannedVisit, ...]:
    """Best insertion: urgent needs and those with few helpers first, each where it gains most, load included."""
    weeks = Weeks(snapshot, weights)
    few = np.bincount(weeks.arcs.need, minlength=snapshot.needs)
    for need in np.lexsort((few, ~snapshot.need_urgent)).tolist():
        gains = []
        for arc in weeks.of_need[need]:
            if not weeks.may(arc):
                continue
            fits = weeks.placed(arc)
            if fits:
                gain = float(weeks.arcs.value[arc]) - weights.kilometre * fits[0] / 1000 - weeks.load(arc)
                gains.append((-gain, arc))
        if gains and -min(gains)[0] > 0:
            _serve(weeks, need, [arc for _gain, arc in sorted(gains)])
    return weeks.visits()
