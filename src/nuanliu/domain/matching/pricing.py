"""The best week of every helper at given prices: exact, and for all of them at once."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nuanliu.domain.matching.routes import Routes
from nuanliu.domain.matching.tables import NEVER, Chosen, Fold, Table, either
from nuanliu.domain.matching.types import Floats, Ints, Snapshot, Weights

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Week:
    """One helper's week: rows of the routes she follows, and what it is worth to everybody, prices aside."""

    helper: int
    routes: tuple[int, ...]
    needs: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Priced:
    """What the best week of each helper brings at these prices (0 if none does), and the routes it is made of.

    Rows are sorted by `owner`, the place of the helper in the pricer.
    """

    best: Floats
    owner: Ints
    rows: Ints


class Pricer:
    """Holds the routes of some helpers and answers, price after price, which weeks are best."""

    def __init__(self, *, snapshot: Snapshot, weights: Weights, routes: Routes, needs: NDArray[np.int64]) -> None:
        """`needs` has a row a route: the needs it serves, padded with the number of needs."""
        self.snapshot, self.routes, self.needs = snapshot, routes, needs
        self.helpers, owner = np.unique(snapshot.free_helper[routes.free], return_inverse=True)
        self.first_route = np.searchsorted(owner, np.arange(len(self.helpers) + 1))
        self.unit = int(np.gcd.reduce(snapshot.need_minutes)) or 1 if snapshot.needs else 1
        caps = np.minimum(snapshot.helper_cap[self.helpers], self._longest()) // self.unit
        self.width = int(caps.max(initial=0)) + 1
        self._lay_out(caps)
        self.load = self._load(weights)
        self.column = [np.ascontiguousarray(needs[:, place]) for place in range(needs.shape[1])]
        self._link(owner)

    def _link(self, owner: Ints) -> None:
        """Numbers each helper and two-person need that meet in a route: their prices follow those of the needs."""
        ends = self.snapshot.needs
        is_two = np.append(self.snapshot.need_wanted > 1, False)
        row, place = np.nonzero(is_two[self.needs])
        keys, which = np.unique(owner[row] * (ends + 1) + self.needs[row, place], return_inverse=True)
        self.link_row, self.link_of_row = row, ends + which
        self.link_need = keys % (ends + 1)
        pairs = zip((keys // (ends + 1)).tolist(), self.link_need.tolist(), strict=True)
        self.links = {pair: ends + place for place, pair in enumerate(pairs)}
        self.prices = ends + len(keys)

    def _longest(self) -> Ints:
        """Minutes that fill all of a helper's free times."""
        free = self.snapshot.free_to - self.snapshot.free_from
        total: Ints = np.bincount(self.snapshot.free_helper, free, self.snapshot.helpers).astype(np.int64)
        return total[self.helpers]

    def _lay_out(self, caps: Ints) -> None:
        """Free times within days within weeks, and where each table's cells come from."""
        routes, snapshot = self.routes, self.snapshot
        self.free, place = np.unique(routes.free, return_inverse=True)
        self.steps = routes.minutes // self.unit
        cell = place * self.width + self.steps
        self.segment = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1]))) if len(cell) else cell
        self.cell = cell[self.segment]
        self.segment_of_row = np.repeat(np.arange(len(self.segment)), np.diff(np.append(self.segment, len(cell))))
        day = snapshot.free_helper[self.free] * 7 + snapshot.free_from[self.free] // 1440
        days, day_of_free = np.unique(day, return_inverse=True)
        week_of_day = np.searchsorted(self.helpers, days // 7)
        day_caps = snapshot.helper_day_cap[days // 7] // self.unit
        self.of_day = Fold(day_of_free, len(days), np.minimum(day_caps, caps[week_of_day]), self.width)
        self.week_of_free = week_of_day[day_of_free]
        self.of_week = Fold(week_of_day, len(self.helpers), caps, self.width)

    def _load(self, weights: Weights) -> Table:
        prior = self.snapshot.helper_prior[self.helpers, None] / 60
        more = np.arange(self.width)[None, :] * self.unit / 60
        return np.asarray(weights.load * ((prior + more) ** 2 - prior**2))

    def profits(self, prices: Floats) -> Floats:
        """Each route's value less the prices of its needs.

        `prices` has a number a need, and one for each helper's part in a two-person visit.
        """
        padded = np.append(prices[: self.snapshot.needs], 0.0)
        profit = self.routes.value.copy()
        for column in self.column:
            profit -= padded[column]
        np.subtract.at(profit, self.link_row, prices[self.link_of_row])
        return profit

    def cost(self, week: Week, prices: Floats) -> float:
        """What the needs of a week cost at these prices."""
        places = [*week.needs, *self.linked(week)]
        return float(prices[places].sum())

    def linked(self, week: Week) -> list[int]:
        """The places in the prices of this helper's part in two-person visits."""
        return [self.links[week.helper, need] for need in week.needs if (week.helper, need) in self.links]

    def price(self, prices: Floats, *, worth: Floats | float = 0.0) -> Priced:
        """The best week of every helper; its routes for those whose best is above `worth`.

        A week may still take a need twice or pass a pair's cap; then `best` is too high, never too low.
        """
        best = np.zeros(len(self.helpers))
        if not len(self.routes.free):
            return Priced(best, self.helpers, self.helpers)
        profit = self.profits(prices)
        tables = np.full((len(self.free), self.width), NEVER)
        tables[:, 0] = 0.0
        most = np.maximum.reduceat(profit, self.segment)
        tables.ravel()[self.cell] = most
        days = self.of_day.fold(tables)
        weeks = self.of_week.fold(days[-1])
        total = weeks[-1] - self.load
        lengths = total.argmax(axis=1)
        best = np.maximum(total[np.arange(len(total)), lengths], 0.0)
        wanted = np.flatnonzero(best > worth + _SAME)
        free, steps = self._places(tables, days, weeks, wanted, lengths[wanted])
        segment = np.searchsorted(self.cell, free * self.width + steps)
        rows = self._first_best(profit, most)[segment]
        return Priced(best, self.week_of_free[free], rows)

    def _first_best(self, profit: Floats, most: Floats) -> Ints:
        """The first route of each segment that brings the most."""
        hits = np.flatnonzero(profit == most[self.segment_of_row])
        first = np.searchsorted(self.segment_of_row[hits], np.arange(len(most)))
        found: Ints = hits[first]
        return found

    def _places(
        self, tables: Table, days: list[Table], weeks: list[Table], wanted: Ints, lengths: Ints
    ) -> tuple[Ints, Ints]:
        if not len(wanted):
            return wanted, lengths
        day, in_day = self.of_week.unfold(days[-1], weeks, wanted, lengths)
        used = in_day > 0
        free, steps = self.of_day.unfold(tables, days, day[used], in_day[used])
        used = steps > 0
        order = np.argsort(free[used], kind="stable")
        return free[used][order], steps[used][order]

    def weeks(self, prices: Floats, priced: Priced) -> list[Week]:
        """The weeks that were found, each without a clash; `priced.best` of those that had one is made exact."""
        profit = self.profits(prices)
        weeks = []
        rows = priced.rows.tolist()
        edges = [*np.flatnonzero(np.diff(priced.owner, prepend=-1)).tolist(), len(rows)]
        for begin, end in pairwise(edges):
            who, mine = int(priced.owner[begin]), rows[begin:end]
            if self._clash(mine):
                worth, mine = self.best_week(who, profit)
                priced.best[who] = max(worth, 0.0)
            if mine:
                weeks.append(self.week(who, mine))
        return weeks

    def week(self, who: int, rows: list[int]) -> Week:
        """These routes of the helper in place `who` as a week."""
        end = len(self.snapshot.need_x)
        needs = tuple(need for need in self.needs[rows].ravel().tolist() if need != end)
        steps = int(self.steps[rows].sum())
        value = float(self.routes.value[rows].sum()) - float(self.load[who, steps])
        return Week(who, tuple(rows), needs, value)

    def _clash(self, rows: list[int]) -> list[tuple[int, int]]:
        """(route, need) of which one has to go: a need taken twice, a pair's cap passed. Empty if all is well."""
        end = len(self.snapshot.need_x)
        seen: dict[int, int] = {}
        for row, needs in zip(rows, self.needs[rows].tolist(), strict=True):
            for need in needs:
                if need == end:
                    continue
                if need in seen:
                    return [(seen[need], need), (row, need)]
                seen[need] = row
        return self._over_pair_cap(seen) if len(self.snapshot.capped_helper) and rows else []

    @cached_property
    def _pair_caps(self) -> dict[int, dict[int, int]]:
        caps: dict[int, dict[int, int]] = {}
        snapshot = self.snapshot
        for who, elder, left in zip(
            snapshot.capped_helper.tolist(),
            snapshot.capped_elder.tolist(),
            snapshot.capped_minutes.tolist(),
            strict=True,
        ):
            caps.setdefault(who, {})[elder] = left
        return caps

    def _over_pair_cap(self, seen: dict[int, int]) -> list[tuple[int, int]]:
        helper = int(self.snapshot.free_helper[self.routes.free[next(iter(seen.values()))]])
        for elder, left in self._pair_caps.get(helper, {}).items():
            hers = [need for need in seen if self.snapshot.need_elder[need] == elder]
            if sum(int(self.snapshot.need_minutes[need]) for need in hers) > left:
                return [(seen[need], need) for need in hers]
        return []

    def every_week(self, most: int) -> list[Week] | None:
        """All weeks of all helpers that have no clash; None if there are more than `most` to look at."""
        weeks: list[Week] = []
        looked = 0
        for who in range(len(self.helpers)):
            combined: list[list[int]] = [[]]
            rows = np.arange(self.first_route[who], self.first_route[who + 1])
            for free in np.unique(self.routes.free[rows]):
                mine = rows[self.routes.free[rows] == free].tolist()
                combined += [[*before, row] for before in combined for row in mine]
                looked += len(combined)
                if looked > most:
                    return None
            weeks += [self.week(who, rows_) for rows_ in combined if rows_ and self.is_sound(who, rows_)]
        return weeks

    def is_sound(self, who: int, rows: list[int]) -> bool:
        """Whether one helper can follow these routes in one week."""
        days: dict[int, int] = {}
        for row in rows:
            day = int(self.snapshot.free_from[self.routes.free[row]]) // 1440
            days[day] = days.get(day, 0) + int(self.routes.minutes[row])
        helper = self.helpers[who]
        fits = max(days.values()) <= self.snapshot.helper_day_cap[helper]
        return bool(fits and sum(days.values()) <= self.snapshot.helper_cap[helper]) and not self._clash(rows)

    def best_week(self, who: int, profit: Floats) -> tuple[float, list[int]]:
        """The best week without a clash: of what clashes each is forbidden in turn, the most promising first."""
        begin, end = int(self.first_route[who]), int(self.first_route[who + 1])
        best, chosen = 0.0, []
        stack = [profit[begin:end].copy()]
        while stack:
            mine = stack.pop()
            worth, rows = self._one(who, begin, mine)
            if worth <= best + _SAME:
                continue
            clash = self._clash(rows)
            if not clash:
                best, chosen = worth, rows
                continue
            for row, need in clash:
                same_time = self.routes.free[begin:end] == self.routes.free[row]
                other = mine.copy()
                other[same_time & (self.needs[begin:end] == need).any(axis=1)] = NEVER
                stack.append(other)
        return best, chosen

    def _one(self, who: int, begin: int, profit: Floats) -> tuple[float, list[int]]:
        """The best week of one helper at these profits, clashes allowed."""
        days: dict[int, Chosen] = {}
        for free, table in self._by_time(begin, profit).items():
            day = int(self.snapshot.free_from[free]) // 1440
            cap = int(self.snapshot.helper_day_cap[self.helpers[who]]) // self.unit
            days[day] = either(days.get(day, {0: (0.0, [])}), table, cap)
        week: Chosen = {0: (0.0, [])}
        cap = int(self.snapshot.helper_cap[self.helpers[who]]) // self.unit
        for table in days.values():
            week = either(week, table, cap)
        worth, _steps, rows = max(
            ((value - float(self.load[who, steps]), -steps, rows) for steps, (value, rows) in week.items()),
            key=lambda one: one[:2],
        )
        return worth, sorted(rows)

    def _by_time(self, begin: int, profit: Floats) -> dict[int, Chosen]:
        tables: dict[int, Chosen] = {}
        free = self.routes.free[begin : begin + len(profit)]
        steps = self.steps[begin : begin + len(profit)]
        edge = np.flatnonzero(np.concatenate(([True], (free[1:] != free[:-1]) | (steps[1:] != steps[:-1]))))
        for start, stop in zip(edge.tolist(), [*edge[1:].tolist(), len(profit)], strict=True):
            at = start + int(profit[start:stop].argmax())
            if profit[at] > NEVER:
                tables.setdefault(int(free[at]), {0: (0.0, [])})[int(steps[at])] = (float(profit[at]), [begin + at])
        return tables
