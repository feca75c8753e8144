"""The lots of the accounts of a call on SQLite: read, drawn on by `lots.py`, written; one transfer after the other.

Runs after the transfers of the call are in the journal, so that what a hold reserved is read from there.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from nuanliu.domain.ledger import lots
from nuanliu.domain.ledger.models import Lot, LotMove, Transfer
from nuanliu.domain.ledger.types import MOVING, Phase, Request


def has(*, request: Request) -> bool:
    """Whether the lot that the request names, if it names one, has its amount free."""
    if request.lot is None:
        return True
    lot = Lot.objects.filter(site_id=request.site, account_id=request.debit, expires=request.lot).first()
    return lot is not None and lot.remaining - lot.held >= request.amount


def move(*, request: Request, from_lots: bool, into_lots: bool) -> None:
    """Draw on the giver's lots and fill the receiver's, as one posted request wants it."""
    sent = _draw(request) if from_lots else None
    if not into_lots:
        return
    taken = _moved_by(request, request.credit, request.reverses) if request.reverses else None
    for day, amount in lots.arriving(wanted=request.amount, named=request.lot, sent=sent, taken_before=taken).items():
        _change(request, request.credit, day, amount=amount, reserved=0)


def _draw(request: Request) -> lots.Parts:
    if request.hold:
        offered = lots.offered_reserved(reserved=_reserved(request, request.hold), phase=request.phase)
    else:
        rows = Lot.objects.filter(site_id=request.site, account_id=request.debit, remaining__gt=F("held"))
        free = {row.expires: row.remaining - row.held for row in rows}
        brought = _moved_by(request, request.debit, request.reverses) if request.reverses else {}
        offered = lots.offered_free(free=free, named=request.lot, brought=brought, wanted=request.amount)
    parts = lots.take(wanted=request.amount, offered=offered)
    for day, part in parts.items():
        reserving = {Phase.HOLD: part, Phase.POST: 0}.get(request.phase, -part)
        _change(request, request.debit, day, amount=-part if request.phase in MOVING else 0, reserved=reserving)
    return parts


def _reserved(request: Request, hold: UUID) -> lots.Parts:
    """What a hold still reserves, by day."""
    of_hold = Transfer.objects.filter(site_id=request.site, hold=hold).values("id")
    moves = LotMove.objects.filter(
        Q(transfer_id=hold) | Q(transfer_id__in=of_hold), site_id=request.site, account_id=request.debit
    )
    reserved: lots.Parts = defaultdict(int)
    for move_ in moves:
        reserved[move_.expires] += move_.reserved
    return reserved


def _moved_by(request: Request, account: UUID, transfer: UUID) -> lots.Parts:
    rows = LotMove.objects.filter(site_id=request.site, account_id=account, transfer_id=transfer)
    return {row.expires: row.amount for row in rows}


def _change(request: Request, account: UUID, day: date, *, amount: int, reserved: int) -> None:
    lot, _is_new = Lot.objects.get_or_create(site_id=request.site, account_id=account, expires=day)
    Lot.objects.filter(site_id=request.site, account_id=account, expires=day).update(
        amount=lot.amount + max(amount, 0), held=lot.held + reserved, remaining=lot.remaining + amount
    )
    LotMove.objects.create(
        site_id=request.site,
        transfer_id=request.id,
        account_id=account,
        expires=day,
        amount=amount,
        reserved=reserved,
    )
