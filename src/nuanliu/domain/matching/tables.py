"""Tables of the best that can be had in exactly so many steps of time, and how stretches of time are put together."""

import numpy as np
from numpy.typing import NDArray

from nuanliu.domain.matching.types import Bools, Ints

Table = NDArray[np.float64]
"""Rows by steps of time."""

NEVER = -np.inf
Chosen = dict[int, tuple[float, list[int]]]
"""For one helper: by steps of time, the best and the routes it is made of."""


def joined_tables(one: Table, other: Table) -> Table:
    """The best of two stretches of time taken together. Column 0 of each is at least 0."""
    joined = np.maximum(one, other)
    for steps in range(1, one.shape[1]):
        column = other[:, steps]
        if not np.isfinite(column).any():
            continue
        np.maximum(joined[:, steps:], one[:, : one.shape[1] - steps] + column[:, None], out=joined[:, steps:])
    return joined


class Fold:
    """Tables of several stretches put together group by group (free times of a day, days of a week)."""

    def __init__(self, group: Ints, groups: int, most: Ints, width: int) -> None:
        self.first = np.searchsorted(group, np.arange(groups + 1))
        self.counts = np.diff(self.first)
        self.too_long: Bools = np.arange(width)[None, :] > most[:, None]

    def fold(self, tables: Table) -> list[Table]:
        """The tables after the first stretch, after the second, and so on; the last one is the answer."""
        table = np.full(self.too_long.shape, NEVER)
        table[:, 0] = 0.0
        steps = []
        for place in range(int(self.counts.max(initial=0))):
            rows = np.flatnonzero(self.counts > place)
            mine = tables[self.first[rows] + place]
            table = table.copy()
            table[rows] = mine if place == 0 else joined_tables(table[rows], mine)
            table[self.too_long] = NEVER
            steps.append(table)
        return steps or [table]

    def unfold(self, tables: Table, steps: list[Table], groups: Ints, lengths: Ints) -> tuple[Ints, Ints]:
        """(row of `tables`, steps of time) that together make the best of `lengths` in each of `groups`."""
        rows, chosen = [], []
        left = lengths.copy()
        for place in range(len(steps) - 1, -1, -1):
            has = self.counts[groups] > place
            item = self.first[groups[has]] + place
            if place == 0:
                rows.append(item)
                chosen.append(left[has].copy())
                continue
            mine, before, wanted = tables[item], steps[place - 1][groups[has]], left[has]
            width = mine.shape[1]
            back = wanted[:, None] - np.arange(width)[None, :]
            total = np.where(back >= 0, np.take_along_axis(before, np.maximum(back, 0), axis=1) + mine, NEVER)
            part = total.argmax(axis=1)
            rows.append(item)
            chosen.append(part)
            left[has] = wanted - part
        return np.concatenate(rows), np.concatenate(chosen)


def either(one: Chosen, other: Chosen, cap: int) -> Chosen:
    """The best of two stretches of one helper taken together, no longer than `cap`."""
    joined: Chosen = {}
    for steps, (value, rows) in one.items():
        for more, (worth, others) in other.items():
            long = steps + more
            if long <= cap and (long not in joined or joined[long][0] < value + worth):
                joined[long] = (value + worth, rows + others)
    return joined
