"""The lines behind a sum of the sealed log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from nuanliu.domain.ledger.models import Account, Transfer
from nuanliu.domain.ledger.seals.models import Leaf
from nuanliu.domain.ledger.seals.tail import Flow
from nuanliu.domain.ledger.types import MOVING, AccountKind


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One movement, for a list: no person in it."""

    id: UUID
    occurred_at: datetime
    recorded_at: datetime
    amount: int
    is_back: bool
    subject: UUID | None


def lines_of_flow(*, site: UUID, flow: Flow, since: datetime, before: datetime, limit: int) -> list[LedgerLine]:
    """The movements of one flow at a site between two moments, the newest first, `limit` at most."""
    original = Transfer.objects.filter(site_id=site, id=OuterRef("reverses")).values("phase")[:1]
    rows = Transfer.objects.filter(
        site_id=site, unit=flow.unit, kind=flow.kind, occurred_at__gte=since, occurred_at__lt=before
    ).annotate(way=Coalesce(Subquery(original), "phase"))

    def among(side: str, kind: AccountKind) -> Exists:
        return Exists(Account.objects.filter(site_id=site, id=OuterRef(side), kind=kind))

    forth = Q(among("debit", flow.giver), among("credit", flow.taker), reverses=None)
    back = Q(among("debit", flow.taker), among("credit", flow.giver), reverses__isnull=False)
    leaf = Leaf.objects.filter(site_id=site, subject=OuterRef("id"), number=0)
    kept = rows.filter(forth | back, Exists(leaf), way=flow.phase, phase__in=[phase.value for phase in MOVING])
    return [
        LedgerLine(row.id, row.occurred_at, row.recorded_at, row.amount, row.reverses is not None, row.subject)
        for row in kept.order_by("-occurred_at", "id")[:limit]
    ]
