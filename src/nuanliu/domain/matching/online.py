"""The right helper in a millisecond: an index that stays in memory, and the best few for one need.

Places are metres on a plane. The index lies in the order of its cells, row of cells after row, so that what is near is
a few slices of arrays.
"""

from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.types import Bools, Floats, Ints, Masks, Weights

CELL = 500.0
"""Metres a side."""
DAY_BEGINS = 6 * 60
QUARTER = 15
QUARTERS = 64
"""A day is one word: the quarter hours from 6 to 22."""


def quarters(*, begin: int, end: int) -> int:
    """The word of a stretch of one day, in minutes since midnight: every quarter hour it touches, from 6 to 22."""
    first = max(0, (begin - DAY_BEGINS) // QUARTER)
    last = min(QUARTERS, -((DAY_BEGINS - end) // QUARTER))
    return ((1 << (last - first)) - 1) << first if last > first else 0


@dataclass(frozen=True, kw_only=True)
class Helpers:
    """What is known of helpers, a row each. `free` has a word a weekday. Who has no place has NaN for it."""

    x: Floats
    y: Floats
    reach: Floats
    skills: Masks
    speech: Masks
    prior: Ints
    """Minutes of the last weeks: what fairness looks at."""
    free: Masks
    site: Ints


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One need. `quarters` is the word of its time on `weekday` (0 is Monday)."""

    x: float
    y: float
    skills: int
    speech: int
    weekday: int
    quarters: int
    minutes: int
    site: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of helpers, the best first, with their points; ties go to the lower row."""

    rows: Ints
    points: Floats


class Index:
    """Helpers laid out by cells."""

    def __init__(self, helpers: Helpers) -> None:
        self.helpers = helpers
        placed = np.isfinite(helpers.x) & np.isfinite(helpers.y)
        self.nowhere = np.flatnonzero(~placed)
        rows = np.flatnonzero(placed)
        x, y = helpers.x[rows], helpers.y[rows]
        self.west, self.south = (float(x.min()), float(y.min())) if len(rows) else (0.0, 0.0)
        column, row = self._cell(x, self.west), self._cell(y, self.south)
        self.columns, self.lines = int(column.max(initial=0)) + 1, int(row.max(initial=0)) + 1
        cell = row * self.columns + column
        order = np.lexsort((rows, cell))
        self.order = rows[order]
        self.first = np.searchsorted(cell[order], np.arange(self.columns * self.lines + 1))
        self.furthest = float(helpers.reach[rows].max(initial=0.0))
        self.x, self.y = helpers.x[self.order], helpers.y[self.order]
        self.reach, self.skills = helpers.reach[self.order], helpers.skills[self.order]
        self.speech, self.prior = helpers.speech[self.order], helpers.prior[self.order] / 60
        self.free = np.ascontiguousarray(helpers.free[self.order].T)

    @staticmethod
    def _cell(values: Floats, begin: float) -> Ints:
        return ((values - begin) // CELL).astype(np.int64)

    def slices(self, x: float, y: float, radius: float) -> list[tuple[int, int]]:
        """(begin, end) in the order of cells: together they hold everybody within `radius`."""
        left = max(0, int((x - radius - self.west) // CELL))
        right = min(self.columns - 1, int((x + radius - self.west) // CELL))
        bottom = max(0, int((y - radius - self.south) // CELL))
        top = min(self.lines - 1, int((y + radius - self.south) // CELL))
        if left > right:
            return []
        base = self.columns * np.arange(bottom, top + 1)
        return list(zip(self.first[base + left].tolist(), self.first[base + right + 1].tolist(), strict=True))


def rank_volunteers(*, index: Index, wish: Wish, weights: Weights, limit: int) -> Ranked:
    """The best `limit` helpers who are free, able and near enough.

    Rings grow until nobody further out could still be among them: whoever is `radius` away loses at least the way.
    """
    best = Ranked(np.zeros(0, np.int64), np.zeros(0))
    radius = 2 * CELL
    while True:
        best = _within(index, wish, weights, limit, min(radius, index.furthest))
        if radius >= index.furthest:
            return best
        beyond = weights.base + weights.speech - weights.kilometre * 2 * radius / 1000
        if len(best.rows) == limit and float(best.points[-1]) > beyond:
            return best
        radius *= 2


def _within(index: Index, wish: Wish, weights: Weights, limit: int, radius: float) -> Ranked:
    rows = [
        _good(index, wish, begin, end, radius) for begin, end in index.slices(wish.x, wish.y, radius) if end > begin
    ]
    if not rows:
        return Ranked(np.zeros(0, np.int64), np.zeros(0))
    found = np.concatenate(rows)
    metres = np.hypot(index.x[found] - wish.x, index.y[found] - wish.y)
    speaks = (index.speech[found] & np.uint64(wish.speech)) != 0
    hours = wish.minutes / 60
    points = (
        weights.base
        + weights.speech * speaks
        - weights.kilometre * 2 * metres / 1000
        - weights.load * (hours * hours + 2 * hours * index.prior[found])
    )
    return _best(index.order[found], np.asarray(points), limit)


def _good(index: Index, wish: Wish, begin: int, end: int, radius: float) -> Ints:
    """Places from `begin` to `end` who are free then, have the skills, and go that far."""
    word, skills = np.uint64(wish.quarters), np.uint64(wish.skills)
    fits: Bools = (index.free[wish.weekday, begin:end] & word) == word
    if wish.skills:
        fits &= (index.skills[begin:end] & skills) == skills
    rows = np.flatnonzero(fits) + begin
    metres = np.hypot(index.x[rows] - wish.x, index.y[rows] - wish.y)
    near: Ints = rows[metres <= np.minimum(index.reach[rows], radius)]
    return near


def _best(rows: Ints, points: Floats, limit: int) -> Ranked:
    if len(rows) > limit:
        cut = np.partition(points, len(points) - limit)[len(points) - limit]
        keep = points >= cut
        rows, points = rows[keep], points[keep]
    order = np.lexsort((rows, -points))[:limit]
    return Ranked(rows[order], points[order])


def at_the_site(*, index: Index, wish: Wish, limit: int, everybody: bool = False) -> Ints:
    """Helpers of the need's own site: free, able, the least asked first; of no known home, or all."""
    helpers = index.helpers
    rows = np.arange(len(helpers.x)) if everybody else index.nowhere
    word, skills = np.uint64(wish.quarters), np.uint64(wish.skills)
    fits = (helpers.site[rows] == wish.site) & ((helpers.skills[rows] & skills) == skills)
    fits &= (helpers.free[rows, wish.weekday] & word) == word
    rows = rows[fits]
    ordered: Ints = rows[np.lexsort((rows, helpers.prior[rows]))][:limit]
    return ordered
