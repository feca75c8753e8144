"""One request after the other: refused with its reason, or noted as what is to be written."""

from uuid import UUID

from nuanliu.domain.ledger import lot_book
from nuanliu.domain.ledger.embedded.work import Held, Known, Row, Work, is_lotted
from nuanliu.domain.ledger.types import ALLOWED, MOVING, Order, Outcome, Phase, Request, Result


def decide(order: Order, work: Work) -> Result:
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


def _refusal(request: Request, work: Work) -> Outcome | None:
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


def _refusal_to_reverse(request: Request, work: Work) -> Outcome | None:
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


def _refusal_by_counters(request: Request, work: Work, debit: Row, credit: Row) -> Outcome | None:
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


def _is_short(request: Request, debit: Row) -> bool:
    if debit.floor is not None and debit.posted - debit.held - request.amount < debit.floor:
        return True
    return is_lotted(debit) and not lot_book.has(request=request)


# -- noting what changes ----------------------------------------------------------------------------------------------


def _apply(order: Order, work: Work) -> None:
    request = order.request
    debit, credit = work.rows[request.debit.hex], work.rows[request.credit.hex]
    debit.is_changed = True
    hold = work.holds[request.hold.hex] if request.hold else None
    if request.phase is Phase.HOLD:
        debit.held += request.amount
        work.holds[request.id.hex] = Held(
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


def _give_back_rest(order: Order, rest_id: UUID, hold: Held, work: Work) -> None:
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


def _note(request: Request, fingerprint: bytes, work: Work) -> None:
    work.transfers.append((request, work.rows[request.debit.hex].unit.value, fingerprint))
    reverses = request.reverses.hex if request.reverses else None
    work.known[request.id.hex] = Known(
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
