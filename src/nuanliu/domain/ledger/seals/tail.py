"""Reading the sealed log from where one left off: what moved, summed, each line once and in the log's own order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from nuanliu.domain.ledger.models import Account, Transfer
from nuanliu.domain.ledger.seals.models import Block, Leaf
from nuanliu.domain.ledger.types import MOVING, AccountKind, Kind, Phase, Unit
from nuanliu.platform.clock import LOCAL


@dataclass(frozen=True, slots=True)
class Flow:
    """How value moves: of what kind, from what sort of account to what. A reversal has the flow it takes back."""

    unit: Unit
    kind: Kind
    phase: Phase
    giver: AccountKind
    taker: AccountKind


@dataclass(frozen=True, slots=True)
class Moved:
    """The sum of one flow on one day; what was taken back that day counts against it."""

    day: date
    flow: Flow
    count: int
    amount: int


def sealed_lengths() -> dict[UUID, int]:
    """How many lines of each site's log are sealed."""
    return dict(Block.objects.values_list("site_id").annotate(size=Max("size")).order_by())


def moved_between(*, site: UUID, start: int, stop: int) -> list[Moved]:
    """What the lines of a site's log from `start` to before `stop` moved."""
    lines = Leaf.objects.filter(site_id=site, number=0, position__gte=start, position__lt=stop)
    return _summed(Transfer.objects.filter(site_id=site, id__in=lines.values("subject")))


def all_moved(*, site: UUID) -> list[Moved]:
    """The same of all that is sealed, looked at from the journal's side."""
    leaf = Leaf.objects.filter(site_id=site, subject=OuterRef("id"), number=0)
    return _summed(Transfer.objects.filter(Exists(leaf), site_id=site))


def _summed(transfers: QuerySet[Transfer]) -> list[Moved]:
    sums: dict[tuple[date, Flow], tuple[int, int]] = {}
    for row in _rows(transfers):
        giver, taker = AccountKind(row["giver"]), AccountKind(row["taker"])
        sign = -1 if row["is_back"] else 1
        flow = Flow(
            Unit(row["unit"]),
            Kind(row["kind"]),
            Phase(row["way"]),
            *((taker, giver) if row["is_back"] else (giver, taker)),
        )
        count, amount = sums.get((row["day"], flow), (0, 0))
        sums[row["day"], flow] = (count + sign * row["lines"], amount + sign * row["total"])
    return [Moved(day, flow, count, amount) for (day, flow), (count, amount) in sums.items()]


def _rows(transfers: QuerySet[Transfer]) -> Iterator[Mapping[str, Any]]:
    original = Transfer.objects.filter(site_id=OuterRef("site_id"), id=OuterRef("reverses")).values("phase")[:1]

    def kind_of(side: str) -> Subquery:
        return Subquery(Account.objects.filter(site_id=OuterRef("site_id"), id=OuterRef(side)).values("kind")[:1])

    told = transfers.filter(phase__in=[phase.value for phase in MOVING]).annotate(
        day=TruncDate("occurred_at", tzinfo=LOCAL),
        giver=kind_of("debit"),
        taker=kind_of("credit"),
        way=Coalesce(Subquery(original), "phase"),
        is_back=ExpressionWrapper(Q(reverses__isnull=False), output_field=BooleanField()),
    )
    grouped = told.values("day", "unit", "kind", "way", "giver", "taker", "is_back")
    return iter(grouped.annotate(lines=Count("id"), total=Sum("amount")).order_by())
