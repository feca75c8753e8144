"""Opening, bounding and closing accounts. Every change of terms is a row of its own; the newest one is in force.

On PostgreSQL the functions of `sql/terms.sql`, on SQLite the same meaning here; called by `operations` only.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanliu.domain.ledger.embedded.writing import next_xact
from nuanliu.domain.ledger.models import Account, Balance, Term
from nuanliu.domain.ledger.types import AccountKind, Outcome, Unit
from nuanliu.platform import clock


def open_rows(
    *,
    site: UUID,
    ids: list[UUID],
    unit: Unit,
    kind: AccountKind,
    owner: UUID,
    code: str,
    floor: int | None,
    ceiling: int | None,
    opened_at: datetime,
    actor: UUID | None,
) -> None:
    """Open those of an account's rows (one a stripe) that are not open yet, with their first terms."""
    if connection.vendor != "sqlite":
        values: list[Any] = [
            site,
            ids,
            unit,
            kind,
            owner,
            code,
            list(range(len(ids))),
            floor,
            ceiling,
            opened_at,
            actor,
        ]
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, values)
        return
    known = set(Account.objects.filter(site_id=site, id__in=ids).values_list("id", flat=True))
    fresh = [(stripe, row_id) for stripe, row_id in enumerate(ids) if row_id not in known]
    if not fresh:
        return
    facts = {"site_id": site, "unit": unit, "kind": kind, "owner": owner, "code": code, "opened_at": opened_at}
    bounds = {"site_id": site, "floor": floor, "ceiling": ceiling}
    first = {"number": 1, "is_open": True, "recorded_at": clock.now(), "actor": actor, "xact": next_xact(site=site)}
    Account.objects.bulk_create([Account(id=row_id, stripe=stripe, **facts) for stripe, row_id in fresh])
    Balance.objects.bulk_create([Balance(account_id=row_id, **bounds) for _stripe, row_id in fresh])
    Term.objects.bulk_create([Term(account_id=row_id, **bounds, **first) for _stripe, row_id in fresh])


def set_terms(
    *,
    site: UUID,
    account: UUID,
    floor: int | None,
    ceiling: int | None,
    stays_open: bool,
    at: datetime,
    actor: UUID | None,
    reason: str,
) -> Outcome:
    """Change the bounds of an account, or close it. A refusal has written nothing."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(_SET, [site, account, floor, ceiling, stays_open, at, actor, reason])
            return Outcome(cursor.fetchone()[0])
    with transaction.atomic(savepoint=False):
        balance = Balance.objects.filter(site_id=site, account_id=account).first()
        if balance is None:
            return Outcome.NO_ACCOUNT
        refusal = _refusal(balance, floor, ceiling, stays_open=stays_open)
        if refusal is not None:
            return refusal
        Balance.objects.filter(site_id=site, account_id=account).update(floor=floor, ceiling=ceiling)
        recorded = clock.now()  # of the closing and of its term alike: what is sealed vouches for both
        if not stays_open:
            Account.objects.filter(site_id=site, id=account).update(closed_at=recorded)
        Term.objects.create(
            site_id=site,
            account_id=account,
            number=Term.objects.filter(site_id=site, account_id=account).count() + 1,
            floor=floor,
            ceiling=ceiling,
            is_open=stays_open,
            recorded_at=recorded,
            actor=actor,
            reason=reason,
            xact=next_xact(site=site),
        )
        return Outcome.POSTED


def _refusal(balance: Balance, floor: int | None, ceiling: int | None, *, stays_open: bool) -> Outcome | None:
    is_closed = Account.objects.filter(site_id=balance.site_id, id=balance.account_id, closed_at__isnull=False).exists()
    if is_closed:
        return Outcome.CLOSED if stays_open else Outcome.REPLAY
    if not stays_open and (balance.posted or balance.held):
        return Outcome.NOT_ENOUGH
    if floor is not None and balance.posted - balance.held < floor:
        return Outcome.NOT_ENOUGH
    return Outcome.ABOVE_CEILING if ceiling is not None and balance.posted > ceiling else None


_OPEN = "SELECT ledger_open(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_SET = "SELECT ledger_set_terms(%s, %s, %s, %s, %s, %s, %s, %s)"
