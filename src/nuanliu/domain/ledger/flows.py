"""What went into and out of some accounts of a site, month by month: by kind, and by what stood on the other side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from nuanliu.domain.ledger.models import Account, Balance, Transfer
from nuanliu.domain.ledger.types import MOVING, AccountKind, Kind, Unit
from nuanliu.platform.clock import LOCAL


@dataclass(frozen=True, slots=True)
class Flow:
    """One month's sum of one kind. A reversal counts against what it reverses."""

    month: date
    kind: Kind
    other: AccountKind
    memo: str
    is_in: bool
    amount: int


def accounts_of(*, site: UUID, kind: AccountKind, unit: Unit) -> dict[UUID, str]:
    """Ids of a site's own accounts of a kind, with the code of each."""
    rows = Account.objects.filter(site_id=site, owner=site, kind=kind.value, unit=unit.value)
    return dict(rows.values_list("id", "code"))


def posted_in(*, site: UUID, accounts: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """(posted, held) of some accounts of a site."""
    rows = Balance.objects.filter(site_id=site, account_id__in=list(accounts))
    return {row.account_id: (row.posted, row.held) for row in rows}


def flows_of(*, site: UUID, accounts: Iterable[UUID]) -> list[Flow]:
    """Every month's sums, the oldest first; two queries, whatever the number of lines."""
    ids = list(accounts)
    sums: dict[tuple[date, Kind, AccountKind, str, bool], int] = defaultdict(int)
    for ours, theirs, is_credit in (("credit", "debit", True), ("debit", "credit", False)):
        for row in _summed(site, ids, ours, theirs):
            kind, other, is_back = Kind(row["kind"]), AccountKind(row["other"]), bool(row["is_back"])
            key = (row["month"].date(), kind, other, row["why"], is_credit != is_back)
            sums[key] += -row["total"] if is_back else row["total"]
    return [Flow(*key, amount) for key, amount in sorted(sums.items()) if amount]


def _summed(site: UUID, ids: list[UUID], ours: str, theirs: str) -> Iterable[Mapping[str, Any]]:
    original = Transfer.objects.filter(site_id=site, id=OuterRef("reverses")).values("memo")[:1]
    other = Account.objects.filter(site_id=site, id=OuterRef(theirs)).values("kind")[:1]
    rows = Transfer.objects.filter(site_id=site, phase__in=[phase.value for phase in MOVING], **{f"{ours}__in": ids})
    marked = rows.annotate(
        month=TruncMonth("occurred_at", tzinfo=LOCAL),
        other=Subquery(other),
        why=Coalesce(Subquery(original), "memo"),
        is_back=ExpressionWrapper(Q(reverses__isnull=False), output_field=BooleanField()),
    )
    return marked.values("month", "kind", "other", "why", "is_back").annotate(total=Sum("amount")).order_by("month")
