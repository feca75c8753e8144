"""One problem from prices to whole weeks: ascent, columns, rounding. Used for the week and for each neighbourhood."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from nuanliu.domain.matching.master import Master, Whole, whole
from nuanliu.domain.matching.pricing import Priced, Pricer, Week
from nuanliu.domain.matching.types import Bools, Floats, Ints

_SMOOTH = 0.6
"""How much of the best prices so far stays in those that are tried next (Wentges)."""
_EPS = 1e-6
_FORBIDDEN = 1e9
_PARTLY = 300
"""Weeks of which a part is taken: with more, the exact search over everything is too long."""
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop. All but `deadline` give the same answer every time."""

    deadline: float
    gap: float
    seed: int
    ascents: int = 120
    kept: int = 25
    """Of the ascents, how many of the last leave their weeks as first columns."""
    rounds: int = 60
    nodes: int = 40
    weeks: int = 4_000
    """New columns a round."""
    pace: float = 1.0
    """How long the first steps of the ascent are; short where the prices are known already."""

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.monotonic()


@dataclass(slots=True)
class Found:
    """What is known: the best bound with its prices, and the best whole weeks."""

    prices: Floats
    bound: float
    weeks: list[Week] = field(default_factory=list)
    columns: int = 0
    rounds: int = 0
    was_cut: bool = False
    phases: dict[str, float] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """What the weeks are worth."""
        return sum(week.value for week in self.weeks)


class Solver:
    """A pricer and how many helpers each need wants."""

    def __init__(self, *, pricer: Pricer, wanted: Ints, limits: Limits) -> None:
        self.pricer, self.wanted, self.limits = pricer, wanted, limits
        self.single = wanted == 1
        needs = pricer.needs.ravel()
        self.reached: Bools = np.bincount(needs, minlength=len(wanted) + 1)[: len(wanted)] > 0
        self.partly = 0
        self.ready: list[tuple[float, Week]] = []
        self.found = Found(np.zeros(pricer.prices), np.inf)

    def bound(self, prices: Floats, best: Floats) -> float:
        """No plan is worth more: the prices of all places, and the best week of every helper at these prices."""
        needs = self.wanted * prices[: len(self.wanted)]
        np.add.at(needs, self.pricer.link_need, prices[len(self.wanted) :])
        return float(np.maximum(needs, 0.0).sum() + best.sum())

    def learn(self, prices: Floats, priced: Priced) -> None:
        """Keeps the bound that these prices prove, if it is the best so far."""
        bound = self.bound(prices, priced.best)
        if bound < self.found.bound:
            self.found.bound, self.found.prices = bound, prices.copy()

    def greedy(self, prices: Floats) -> list[Week]:
        """Whole weeks, the most gainful first, until nobody can gain; two-person visits are left to the program."""
        taken = np.where(self.single, 0.0, _FORBIDDEN)
        idle = np.ones(len(self.pricer.helpers), np.bool_)
        weeks: list[Week] = []
        for _turn in range(30):
            now = prices.copy()
            now[: len(taken)] += taken
            priced = self.pricer.price(now, worth=np.where(idle, 0.0, np.inf))
            found = self.pricer.weeks(now, priced)
            if not found:
                break
            for week in sorted(found, key=lambda one: (-priced.best[one.helper], one.helper)):
                if not taken[list(week.needs)].any():
                    taken[list(week.needs)] = _FORBIDDEN
                    idle[week.helper] = False
                    weeks.append(week)
        return weeks

    def ascend(self, start: Floats | None) -> list[Week]:
        """Prices by steps against who is asked for too often; weeks of the last steps become the first columns."""
        prices = np.zeros(self.pricer.prices) if start is None else start.copy()
        weeks = self.greedy(prices)
        return weeks + self.climb(prices, sum(week.value for week in weeks))

    def climb(self, prices: Floats, aim: float) -> list[Week]:
        """The steps themselves; `aim` is what is known to be had."""
        weeks: list[Week] = []
        needs, ends = self.pricer.needs, len(self.wanted)
        stalled, pace = 0, self.limits.pace
        for step in range(self.limits.ascents):
            if self.limits.left < 0:
                self.found.was_cut = True
                break
            priced = self.pricer.price(prices)
            before = self.found.bound
            self.learn(prices, priced)
            stalled = 0 if self.found.bound < before else stalled + 1
            if stalled >= 4:
                pace, stalled = pace * 0.6, 0
            if step >= self.limits.ascents - self.limits.kept:
                weeks += self.pricer.weeks(prices, priced)
            asked = np.bincount(needs[priced.rows].ravel(), minlength=ends + 1)[:ends]
            slope = np.where(self.reached, asked - self.wanted, 0).astype(np.float64)
            slope[(prices[:ends] <= 0) & (slope < 0)] = 0.0
            length = float((slope**2).sum())
            if length < _EPS:
                break
            move = pace * max(self.bound(prices, priced.best) - aim, 0.0) / length
            prices[:ends] = np.maximum(prices[:ends] + move * slope, 0.0)
        return weeks

    def columns(self, first: Iterable[Week]) -> Master:
        """Rounds of program and prices until no week can gain, or the bound is near enough."""
        limits, found = self.limits, self.found
        master = Master(pricer=self.pricer, seed=limits.seed, seconds=limits.left)
        master.add(first)
        smooth = _SMOOTH
        for _round in range(limits.rounds):
            worth, prices, value = master.solve()
            if limits.left < 0:
                found.was_cut = True
                break
            found.rounds += 1
            if found.bound - value <= limits.gap * abs(found.bound) * 0.1:
                break
            if master.link(master.overfilled()):
                continue
            tried = smooth * found.prices + (1 - smooth) * prices
            if not self._grow(master, tried, prices, worth):
                if smooth == 0.0:
                    break
                smooth = 0.0
            else:
                smooth = _SMOOTH
        found.columns = len(master.columns.weeks)
        return master

    def _grow(self, master: Master, tried: Floats, prices: Floats, worth: Floats) -> int:
        """Prices out at `tried`, adds what gains at `prices`; how many weeks were added."""
        priced = self.pricer.price(tried, worth=worth * 0.999)
        weeks = self.pricer.weeks(tried, priced)
        self.learn(tried, priced)
        gains = [(week.value - self.pricer.cost(week, prices) - float(worth[week.helper]), week) for week in weeks]
        good = sorted(((gain, week) for gain, week in gains if gain > _EPS), key=lambda one: (-one[0], one[1].helper))
        return master.add(week for _gain, week in good[: self.limits.weeks])

    def round_off(self, master: Master) -> list[Week]:
        """Whole weeks out of those the program takes a part of: an exact search that is small."""
        worth, prices, _value = master.solve()
        shares, weeks = master.shares(), master.columns.weeks
        self.partly = int(((shares > _EPS) & (shares < 1 - _EPS)).sum())
        self.ready = [(week.value - self.pricer.cost(week, prices) - float(worth[week.helper]), week) for week in weeks]
        return self._whole([week for week, share in zip(weeks, shares, strict=True) if share > _EPS]) or []

    def finish(self) -> None:
        """The exact search over every week that could still be in a better plan, if few are taken in part."""
        found = self.found
        if self.partly > _PARTLY:
            return
        room = found.bound - found.value
        weeks = [week for gain, week in sorted(self.ready, key=lambda one: -one[0]) if gain >= -room][:_MOST]
        better = self._whole(weeks)
        if better and sum(week.value for week in better) > found.value:
            found.weeks = better

    def try_all(self, most: int) -> None:
        """The exact search over every week there is, where the place is so small that these can be listed."""
        weeks = self.pricer.every_week(most)
        better = self._whole(weeks) if weeks else None
        if better and sum(week.value for week in better) > self.found.value:
            self.found.weeks = better

    def _whole(self, weeks: list[Week]) -> list[Week] | None:
        limits = self.limits
        return whole(pricer=self.pricer, task=Whole(weeks, limits.nodes, limits.left, limits.seed, limits.gap * 0.1))

    def run(self, *, start: Floats | None = None, first: Iterable[Week] = ()) -> Found:
        """From nothing, or from prices and weeks that are known, to whole weeks with a bound."""
        clock = time.process_time()
        found = self.found
        weeks = [*first, *self.ascend(start)]
        clock = self._lap("ascent", clock)
        master = self.columns(weeks)
        clock = self._lap("columns", clock)
        found.weeks = self.round_off(master)
        self._lap("rounding", clock)
        return found

    def _lap(self, name: str, since: float) -> float:
        now = time.process_time()
        self.found.phases[name] = now - since
        return now
