"""The right helper in a millisecond: an index that stays in memory, and the best few for one need.

Places are metres on a plane. The index lies by weekday in the order of its cells, row of cells after row, so
that what is near and free at all that day is a few slices of arrays.
"""

from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.types import Floats, Ints, Masks, Weights

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


@dataclass(frozen=True, slots=True)
class _Day:
    """Helpers who are free at all on one weekday, in the order of cells. `first` has a place a cell, and the end."""

    place: Ints
    free: Masks
    skills: Masks
    speech: Masks
    spots: Floats
    """x, y, reach, and hours of the last weeks."""
    row: Ints
    first: list[int]


class Index:
    """Helpers laid out by weekday and cell."""

    def __init__(self, helpers: Helpers) -> None:
        self.helpers = helpers
        placed = np.isfinite(helpers.x) & np.isfinite(helpers.y)
        self.nowhere = np.flatnonzero(~placed)
        rows = np.flatnonzero(placed)
        x, y = helpers.x[rows], helpers.y[rows]
        self.west, self.south = (float(x.min()), float(y.min())) if len(rows) else (0.0, 0.0)
        column, line = self._cell(x, self.west), self._cell(y, self.south)
        self.columns, self.lines = int(column.max(initial=0)) + 1, int(line.max(initial=0)) + 1
        cell = line * self.columns + column
        order = np.lexsort((rows, cell))
        self.furthest = float(helpers.reach[rows].max(initial=0.0))
        rows, cell = rows[order], cell[order]
        self.days = [self._day(rows[free], cell[free], day) for day, free in enumerate((helpers.free[rows] != 0).T)]
        self.always = self._day(rows, cell, 0)
        """Everybody: for a need at a time of day that no word speaks of."""

    @staticmethod
    def _cell(values: Floats, begin: float) -> Ints:
        return ((values - begin) // CELL).astype(np.int64)

    def _day(self, rows: Ints, cell: Ints, day: int) -> _Day:
        helpers = self.helpers
        return _Day(
            np.arange(len(rows)),
            np.ascontiguousarray(helpers.free[rows, day]),
            helpers.skills[rows],
            helpers.speech[rows],
            np.column_stack((helpers.x[rows], helpers.y[rows], helpers.reach[rows], helpers.prior[rows] / 60)),
            rows,
            np.searchsorted(cell, np.arange(self.columns * self.lines + 1)).tolist(),
        )

    def around(self, day: _Day, x: float, y: float, radius: float) -> list[slice]:
        """Slices of a day that together hold everybody within `radius`."""
        left = max(0, int((x - radius - self.west) // CELL))
        right = min(self.columns - 1, int((x + radius - self.west) // CELL)) + 1
        bottom = max(0, int((y - radius - self.south) // CELL))
        top = min(self.lines - 1, int((y + radius - self.south) // CELL)) + 1
        if left >= right:
            return []
        lines = range(bottom * self.columns, top * self.columns, self.columns)
        return [slice(day.first[line + left], day.first[line + right]) for line in lines]


def rank_volunteers(*, index: Index, wish: Wish, weights: Weights, limit: int) -> Ranked:
    """The best `limit` helpers who are free, able and near enough.

    Rings grow until nobody further out could still be among them: whoever is `radius` away loses at least the way.
    """
    hours = wish.minutes / 60
    most = weights.base + weights.speech * bool(wish.speech) - weights.load * hours * hours
    radius = 2 * CELL
    while True:
        best = _within(index, wish, weights, limit, min(radius, index.furthest))
        if radius >= index.furthest:
            return best
        beyond = most - weights.kilometre * 2 * radius / 1000
        if len(best.rows) == limit and float(best.points[-1]) > beyond:
            return best
        radius *= 2


def _within(index: Index, wish: Wish, weights: Weights, limit: int, radius: float) -> Ranked:
    """The best of those within `radius`. Few steps over long arrays: each step costs more than what it steps over."""
    day = index.days[wish.weekday] if wish.quarters else index.always
    slices = index.around(day, wish.x, wish.y, radius)
    if not slices:
        return Ranked(np.zeros(0, np.int64), np.zeros(0))
    word, skills = np.uint64(wish.quarters), np.uint64(wish.skills)
    is_free = (np.concatenate([day.free[one] for one in slices]) & word) == word
    found = np.concatenate([day.place[one] for one in slices])[is_free]
    if wish.skills:
        found = found[(day.skills[found] & skills) == skills]
    x, y, reach, prior = day.spots[found].T
    metres = np.hypot(x - wish.x, y - wish.y)
    hours = wish.minutes / 60
    points = (weights.base - weights.load * hours * hours) - (weights.kilometre * 2 / 1000) * metres
    points -= (2 * weights.load * hours) * prior
    if wish.speech:
        points += weights.speech * ((day.speech[found] & np.uint64(wish.speech)) != 0)
    near = np.flatnonzero(metres <= np.minimum(reach, radius))
    return _best(day.row[found[near]], points[near], limit)


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
