"""The poster on SQLite: the meaning of `sql/post.sql` step by step, inside the caller's IMMEDIATE transaction.

Ids are handled as the text SQLite keeps (32 hexadecimal digits); a call reads each table once and writes it once.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanliu.domain.ledger import lot_book
from nuanliu.domain.ledger.types import (
    ALLOWED,
    LOTTED,
    MOVING,
    AccountKind,
    Order,
    Outcome,
    Phase,
    Request,
    Result,
    Unit,
)
from nuanliu.platform import clock


@dataclass(slots=True)
class _Row:
    """A balance with the account it belongs to."""

    site: str
    posted: int
    held: int
    floor: int | None
    ceiling: int | None
    seq: int
    unit: Unit
    kind: AccountKind
    is_closed: bool
    is_changed: bool = False


@dataclass(slots=True)
class _Hold:
    """A hold's counters."""

    site: str
    account: str
    amount: int
    captured: int = 0
    released: int = 0
    expires_at: datetime | None = None
    is_new: bool = False


@dataclass(slots=True)
class _Known:
    """A transfer that stands in the journal, from before or from earlier in this call."""

    amount: int
    phase: str
    kind: str
    debit: str
    credit: str
    reverses: str | None
    fingerprint: bytes


@dataclass(slots=True)
class _Work:
    """Everything one call has read and means to write."""

    rows: dict[str, _Row]
    holds: dict[str, _Hold]
    known: dict[str, _Known]
    undone: set[str]
    transfers: list[tuple[Request, str, bytes]] = field(default_factory=list)
    """Request, unit, fingerprint."""
    entries: list[tuple[str, str, int, str, int, int]] = field(default_factory=list)
    """Site, account, number, transfer, amount, balance after."""


def execute(orders: Sequence[Order]) -> list[Result]:
    """See `engine.execute`."""
    work = _read(orders)
    if _names_a_changing_lot([order.request for order in orders], work):
        return _one_after_the_other(orders)
    results: list[Result] = []
    for order in orders:
        result = _decide(order, work)
        results.append(result)
        if not result.stands:
            return _refused(results, orders)
    if work.transfers:
        _write(work)
    return results


def _refused(so_far: Sequence[Result], orders: Sequence[Order]) -> list[Result]:
    """The answer of a call that came to a refusal: that one by name, the others for its sake."""
    others = [Result(order.request.id, Outcome.SIBLING_REFUSED) for order in orders]
    return [*others[: len(so_far) - 1], so_far[-1], *others[len(so_far) :]]


def _names_a_changing_lot(requests: Sequence[Request], work: _Work) -> bool:
    """Whether a lot is named on the way out that an earlier request of the call may change."""
    touched: set[UUID] = set()
    for request in requests:
        row = work.rows.get(request.debit.hex)
        draws = request.lot is not None and request.phase in {Phase.POST, Phase.HOLD}
        if draws and request.debit in touched and row is not None and _is_lotted(row):
            return True
        touched |= {request.debit, request.credit}
    return False


def _one_after_the_other(orders: Sequence[Order]) -> list[Result]:
    """The same call when what is decided on is only known once the requests before it are written."""
    point = transaction.savepoint()
    results: list[Result] = []
    for order in orders:
        results += execute([order])
        if not results[-1].stands:
            transaction.savepoint_rollback(point)
            return _refused(results, orders)
    transaction.savepoint_commit(point)
    return results


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(orders: Sequence[Order]) -> _Work:
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
    return _Work(
        rows={row[0]: _balance(row) for row in balances},
        holds={row[0]: _Hold(*row[1:]) for row in rows_of(_HOLDS, (r.hold for r in requests))},
        known={
            row[0]: _Known(*row[1:])
            for row in rows_of(_KNOWN, (i for r in requests for i in (r.id, r.hold, r.reverses)))
        },
        undone={row[0] for row in rows_of(_UNDONE, (r.reverses for r in requests))},
    )


def _balance(row: Sequence[Any]) -> _Row:
    _account, site, posted, held, floor, ceiling, seq, unit, kind, closed_at = row
    return _Row(site, posted, held, floor, ceiling, seq, Unit(unit), AccountKind(kind), closed_at is not None)


# -- deciding ---------------------------------------------------------------------------------------------------------


def _decide(order: Order, work: _Work) -> Result:
    """Check one request against the rows and, if it stands, note what it changes."""
    request = order.request
    before = work.known.get(request.id.hex)
    if before is not None:
        same = bytes(before.fingerprint) == order.fingerprint
        return Result(request.id, Outcome.REPLAY, before.amount) if same else Result(request.id, Outcome.KEY_REUSED)
    refusal = _refusal(request, work)
    if refusal is not None:
        return Result(request.id, refusal)
    _apply(order, work)
    return Result(request.id, Outcome.POSTED, request.amount)


def _refusal(request: Request, work: _Work) -> Outcome | None:
    debit, credit = work.rows.get(request.debit.hex), work.rows.get(request.credit.hex)
    if debit is None or credit is None or not debit.site == credit.site == request.site.hex:
        return Outcome.NO_ACCOUNT
    if debit.unit != credit.unit:
        return Outcome.WRONG_UNIT
    if (debit.is_closed or credit.is_closed) and request.phase is not Phase.RELEASE:
        return Outcome.CLOSED
    if request.reverses is not None:
        refusal = _refusal_to_reverse(request, work)
    elif (request.kind, debit.kind, credit.kind, debit.unit) not in ALLOWED:
        refusal = Outcome.KIND_NOT_ALLOWED
    else:
        refusal = None
    return refusal or _refusal_by_counters(request, work, debit, credit)


def _refusal_to_reverse(request: Request, work: _Work) -> Outcome | None:
    wanted = request.reverses.hex if request.reverses else ""
    original = work.known.get(wanted)
    moved = original is not None and original.phase in MOVING and original.reverses is None
    mirror = original is not None and (original.debit, original.credit, original.amount, original.kind) == (
        request.credit.hex,
        request.debit.hex,
        request.amount,
        request.kind,
    )
    if not (moved and mirror):
        return Outcome.NO_TRANSFER
    return Outcome.ALREADY_REVERSED if wanted in work.undone else None


def _refusal_by_counters(request: Request, work: _Work, debit: _Row, credit: _Row) -> Outcome | None:
    if request.phase in {Phase.CAPTURE, Phase.RELEASE}:
        hold = work.holds.get(request.hold.hex) if request.hold else None
        if hold is None or hold.account != request.debit.hex:
            return Outcome.NO_HOLD
        if hold.captured + hold.released + request.amount > hold.amount:
            return Outcome.HOLD_SPENT
    elif _is_short(request, debit):
        return Outcome.NOT_ENOUGH
    if request.phase in MOVING and credit.ceiling is not None and credit.posted + request.amount > credit.ceiling:
        return Outcome.ABOVE_CEILING
    return None


def _is_short(request: Request, debit: _Row) -> bool:
    if debit.floor is not None and debit.posted - debit.held - request.amount < debit.floor:
        return True
    return _is_lotted(debit) and not lot_book.has(request=request)


def _is_lotted(row: _Row) -> bool:
    return (row.kind, row.unit) in LOTTED


# -- noting what changes ----------------------------------------------------------------------------------------------


def _apply(order: Order, work: _Work) -> None:
    request = order.request
    debit, credit = work.rows[request.debit.hex], work.rows[request.credit.hex]
    debit.is_changed = True
    hold = work.holds[request.hold.hex] if request.hold else None
    if request.phase is Phase.HOLD:
        debit.held += request.amount
        work.holds[request.id.hex] = _Hold(
            request.site.hex, request.debit.hex, request.amount, expires_at=request.expires_at, is_new=True
        )
    elif hold is not None and request.phase is Phase.RELEASE:
        debit.held -= request.amount
        hold.released += request.amount
    else:
        if hold is not None:
            debit.held -= request.amount
            hold.captured += request.amount
        credit.is_changed = True
        for account, row, amount in (
            (request.debit.hex, debit, -request.amount),
            (request.credit.hex, credit, request.amount),
        ):
            row.posted += amount
            row.seq += 1
            work.entries.append((request.site.hex, account, row.seq, request.id.hex, amount, row.posted))
    _note(request, order.fingerprint, work)
    if hold is not None and request.phase is Phase.CAPTURE and order.rest is not None:
        _give_back_rest(order, order.rest, hold, work)


def _give_back_rest(order: Order, rest_id: UUID, hold: _Hold, work: _Work) -> None:
    request = order.request
    rest = hold.amount - hold.captured - hold.released
    if not rest or request.hold is None:
        return
    work.rows[request.debit.hex].held -= rest
    hold.released += rest
    release = Request(
        id=rest_id,
        site=request.site,
        kind=request.kind,
        debit=request.debit,
        credit=UUID(work.known[request.hold.hex].credit),
        amount=rest,
        occurred_at=request.occurred_at,
        group=request.group,
        phase=Phase.RELEASE,
        hold=request.hold,
        actor=request.actor,
        subject=request.subject,
        standard_version=request.standard_version,
        memo=request.memo,
    )
    _note(release, order.fingerprint, work)


def _note(request: Request, fingerprint: bytes, work: _Work) -> None:
    work.transfers.append((request, work.rows[request.debit.hex].unit.value, fingerprint))
    reverses = request.reverses.hex if request.reverses else None
    work.known[request.id.hex] = _Known(
        request.amount,
        request.phase,
        request.kind,
        request.debit.hex,
        request.credit.hex,
        reverses,
        fingerprint,
    )
    if reverses:
        work.undone.add(reverses)


# -- writing ----------------------------------------------------------------------------------------------------------


def _write(work: _Work) -> None:
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
    for request, _unit, _print in work.transfers:
        from_lots = _is_lotted(work.rows[request.debit.hex])
        into_lots = request.phase in MOVING and _is_lotted(work.rows[request.credit.hex])
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
