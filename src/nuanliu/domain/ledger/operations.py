"""What may be done to the book. Refusals are values: a refused call has written nothing.

Every function runs inside the caller's transaction, so that a posting, the act it belongs to and its audit event stand
or fall together.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nuanliu.domain.ledger import terms
from nuanliu.domain.ledger.engine import execute
from nuanliu.domain.ledger.models import Account, Hold, Transfer
from nuanliu.domain.ledger.types import (
    LOTTED,
    STRIPED,
    STRIPES,
    AccountKind,
    AccountRef,
    Kind,
    Outcome,
    Phase,
    Request,
    Result,
    Unit,
)
from nuanliu.platform.ids import derived_id

UNBOUNDED = STRIPED | {AccountKind.CLEARING}
"""Kinds whose balance may go below zero: they are where value comes from or passes through."""


def account_id(
    *, site: UUID, unit: Unit, kind: AccountKind, owner: UUID, code: str = "", spread_by: UUID | None = None
) -> UUID:
    """The id of an account, which follows from what it is: nobody has to look it up.

    `spread_by` (the other account of a posting) chooses the stripe of a busy system account.
    """
    stripe = spread_by.int % STRIPES if spread_by is not None and kind in STRIPED else 0
    return derived_id(site, "account", str(owner), unit, kind, code, str(stripe))


def open_account(
    *,
    site: UUID,
    unit: Unit,
    kind: AccountKind,
    owner: UUID,
    opened_at: datetime,
    code: str = "",
    ceiling: int | None = None,
    actor: UUID | None = None,
) -> UUID:
    """Open the account (all its stripes), or find it open already. Gives the id of its first row."""
    spread = [UUID(int=number) for number in range(STRIPES)] if kind in STRIPED else [None]
    ids = [account_id(site=site, unit=unit, kind=kind, owner=owner, code=code, spread_by=by) for by in spread]
    terms.open_rows(
        site=site,
        ids=ids,
        unit=unit,
        kind=kind,
        owner=owner,
        code=code,
        floor=None if kind in UNBOUNDED else 0,
        ceiling=ceiling,
        opened_at=opened_at,
        actor=actor,
    )
    return ids[0]


def set_bounds(
    *, account: AccountRef, floor: int, ceiling: int | None, at: datetime, actor: UUID | None, reason: str
) -> Outcome:
    """Let a bounded account go down to `floor` and up to `ceiling` from now on.

    NOT_ENOUGH, ABOVE_CEILING if it is past them already; KIND_NOT_ALLOWED below zero for lots, which cannot owe.
    """
    if floor < 0 and Account.objects.filter(_kept_in_lots(), site_id=account.site, id=account.id).exists():
        return Outcome.KIND_NOT_ALLOWED
    return terms.set_terms(
        site=account.site,
        account=account.id,
        floor=floor,
        ceiling=ceiling,
        stays_open=True,
        at=at,
        actor=actor,
        reason=reason,
    )


def close_account(*, account: AccountRef, at: datetime, actor: UUID | None = None, reason: str = "") -> Outcome:
    """Close an empty account. NOT_ENOUGH (the wrong way round) if anything still stands or is held in it.

    Its last terms leave no room in it, whoever is waiting for its row at that moment.
    """
    return terms.set_terms(
        site=account.site,
        account=account.id,
        floor=0,
        ceiling=0,
        stays_open=False,
        at=at,
        actor=actor,
        reason=reason,
    )


def _kept_in_lots() -> Q:
    return Q(*(Q(kind=kind, unit=unit) for kind, unit in LOTTED), _connector=Q.OR)


def post_many(requests: Sequence[Request]) -> list[Result]:
    """Post all requests or none; one answer each. The same ids sent again are answered REPLAY and move nothing."""
    return execute(requests) if requests else []


def post(request: Request) -> Result:
    """Post one request."""
    return post_many([request])[0]


def release(*, id: UUID, site: UUID, hold: UUID, at: datetime, actor: UUID | None, memo: str = "") -> Result:  # noqa: A002 (the ledger's own word)
    """Give back all that is still reserved by `hold`. HOLD_SPENT if nothing is."""
    while True:
        earlier = Transfer.objects.filter(site_id=site, id=id).first()
        if earlier is not None:
            same = (earlier.hold, earlier.phase) == (hold, Phase.RELEASE)
            return Result(id, Outcome.REPLAY if same else Outcome.KEY_REUSED, earlier.amount if same else 0)
        row = Hold.objects.filter(site_id=site, transfer_id=hold).first()
        made = Transfer.objects.filter(site_id=site, id=hold).first()
        if row is None or made is None:
            return Result(id, Outcome.NO_HOLD)
        rest = row.amount - row.captured - row.released
        if not rest:
            return Result(id, Outcome.HOLD_SPENT)
        result = post(
            _following(made, id=id, at=at, actor=actor, memo=memo, phase=Phase.RELEASE, amount=rest, hold=hold)
        )
        if result.outcome is not Outcome.HOLD_SPENT:
            return result  # spent means that less is left than was read a moment ago, without a lock: look again


def reverse_many(
    *, transfers: Sequence[tuple[UUID, UUID, UUID]], at: datetime, actor: UUID | None, memo: str
) -> list[Result]:
    """Post the mirror images of some transfers, each (new id, site, transfer), once ever; in this order, all or none.

    NOT_ENOUGH if a receiver has spent it: policy decides then.
    """
    mirrors = []
    for new, site, transfer in transfers:
        original = Transfer.objects.filter(site_id=site, id=transfer).first()
        if original is None:
            return [Result(new, Outcome.NO_TRANSFER)]
        same = _following(original, id=new, at=at, actor=actor, memo=memo, phase=Phase.POST, amount=original.amount)
        mirrors.append(_swapped(same, transfer))
    return post_many(mirrors)


def reverse(*, id: UUID, site: UUID, transfer: UUID, at: datetime, actor: UUID | None, memo: str) -> Result:  # noqa: A002 (the ledger's own word)
    """Post the mirror image of one transfer, once ever. NOT_ENOUGH if the receiver has spent it."""
    return reverse_many(transfers=[(id, site, transfer)], at=at, actor=actor, memo=memo)[0]


def _following(
    made: Transfer,
    *,
    id: UUID,  # noqa: A002
    at: datetime,
    actor: UUID | None,
    memo: str,
    phase: Phase,
    amount: int,
    hold: UUID | None = None,
) -> Request:
    return Request(
        id=id,
        site=made.site_id,
        kind=Kind(made.kind),
        debit=made.debit,
        credit=made.credit,
        amount=amount,
        occurred_at=at,
        phase=phase,
        hold=hold,
        actor=actor,
        subject=made.subject,
        standard_version=made.standard_version,
        memo=memo,
    )


def _swapped(request: Request, transfer: UUID) -> Request:
    return Request(
        id=request.id,
        site=request.site,
        kind=request.kind,
        debit=request.credit,
        credit=request.debit,
        amount=request.amount,
        occurred_at=request.occurred_at,
        actor=request.actor,
        subject=request.subject,
        standard_version=request.standard_version,
        memo=request.memo,
        reverses=transfer,
    )
