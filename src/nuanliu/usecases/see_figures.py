"""What the bureau sees of a place and a period: figures with what they were before, and what is due now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from nuanliu.domain.insights.flows import Moving, total
from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.periods import Period, plus_months
from nuanliu.domain.insights.queries import (
    Asked,
    first_month,
    sums_below,
    sums_below_paths,
    sums_by_site,
    sums_of,
    within,
)
from nuanliu.domain.insights.types import NOT_TAKEN, WAITS, Dimension, Outcome, Role, Subject, Sum
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, Actor, NodeKind, Power
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.due_figures import Due, due_now

if TYPE_CHECKING:
    from uuid import UUID

_D, _S = Dimension, Subject
FIGURES: tuple[Asked, ...] = (
    (_S.PEOPLE, _D.ROLE),
    (_S.JOINED, _D.ROLE),
    (_S.VISIT, _D.ALL),
    (_S.NEED, _D.OUTCOME),
    (_S.NEED, _D.WAIT),
    (_S.BOOK, _D.FLOW),
)
BELOW: tuple[Asked, ...] = ((_S.VISIT, _D.ALL), (_S.NEED, _D.OUTCOME), (_S.NEED, _D.WAIT))
PLACES = frozenset({NodeKind.CITY, NodeKind.COUNTY, NodeKind.TOWN, *SITE_KINDS})
TREND = 13
"""Months of the overview's chart: the same month of last year is the first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one place in one period; minutes are whole."""

    volunteers: int = 0
    elders: int = 0
    joined_volunteers: int = 0
    joined_elders: int = 0
    services: int = 0
    served_minutes: int = 0
    saved_minutes: int = 0
    spent_minutes: int = 0
    coins_got: int = 0
    coins_used: int = 0
    needs: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    waits: Mapping[str, int] = field(default_factory=dict)
    taken: int = 0
    wait_minutes: int = 0

    @property
    def served(self) -> int:
        """Needs for which the help was certified."""
        return self.outcomes.get(Outcome.SERVED, 0)

    @property
    def unserved(self) -> int:
        """Needs whose time came without a helper."""
        return self.outcomes.get(Outcome.UNSERVED, 0)

    @property
    def waiting(self) -> int:
        """Needs that nobody has taken yet."""
        return self.outcomes.get(Outcome.WAITING, 0)

    @property
    def under_way(self) -> int:
        """Needs that somebody has taken and that are not certified yet."""
        return self.outcomes.get(Outcome.UNDER_WAY, 0)

    @property
    def cancelled(self) -> int:
        """Needs that were taken back or do not count."""
        return self.outcomes.get(Outcome.CANCELLED, 0)

    @property
    def average_wait(self) -> int:
        """Minutes from asking to the first helper who took it, of those that were taken."""
        return self.wait_minutes // self.taken if self.taken else 0

    @property
    def within_a_day(self) -> int:
        """Of those that were taken, how many within a day."""
        codes = [code for code, most in WAITS if most.days <= 1]
        return sum(self.waits.get(code, 0) for code in codes)


@dataclass(frozen=True, slots=True)
class Below:
    """What stands directly below a place, and its figures there."""

    node: Node
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overview:
    """One place in one period beside the period before, the same a year ago, and the months up to it."""

    place: Node
    period: Period
    now: Figures
    before: Figures
    year_before: Figures
    trend: list[tuple[date, Figures]]
    below: list[Below]
    due: Due
    fresh_at: datetime | None
    first_month: date | None


def access_place(*, actor: Actor, code: str = "") -> Node:
    """A place the actor oversees: by its code, or the first of her own. Raises NotVisible."""
    reach = actor.paths(Power.CITY_SEE)
    if not reach:
        raise NotVisible
    rows = Node.objects.filter(kind__in=[kind.value for kind in PLACES])
    found = rows.filter(code=code).first() if code else rows.filter(path=min(reach, key=len)).first()
    if found is None or not any(found.path.startswith(path) for path in reach):
        raise NotVisible
    return found


def way_to(*, place: Node, actor: Actor) -> list[Node]:
    """The places from the actor's own down to this one."""
    codes = place.path.strip("/").split("/")
    paths = ["/".join(codes[: order + 1]) + "/" for order in range(len(codes))]
    reach = actor.paths(Power.CITY_SEE)
    seen = [path for path in paths if any(path.startswith(own) for own in reach)]
    return list(Node.objects.filter(path__in=seen).order_by("path"))


def figures_from(told: Mapping[Asked, Mapping[str, Sum]]) -> Figures:
    """The figures that sums by value make."""
    nothing = Sum()
    people, joined = told.get((_S.PEOPLE, _D.ROLE), {}), told.get((_S.JOINED, _D.ROLE), {})
    visits = told.get((_S.VISIT, _D.ALL), {}).get("", nothing)
    outcomes, waits = told.get((_S.NEED, _D.OUTCOME), {}), told.get((_S.NEED, _D.WAIT), {})
    flows = told.get((_S.BOOK, _D.FLOW), {})
    return Figures(
        volunteers=people.get(Role.VOLUNTEER, nothing).count,
        elders=people.get(Role.ELDER, nothing).count,
        joined_volunteers=joined.get(Role.VOLUNTEER, nothing).count,
        joined_elders=joined.get(Role.ELDER, nothing).count,
        services=visits.count,
        served_minutes=visits.amount,
        saved_minutes=total(flows, Moving.SAVED).amount,
        spent_minutes=total(flows, Moving.SPENT).amount,
        coins_got=total(flows, Moving.COINS_GOT).amount,
        coins_used=total(flows, Moving.COINS_USED).amount,
        needs=sum(one.count for one in outcomes.values()),
        outcomes={value: one.count for value, one in outcomes.items()},
        waits={value: one.count for value, one in waits.items()},
        taken=sum(one.count for value, one in waits.items() if value != NOT_TAKEN),
        wait_minutes=sum(one.amount for one in waits.values()),
    )


def figures_of(*, place: Node, period: Period) -> Figures:
    """The figures of one place in one period."""
    told = sums_of(under=place.path, asked=FIGURES, months=period.all_months)
    return figures_from({asked: within(told, subject=asked[0], dimension=asked[1], period=period) for asked in FIGURES})


def overview_of(*, place: Node, period: Period, now: datetime) -> Overview:
    """Everything of the first page; as many queries for a city as for a site. `access_place` opened the place."""
    trend = [plus_months(period.first, -step) for step in reversed(range(TREND))] if not period.is_year else []
    shown = [period, period.before, period.year_before]
    months = {month for one in shown for month in one.all_months} | set(trend)
    if period.is_year:
        trend = period.all_months
    told = sums_of(under=place.path, asked=FIGURES, months=months)

    def figures(of: Period) -> Figures:
        return figures_from({asked: within(told, subject=asked[0], dimension=asked[1], period=of) for asked in FIGURES})

    return Overview(
        place=place,
        period=period,
        now=figures(period),
        before=figures(period.before),
        year_before=figures(period.year_before),
        trend=[(month, figures(Period(month))) for month in trend],
        below=places_below(place=place, period=period),
        due=due_now(place=place, now=now),
        fresh_at=fresh_at(),
        first_month=first_month(),
    )


def _known_below(place: Node, told: Collection[str]) -> list[Node]:
    """The places directly below; those that figures name though they have moved away; itself for what stands at it."""
    kinds = [kind.value for kind in PLACES]
    known = list(Node.objects.filter(parent=place, kind__in=kinds, merged_into=None).order_by("code"))
    moved = set(told) - {node.code for node in known} - {""}
    known += Node.objects.filter(code__in=moved).order_by("code") if moved else []
    return [*known, place] if "" in told else known


def places_below(*, place: Node, period: Period) -> list[Below]:
    """Each place directly below, open or with figures of the period, in the tree's order."""
    told = sums_below(under=place.path, asked=BELOW, period=period)
    return [
        Below(node, figures_from(told.get("" if node == place else node.code, {})))
        for node in _known_below(place, told.keys())
        if node.closed_at is None or node.code in told
    ]


def totals_below(*, place: Node, subject: Subject, period: Period) -> list[tuple[Node, list[Sum]]]:
    """Of each place below (and of itself, where something stands at it): the period, the one before, a year ago."""
    asked = (subject, Dimension.ALL)
    sides = [
        sums_below(under=place.path, asked=[asked], period=one) for one in (period, period.before, period.year_before)
    ]
    if subject is Subject.PEOPLE:
        sides[1:] = [{}, {}]

    def of(side: dict[str, dict[Asked, dict[str, Sum]]], node: Node) -> Sum:
        code = "" if node == place else node.code
        return side.get(code, {}).get(asked, {}).get("", Sum())

    return [
        (node, [of(side, node) for side in sides])
        for node in _known_below(place, {code for side in sides for code in side})
        if node.closed_at is None or any(of(side, node).count for side in sides)
    ]


def sites_with_flow(*, place: Node, period: Period, value: str) -> list[tuple[Node, Sum]]:
    """The sites under a place in whose book something moved this way, the most first."""
    told = sums_by_site(under=place.path, subject=Subject.BOOK, dimension=Dimension.FLOW, period=period, value=value)
    nodes = {node.pk: node for node in Node.objects.filter(pk__in=told)}
    return sorted(((nodes[pk], one) for pk, one in told.items()), key=lambda one: (-one[1].count, one[0].code))


def towns_of(*, place: Node, period: Period) -> list[tuple[Node, Sum, list[tuple[Node, Sum]]]]:
    """Each county under a place with its services, and each town (or site without a town) in it. Three queries."""
    told = sums_below_paths(under=place.path, subject=Subject.VISIT, dimension=Dimension.ALL, period=period)
    kinds = [NodeKind.COUNTY.value, NodeKind.TOWN.value, *(kind.value for kind in SITE_KINDS)]
    nodes = list(Node.objects.filter(path__startswith=place.path, kind__in=kinds, merged_into=None).order_by("code"))
    counties = [node for node in nodes if node.kind == NodeKind.COUNTY]
    inside: dict[UUID, list[tuple[Node, Sum]]] = {county.pk: [] for county in counties}
    for node in nodes:
        if node.parent_id in inside:
            inside[node.parent_id].append((node, _under_path(told, node.path)))
    return [(county, _under_path(told, county.path), inside[county.pk]) for county in counties]


def _under_path(told: Mapping[str, Sum], path: str) -> Sum:
    whole = Sum()
    for below, one in told.items():
        if below.startswith(path):
            whole.add(one.count, one.amount)
    return whole
