"""What was served, rolled up along two lines that are never added together: where (site) and for whom (branch, team).

A visit counts at the one site where it was done and for the one branch or team for which its helper took it, each as
it stood in the tree when the visit ended. So the sums of what stands below are always the sum of the whole, and an
organisation that moves takes its future along and leaves its past (ADR 0027).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.models import Node, Pledge
from nuanliu.domain.network.pledges import month_after, month_before, month_of
from nuanliu.domain.network.types import UNIT_KINDS
from nuanliu.platform.clock import LOCAL, at, local_date

Line = Literal["site", "unit"]
COUNTED = (VisitState.CERTIFIED.value, VisitState.CREDITED.value)
MONTHS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Served:
    """So many services, so many counted minutes."""

    services: int = 0
    minutes: int = 0

    def __add__(self, other: "Served") -> "Served":
        return Served(self.services + other.services, self.minutes + other.minutes)


@dataclass(frozen=True, slots=True)
class MonthOfPledge:
    """What was pledged for a month (0: nothing), and what was done in it. The running month can still be kept."""

    month: date
    pledged: int
    services: int
    is_running: bool

    @property
    def is_kept(self) -> bool:
        """Whether as much was done as was pledged."""
        return self.services >= self.pledged


def line_of(node: Node) -> Line:
    """Along which line this node's figures roll up."""
    return "unit" if node.kind in UNIT_KINDS else "site"


def served_by_path(*, line: Line, within: Q, since: datetime | None = None) -> dict[str, Served]:
    """Services by the path at which their site (or unit) stood when they ended. `within` is asked of the standing."""
    visits = Visit.objects.filter(state__in=COUNTED)
    if since is not None:
        visits = visits.filter(ended_at__gte=since)
    rows = _standing_then(visits, line, within).values_list(f"{line}__standings__path")
    counted = rows.annotate(services=Count("id"), minutes=Sum("counted_minutes")).order_by()
    return {path: Served(services, minutes or 0) for path, services, minutes in counted}


def _standing_then(visits: QuerySet[Visit], line: Line, within: Q) -> QuerySet[Visit]:
    """The visits joined with the one standing that was in force when each ended."""
    standings = f"{line}__standings"
    begun = Q(**{f"{standings}__since": None}) | Q(**{f"{standings}__since__lte": F("ended_at")})
    not_over = Q(**{f"{standings}__until": None}) | Q(**{f"{standings}__until__gt": F("ended_at")})
    return visits.filter(begun, not_over, _prefixed(within, standings))


def _prefixed(within: Q, standings: str) -> Q:
    """The same question, asked of the standings that are joined."""
    asked = [_prefixed(one, standings) if isinstance(one, Q) else Q(**{f"{standings}__{one[0]}": one[1]})
             for one in _parts_of(within)]  # fmt: skip
    whole = asked[0]
    for one in asked[1:]:
        whole = whole | one if within.connector == Q.OR else whole & one
    return whole


def _parts_of(within: Q) -> list[Any]:
    return list(within.children)


def through(node: Node) -> Q:
    """Standings of the node itself and of what was below it, wherever it stood itself."""
    return Q(path__startswith=f"{node.code}/") | Q(path__contains=f"/{node.code}/")


def served_by(*, node: Node, since: datetime | None = None) -> Served:
    """All that was ever done in (or for) this node, wherever it stood."""
    found = served_by_path(line=line_of(node), within=through(node), since=since)
    return sum(found.values(), Served())


def served_below(*, node: Node, line: Line) -> dict[str, Served]:
    """What was done under this node as it stands now, by the code of what stood directly below; its own under ""."""
    found: defaultdict[str, Served] = defaultdict(Served)
    for path, served in served_by_path(line=line, within=Q(path__startswith=node.path)).items():
        found[path[len(node.path) :].partition("/")[0]] += served
    return dict(found)


def pledge_months(*, node: Node, now: datetime, months: int = MONTHS_SHOWN) -> list[MonthOfPledge]:
    """The last months, newest first: what the branch or team pledged and what it did."""
    this_month = month_of(local_date(now))
    shown = [this_month]
    while len(shown) < months:
        shown.append(month_before(shown[-1]))
    done = _services_by_month(node, shown[-1])
    pledges = list(Pledge.objects.filter(node=node, first_month__lt=month_after(this_month)))
    told = [
        MonthOfPledge(month, pledged_for(month, pledges), done.get(month, 0), month == this_month) for month in shown
    ]
    return [one for one in told if one.pledged or one.services or one.is_running]


def pledged_for(month: date, pledges: Iterable[Pledge]) -> int:
    """What was pledged for the month."""
    return sum(
        one.services
        for one in pledges
        if one.first_month <= month and (one.last_month is None or month <= one.last_month)
    )


def _services_by_month(node: Node, first: date) -> dict[date, int]:
    visits = Visit.objects.filter(state__in=COUNTED, ended_at__gte=at(first, 0))
    rows: Any = (
        _standing_then(visits, "unit", through(node))
        .annotate(month=TruncMonth("ended_at", tzinfo=LOCAL))
        .values_list("month")
    )
    counted = rows.annotate(services=Count("id")).order_by()
    return {local_date(month): services for month, services in counted}


def kept_this_month(*, nodes: Iterable[Node], now: datetime) -> dict[UUID, MonthOfPledge]:
    """Of each branch or team that has pledged, the running month."""
    month = month_of(local_date(now))
    listed = {node.pk: node for node in nodes if node.kind in UNIT_KINDS}
    pledges: defaultdict[UUID, list[Pledge]] = defaultdict(list)
    for pledge in Pledge.objects.filter(node__in=listed, first_month__lte=month):
        pledges[pledge.node_id].append(pledge)
    found = {}
    for pk, made in pledges.items():
        pledged = pledged_for(month, made)
        if pledged:
            services = served_by(node=listed[pk], since=at(month, 0)).services
            found[pk] = MonthOfPledge(month, pledged, services, is_running=True)
    return found
