"""All that a call needs to know, each table read once."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from nuanliu.domain.ledger.embedded.work import Held, Known, Row, Work
from nuanliu.domain.ledger.types import AccountKind, Order, Unit


def read(orders: Sequence[Order]) -> Work:
    """Balances with their accounts, holds, known transfers and reversals."""
    requests = [order.request for order in orders]
    sites = json.dumps(sorted({request.site.hex for request in requests}))

    def rows_of(sql: str, ids: Iterable[UUID | None]) -> list[Any]:
        """Rows of `sql`, whose parameters are the sites and a set of ids."""
        wanted = sorted({each.hex for each in ids if each is not None})
        if not wanted:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, [sites, json.dumps(wanted)])
            return list(cursor.fetchall())

    balances = rows_of(_BALANCES, (account for r in requests for account in (r.debit, r.credit)))
    return Work(
        rows={row[0]: _balance(row) for row in balances},
        holds={row[0]: Held(*row[1:]) for row in rows_of(_HOLDS, (r.hold for r in requests))},
        known={
            row[0]: Known(*row[1:])
            for row in rows_of(_KNOWN, (i for r in requests for i in (r.id, r.hold, r.reverses)))
        },
        undone={row[0] for row in rows_of(_UNDONE, (r.reverses for r in requests))},
    )


def _balance(row: Sequence[Any]) -> Row:
    _account, site, posted, held, floor, ceiling, seq, unit, kind, closed_at = row
    return Row(site, posted, held, floor, ceiling, seq, Unit(unit), AccountKind(kind), closed_at is not None)


_BALANCES = """
SELECT b.account_id, b.site_id, b.posted, b.held, b.floor, b.ceiling, b.seq, a.unit, a.kind, a.closed_at
FROM ledger_account a JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id
WHERE a.site_id IN (SELECT value FROM json_each(%s)) AND a.id IN (SELECT value FROM json_each(%s))
"""
_HOLDS = """
SELECT transfer_id, site_id, account_id, amount, captured, released FROM ledger_hold
WHERE site_id IN (SELECT value FROM json_each(%s)) AND transfer_id IN (SELECT value FROM json_each(%s))
"""
_KNOWN = """
SELECT id, amount, phase, kind, debit, credit, reverses, fingerprint FROM ledger_transfer
WHERE site_id IN (SELECT value FROM json_each(%s)) AND id IN (SELECT value FROM json_each(%s))
"""
_UNDONE = """
SELECT reverses FROM ledger_transfer
WHERE site_id IN (SELECT value FROM json_each(%s)) AND reverses IN (SELECT value FROM json_each(%s))
"""
