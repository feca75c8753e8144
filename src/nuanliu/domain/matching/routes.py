"""Every way to spend one free time: one to three visits in a row, with the ways between them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.candidates import Arcs, spread
from nuanliu.domain.matching.types import MOST_IN_A_ROW, Bools, Floats, Ints, Snapshot, Weights

_AT_ONCE = 2_000_000
"""Rows looked at in one piece, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Rows sorted by free time and minutes. `arcs` has one column a visit, -1 where there is none."""

    free: Ints
    arcs: Ints
    minutes: Ints
    value: Floats
    """Points of the visits less the way; the load is not in it."""


@dataclass(slots=True)
class _Rows:
    """Routes of one length: their arcs, when the last visit can end at the earliest, minutes, metres, points."""

    arcs: Ints
    ready: Ints
    minutes: Ints
    metres: Floats
    points: Floats

    def take(self, keep: Bools | Ints) -> "_Rows":
        return _Rows(self.arcs[keep], self.ready[keep], self.minutes[keep], self.metres[keep], self.points[keep])


class _Ground:
    """Where things are and how far apart."""

    def __init__(self, snapshot: Snapshot, weights: Weights, arcs: Arcs) -> None:
        self.snapshot, self.weights, self.arcs = snapshot, weights, arcs
        self.x, self.y = snapshot.need_x[arcs.need], snapshot.need_y[arcs.need]
        self.helper = snapshot.free_helper[arcs.free]
        self.home = np.hypot(self.x - snapshot.helper_x[self.helper], self.y - snapshot.helper_y[self.helper])
        self.minutes = snapshot.need_minutes[arcs.need]
        self.most = np.minimum(snapshot.helper_cap, snapshot.helper_day_cap)[self.helper]
        self.is_one_of_two = snapshot.need_wanted[arcs.need] > 1

    def between(self, one: Ints, other: Ints) -> Floats:
        return np.hypot(self.x[one] - self.x[other], self.y[one] - self.y[other])


def _ones(ground: _Ground) -> _Rows:
    arcs = ground.arcs
    rows = _Rows(
        np.arange(len(arcs.free))[:, None], arcs.first + ground.minutes, ground.minutes, 2 * ground.home, arcs.value
    )
    pays = rows.points > ground.weights.kilometre * rows.metres / 1000
    return rows.take(pays | ground.is_one_of_two)


def _pieces(counts: Ints) -> Iterator[slice]:
    """Rows in pieces whose counts sum to what may be looked at in one go."""
    total = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        done = total[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, done + _AT_ONCE, side="right")))
        yield slice(begin, end)
        begin = end


def _longer(ground: _Ground, rows: _Rows, followers: Ints, first_follower: Ints) -> _Rows:
    """Each row with each arc that can follow in the same free time."""
    last = rows.arcs[:, -1]
    free = ground.arcs.free[last]
    counts = np.diff(first_follower)[free]
    found = []
    for piece in _pieces(counts):
        row, place = spread(counts[piece])
        row += piece.start
        found.append(_joined(ground, rows, row, followers[first_follower[free[row]] + place]))
    if not found:
        return rows.take(np.zeros(len(last), np.bool_))
    return _Rows(
        np.concatenate([one.arcs for one in found]),
        np.concatenate([one.ready for one in found]),
        np.concatenate([one.minutes for one in found]),
        np.concatenate([one.metres for one in found]),
        np.concatenate([one.points for one in found]),
    )


def _joined(ground: _Ground, rows: _Rows, row: Ints, arc: Ints) -> _Rows:
    arcs = ground.arcs
    minutes = rows.minutes[row] + ground.minutes[arc]
    fits = (minutes <= ground.most[arc]) & (rows.ready[row] <= arcs.last[arc])
    for column in range(rows.arcs.shape[1]):
        fits &= arcs.need[rows.arcs[row, column]] != arcs.need[arc]
    row, arc, minutes = row[fits], arc[fits], minutes[fits]
    last = rows.arcs[row, -1]
    step = ground.between(last, arc)
    start = np.maximum(arcs.first[arc], rows.ready[row] + travel(step, ground.snapshot.metres_a_minute))
    more = step + ground.home[arc] - ground.home[last]
    cost = ground.weights.kilometre / 1000
    fits = (start <= arcs.last[arc]) & ((arcs.value[arc] > cost * more) | ground.is_one_of_two[arc])
    row, arc, minutes, start, more = row[fits], arc[fits], minutes[fits], start[fits], more[fits]
    return _Rows(
        np.column_stack((rows.arcs[row], arc)),
        start + ground.minutes[arc],
        minutes,
        rows.metres[row] + more,
        rows.points[row] + arcs.value[arc],
    )


def travel(metres: Floats, metres_a_minute: float) -> Ints:
    """Whole minutes on the way, rounded up."""
    return np.ceil(metres / metres_a_minute - 1e-9).astype(np.int64)


def _shortest(ground: _Ground, rows: _Rows) -> Ints:
    """Of routes with the same visits only the one with the shortest way."""
    needs = np.sort(ground.arcs.need[rows.arcs], axis=1)
    keys = [rows.metres, *needs.T, ground.arcs.free[rows.arcs[:, 0]]]
    order = np.lexsort(keys)
    same = np.ones(max(len(order) - 1, 0), np.bool_)
    for key in keys[1:]:
        ordered = key[order]
        same &= ordered[1:] == ordered[:-1]
    best: Ints = order[np.concatenate(([True], ~same))] if len(order) else order
    return np.sort(best)


def _keeps_pair_caps(snapshot: Snapshot, arcs: Arcs, rows: _Rows) -> Bools:
    """Whether two people who nearly used up their month's cap stay within it."""
    keep = np.ones(len(rows.minutes), np.bool_)
    helper = snapshot.free_helper[arcs.free[rows.arcs[:, 0]]]
    needs = arcs.need[rows.arcs]
    for who, elder, left in zip(snapshot.capped_helper, snapshot.capped_elder, snapshot.capped_minutes, strict=True):
        mine = np.flatnonzero(helper == who)
        hers = snapshot.need_elder[needs[mine]] == elder
        keep[mine] &= (snapshot.need_minutes[needs[mine]] * hers).sum(axis=1) <= left
    return keep


def routes_of(*, snapshot: Snapshot, weights: Weights, arcs: Arcs) -> Routes:
    """All routes worth considering.

    A visit that adds more way than points is in no best plan (prices of needs are never below zero), so it is left
    out; but one of a two-person visit may pay for the other.
    """
    ground = _Ground(snapshot, weights, arcs)
    lengths = [_ones(ground)]
    followers = np.sort(lengths[0].arcs[:, 0])
    first_follower = np.searchsorted(arcs.free[followers], np.arange(len(snapshot.free_helper) + 1))
    while len(lengths) < MOST_IN_A_ROW and len(lengths[-1].minutes):
        lengths.append(_longer(ground, lengths[-1], followers, first_follower))
    lengths = [rows.take(_shortest(ground, rows)) for rows in lengths]
    padded = [
        np.pad(rows.arcs, ((0, 0), (0, MOST_IN_A_ROW - rows.arcs.shape[1])), constant_values=-1) for rows in lengths
    ]
    kept = [_keeps_pair_caps(snapshot, arcs, rows) for rows in lengths]
    table = np.concatenate([one[keep] for one, keep in zip(padded, kept, strict=True)])
    minutes = np.concatenate([rows.minutes[keep] for rows, keep in zip(lengths, kept, strict=True)])
    metres = np.concatenate([rows.metres[keep] for rows, keep in zip(lengths, kept, strict=True)])
    points = np.concatenate([rows.points[keep] for rows, keep in zip(lengths, kept, strict=True)])
    free = arcs.free[table[:, 0]]
    order = np.lexsort((minutes, free))
    value = points - weights.kilometre * metres / 1000
    return Routes(free[order], table[order], minutes[order], value[order])


def starts_on(*, snapshot: Snapshot, arcs: Arcs, route: Ints) -> list[tuple[int, int]]:
    """(need, start) of a route's visits, each as early as it can be."""
    found: list[tuple[int, int]] = []
    ready, last = 0, -1
    for arc in (int(one) for one in route if one >= 0):
        need, start = int(arcs.need[arc]), int(arcs.first[arc])
        if last >= 0:
            step = np.hypot(
                snapshot.need_x[need] - snapshot.need_x[last], snapshot.need_y[need] - snapshot.need_y[last]
            )
            start = max(start, ready + int(travel(step, snapshot.metres_a_minute)))
        found.append((need, start))
        ready, last = start + int(snapshot.need_minutes[need]), need
    return found
