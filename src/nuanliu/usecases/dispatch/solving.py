"""One week read, proposed, checked and explained; nothing is written here."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from nuanliu.domain.matching.types import Plan, PlannedVisit, Stats, Weights
from nuanliu.domain.matching.verify import Fault, value_of, verify
from nuanliu.domain.network.models import Node
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.db import one_moment
from nuanliu.platform.geo import metres_between
from nuanliu.usecases.dispatch.facts import Week, read_week
from nuanliu.usecases.dispatch.laying import Laid, Marks, lay_out
from nuanliu.usecases.matching.weights import weights_of

if TYPE_CHECKING:
    from nuanliu.domain.matching.explain import Explanation

SECONDS = 300.0
"""The longest that one week is thought about; then the best so far is shown, with its gap."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A week as proposed: the plan on the whole question (pins are rows of it), and how good it is."""

    week: Week
    whole: Laid
    plan: Plan
    solved: Plan
    """The plan of what was left to decide, with its bound."""
    hash: str
    faults: tuple[Fault, ...]
    worth: float
    """Of all visits together, without points for keeping what was said."""
    pinned: tuple[tuple[UUID, UUID], ...]

    def explained(self, row: int, weights: Weights) -> "Explanation":
        """Why one need is served as it is, or not."""
        from nuanliu.domain.matching.explain import explain  # noqa: PLC0415 (as below)

        return explain(snapshot=self.whole.snapshot, weights=weights, plan=self.plan, need=row)

    def metres(self, need: int, helper: int) -> int | None:
        """From door to door, where both are known."""
        here, there = self.whole.helpers[helper].spot, self.whole.needs[need].spot
        return metres_between(here, there) if here and there else None


def weights_for(*, scope: Node, week: date) -> Weights:
    """What a visit is worth by the Standard of the place on that Monday."""
    return weights_of(standard=standard_in_force(at=at(week, 0), site=scope.pk))


def read(*, scope: Node, week: date, now: datetime) -> Week:
    """The week, all of it of one moment."""
    with one_moment():
        return read_week(scope=scope, monday=week, now=now)


def solve(*, week: Week, weights: Weights, marks: Marks, seed: int, seconds: float = SECONDS) -> Proposed:
    """The best week, held against the rules by `verify`."""
    from nuanliu.domain.matching.propose import propose  # noqa: PLC0415 (the solver, which no page needs to start)

    asked = lay_out(week=week, marks=marks)
    solved = propose(snapshot=asked.snapshot, weights=weights, seconds=seconds, seed=seed, warm=_warm(asked, marks))
    faults = verify(snapshot=asked.snapshot, weights=weights, plan=solved)
    whole = lay_out(week=week, marks=replace(marks, pins=frozenset()))
    plan = _on_the_whole(whole, asked, solved)
    bare = replace(weights, kept=0.0)
    worth = value_of(snapshot=whole.snapshot, weights=bare, visits=plan.visits)
    return Proposed(week, whole, plan, solved, asked.snapshot.hash, tuple(faults), worth, tuple(asked.pinned))


def _warm(asked: Laid, marks: Marks) -> Plan | None:
    """The plan that people know, in the rows of this question; what is gone from it is left out."""
    if not marks.kept:
        return None
    needs, helpers = asked.rows()
    pairs = sorted((helpers[who], needs[what]) for what, who in marks.kept if what in needs and who in helpers)
    return Plan(
        visits=tuple(PlannedVisit(helper, asked.needs[need].start, need) for helper, need in pairs),
        value=1.0 - marks.gap,
        bound=1.0,
        prices=tuple(marks.prices.get(need.id, 0.0) for need in asked.needs),
        unserved={},
        stats=Stats(0, 0),
    )


def _on_the_whole(whole: Laid, asked: Laid, solved: Plan) -> Plan:
    """The solved plan and the pins as one plan over all needs and helpers."""
    needs, helpers = whole.rows()
    visits = [
        PlannedVisit(helpers[asked.helpers[one.helper].id], one.start, needs[asked.needs[one.need].id])
        for one in solved.visits
    ]
    start = {need.id: need.start for need in whole.needs}
    visits += [PlannedVisit(helpers[who], start[what], needs[what]) for what, who in asked.pinned if who in helpers]
    prices = dict(zip((need.id for need in asked.needs), solved.prices, strict=True))
    served = {one.need for one in visits}
    return Plan(
        visits=tuple(sorted(visits)),
        value=solved.value,
        bound=solved.bound,
        prices=tuple(prices.get(need.id, 0.0) for need in whole.needs),
        unserved={
            needs[asked.needs[row].id]: reason
            for row, reason in solved.unserved.items()
            if needs[asked.needs[row].id] not in served
        },
        stats=solved.stats,
    )
