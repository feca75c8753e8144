"""Write what a call decided, each table once."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from nuanliu.domain.ledger import lot_book
from nuanliu.domain.ledger.embedded.work import Work, is_lotted
from nuanliu.domain.ledger.types import MOVING, Request
from nuanliu.platform import clock


def write(work: Work) -> None:
    """Counters, transfers, entries, holds, lots."""
    now = _text(clock.now())
    with connection.cursor() as cursor:
        cursor.executemany(
            _SET_BALANCE,
            [(row.posted, row.held, row.seq, row.site, key) for key, row in work.rows.items() if row.is_changed],
        )
        xacts = {site: next_xact(site=site) for site in {request.site for request, _u, _f in work.transfers}}
        cursor.executemany(
            _ADD_TRANSFER,
            [_transfer(request, unit, print_, now, xacts) for request, unit, print_ in work.transfers],
        )
        cursor.executemany(_ADD_ENTRY, [(*entry, now) for entry in work.entries])
        cursor.executemany(
            _SET_HOLD,
            [(h.captured, h.released, h.site, key) for key, h in work.holds.items() if not h.is_new],
        )
        cursor.executemany(
            _ADD_HOLD,
            [
                (h.site, key, h.account, h.amount, h.captured, h.released, _text(h.expires_at))
                for key, h in work.holds.items()
                if h.is_new
            ],
        )
    if not any(is_lotted(row) for row in work.rows.values()):
        return
    for request, _unit, _print in work.transfers:
        from_lots = is_lotted(work.rows[request.debit.hex])
        into_lots = request.phase in MOVING and is_lotted(work.rows[request.credit.hex])
        if from_lots or into_lots:
            lot_book.move(request=request, from_lots=from_lots, into_lots=into_lots)


def next_xact(*, site: UUID) -> int:
    """One more than the last call at this site wrote: SQLite has no transaction numbers of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_XACT, [site.hex, site.hex])
        return int(cursor.fetchone()[0]) + 1


def _transfer(request: Request, unit: str, print_: bytes, now: str | None, xacts: dict[UUID, int]) -> tuple[Any, ...]:
    return (
        request.site.hex,
        request.id.hex,
        _hex(request.group),
        request.kind.value,
        request.phase.value,
        unit,
        request.debit.hex,
        request.credit.hex,
        request.amount,
        _hex(request.hold),
        _hex(request.reverses),
        _text(request.occurred_at),
        now,
        _hex(request.actor),
        _hex(request.subject),
        _hex(request.standard_version),
        request.memo,
        print_,
        xacts[request.site],
    )


def _hex(value: UUID | None) -> str | None:
    return value.hex if value else None


def _text(moment: datetime | None) -> str | None:
    """As Django keeps a moment in SQLite: UTC, naive, to the microsecond where there are any."""
    return str(moment.astimezone(UTC).replace(tzinfo=None)) if moment else None


_LAST_XACT = """
SELECT MAX(
    COALESCE((SELECT xact FROM ledger_transfer WHERE site_id = %s AND xact IS NOT NULL ORDER BY xact DESC LIMIT 1), 0),
    COALESCE((SELECT xact FROM ledger_term WHERE site_id = %s ORDER BY xact DESC LIMIT 1), 0))
"""
_SET_BALANCE = "UPDATE ledger_balance SET posted = %s, held = %s, seq = %s WHERE site_id = %s AND account_id = %s"
_SET_HOLD = "UPDATE ledger_hold SET captured = %s, released = %s WHERE site_id = %s AND transfer_id = %s"
_ADD_TRANSFER = """
INSERT INTO ledger_transfer (site_id, id, "group", kind, phase, unit, debit, credit, amount, hold, reverses,
    occurred_at, recorded_at, actor, subject, standard_version, memo, fingerprint, xact)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ADD_ENTRY = """
INSERT INTO ledger_entry (site_id, account_id, seq, transfer_id, amount, balance, recorded_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_ADD_HOLD = """
INSERT INTO ledger_hold (site_id, transfer_id, account_id, amount, captured, released, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
