"""The one place that moves value: lock, decide in memory, write. Called inside a transaction, by `operations` only.

Order of locks, the same for everyone: holds, then balance rows ascending by (site, account), then inserts. Nothing is
decided on a row that is not locked, so READ COMMITTED is enough; on SQLite the IMMEDIATE transaction is the lock.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger.models import Account, Balance, Entry, Hold, Transfer
from nuanliu.domain.ledger.types import ALLOWED, AccountKind, Outcome, Phase, Request, Result, Unit
from nuanliu.platform import clock
from nuanliu.platform.ids import derived_id


def fingerprint(request: Request) -> bytes:
    """What makes two requests the same request: everything that moves value, not who asked or when."""
    parts = (
        request.site,
        request.kind,
        request.phase,
        request.debit,
        request.credit,
        request.amount,
        request.hold,
        request.reverses,
        request.subject,
    )
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()


def rest_of_hold_id(capture: UUID) -> UUID:
    """Id of the release that gives back what a capture left."""
    return derived_id(capture, "release")


@dataclass(slots=True)
class _Row:
    """A locked balance with the account it belongs to."""

    balance: Balance
    unit: Unit
    kind: AccountKind
    is_closed: bool
    is_changed: bool = False

    @property
    def lowest(self) -> int | None:
        """The least `posted` may become."""
        return None if self.balance.floor is None else self.balance.floor + self.balance.held


@dataclass(slots=True)
class _Work:
    """Everything one call has locked and means to write."""

    rows: dict[UUID, _Row]
    holds: dict[UUID, Hold]
    known: dict[UUID, Transfer]
    reversed: set[UUID]
    recorded_at: datetime
    transfers: list[Transfer] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    new_holds: list[Hold] = field(default_factory=list)


def execute(requests: Sequence[Request]) -> list[Result]:
    """Post all of `requests` or none, and say what became of each, in order."""
    work = _lock(requests)
    results: list[Result] = []
    for request in requests:
        result = _decide(request, work)
        results.append(result)
        if not result.stands:
            return _refused(requests, results)
    _write(work)
    return results


def _refused(requests: Sequence[Request], results: list[Result]) -> list[Result]:
    culprit = len(results) - 1
    return [
        results[culprit] if position == culprit else Result(request.id, Outcome.SIBLING_REFUSED)
        for position, request in enumerate(requests)
    ]


def _by_site(pairs: Iterable[tuple[UUID, UUID | None]]) -> list[tuple[UUID, list[UUID]]]:
    """Ids by site, both ascending: one locking statement never spans two sites."""
    found: dict[UUID, set[UUID]] = {}
    for site, wanted in pairs:
        if wanted is not None:
            found.setdefault(site, set()).add(wanted)
    return [(site, sorted(found[site])) for site in sorted(found)]


def _lock(requests: Sequence[Request]) -> _Work:
    holds = {
        hold.transfer_id: hold
        for site, ids in _by_site((request.site, request.hold) for request in requests)
        for hold in Hold.objects.select_for_update(no_key=True)
        .filter(site_id=site, transfer_id__in=ids)
        .order_by("transfer_id")
    }
    rows: dict[UUID, _Row] = {}
    accounts = [(request.site, account) for request in requests for account in (request.debit, request.credit)]
    for site, ids in _by_site(accounts):
        balances = list(
            Balance.objects.select_for_update(no_key=True)
            .filter(site_id=site, account_id__in=ids)
            .order_by("account_id")
        )
        facts = {account.id: account for account in Account.objects.filter(site_id=site, id__in=ids)}
        for balance in balances:
            account = facts[balance.account_id]
            rows[account.id] = _Row(
                balance, Unit(account.unit), AccountKind(account.kind), account.closed_at is not None
            )
    known: dict[UUID, Transfer] = {}
    already: set[UUID] = set()
    wanted = [(r.site, i) for r in requests for i in (r.id, r.reverses, r.hold)]
    for site, ids in _by_site(wanted):
        known |= {transfer.id: transfer for transfer in Transfer.objects.filter(site_id=site, id__in=ids)}
    for site, ids in _by_site((request.site, request.reverses) for request in requests):
        already |= {t.reverses for t in Transfer.objects.filter(site_id=site, reverses__in=ids) if t.reverses}
    return _Work(rows=rows, holds=holds, known=known, reversed=already, recorded_at=clock.now())


def _decide(request: Request, work: _Work) -> Result:
    """Check one request against the locked rows and, if it stands, note what it changes."""
    before = work.known.get(request.id)
    if before is not None:
        same = bytes(before.fingerprint) == fingerprint(request)
        return Result(request.id, Outcome.REPLAY, before.amount) if same else Result(request.id, Outcome.KEY_REUSED)
    refusal = _refusal(request, work)
    if refusal is not None:
        return Result(request.id, refusal)
    match request.phase:
        case Phase.POST:
            _move(request, work)
        case Phase.HOLD:
            _reserve(request, work)
        case Phase.CAPTURE:
            _capture(request, work)
        case Phase.RELEASE:
            _give_back(request, work, request.amount)
    _note(request, work)
    return Result(request.id, Outcome.POSTED, request.amount)


def _refusal(request: Request, work: _Work) -> Outcome | None:
    debit, credit = work.rows.get(request.debit), work.rows.get(request.credit)
    if debit is None or credit is None:
        return Outcome.NO_ACCOUNT
    if debit.unit != credit.unit:
        return Outcome.WRONG_UNIT
    if debit.is_closed or credit.is_closed:
        return Outcome.CLOSED
    if request.reverses is not None:
        refusal = _refusal_to_reverse(request, work)
    elif (request.kind, debit.kind, credit.kind, debit.unit) not in ALLOWED:
        refusal = Outcome.KIND_NOT_ALLOWED
    else:
        refusal = None
    return refusal or _refusal_by_counters(request, work, debit.balance, debit.lowest, credit.balance)


def _refusal_to_reverse(request: Request, work: _Work) -> Outcome | None:
    original = work.known.get(request.reverses) if request.reverses else None
    moved = original is not None and original.phase in {Phase.POST, Phase.CAPTURE} and original.reverses is None
    mirror = original is not None and (original.debit, original.credit, original.amount, original.kind) == (
        request.credit,
        request.debit,
        request.amount,
        request.kind,
    )
    if not (moved and mirror):
        return Outcome.NO_TRANSFER
    return Outcome.ALREADY_REVERSED if request.reverses in work.reversed else None


def _refusal_by_counters(
    request: Request, work: _Work, debit: Balance, lowest: int | None, credit: Balance
) -> Outcome | None:
    if request.phase in {Phase.CAPTURE, Phase.RELEASE}:
        hold = work.holds.get(request.hold) if request.hold else None
        if hold is None or hold.account_id != request.debit:
            return Outcome.NO_HOLD
        if hold.captured + hold.released + request.amount > hold.amount:
            return Outcome.HOLD_SPENT
    elif lowest is not None and debit.posted - request.amount < lowest:
        return Outcome.NOT_ENOUGH
    moves = request.phase in {Phase.POST, Phase.CAPTURE}
    if moves and credit.ceiling is not None and credit.posted + request.amount > credit.ceiling:
        return Outcome.ABOVE_CEILING
    return None


def _move(request: Request, work: _Work) -> None:
    for account, amount in ((request.debit, -request.amount), (request.credit, request.amount)):
        row = work.rows[account]
        row.balance.posted += amount
        row.balance.seq += 1
        row.is_changed = True
        work.entries.append(
            Entry(
                site_id=request.site,
                account_id=account,
                seq=row.balance.seq,
                transfer_id=request.id,
                amount=amount,
                balance=row.balance.posted,
                recorded_at=work.recorded_at,
            )
        )


def _reserve(request: Request, work: _Work) -> None:
    row = work.rows[request.debit]
    row.balance.held += request.amount
    row.is_changed = True
    hold = Hold(
        site_id=request.site,
        transfer_id=request.id,
        account_id=request.debit,
        amount=request.amount,
        expires_at=request.expires_at,
    )
    work.holds[request.id] = hold
    work.new_holds.append(hold)


def _capture(request: Request, work: _Work) -> None:
    hold, row = work.holds[_held(request)], work.rows[request.debit]
    hold.captured += request.amount
    row.balance.held -= request.amount
    _move(request, work)
    rest = hold.amount - hold.captured - hold.released
    if request.release_rest and rest:
        release = replace(
            request, id=rest_of_hold_id(request.id), phase=Phase.RELEASE, amount=rest, credit=_held_for(hold, work)
        )
        _give_back(release, work, rest)
        _note(release, work)


def _held(request: Request) -> UUID:
    """The hold that a capture or release names; `_refusal_by_counters` has seen to it that there is one."""
    if request.hold is None:
        raise ValueError(request.id)
    return request.hold


def _held_for(hold: Hold, work: _Work) -> UUID:
    """The account the hold was made in favour of, which its release names again."""
    made = work.known.get(hold.transfer_id)
    return made.credit if made is not None else next(t.credit for t in work.transfers if t.id == hold.transfer_id)


def _give_back(request: Request, work: _Work, amount: int) -> None:
    work.holds[_held(request)].released += amount
    row = work.rows[request.debit]
    row.balance.held -= amount
    row.is_changed = True


def _note(request: Request, work: _Work) -> None:
    transfer = Transfer(
        site_id=request.site,
        id=request.id,
        group=request.group,
        kind=request.kind,
        phase=request.phase,
        unit=work.rows[request.debit].unit,
        debit=request.debit,
        credit=request.credit,
        amount=request.amount,
        hold=request.hold,
        reverses=request.reverses,
        occurred_at=request.occurred_at,
        recorded_at=work.recorded_at,
        actor=request.actor,
        subject=request.subject,
        standard_version=request.standard_version,
        memo=request.memo,
        fingerprint=fingerprint(request),
    )
    work.transfers.append(transfer)
    work.known[request.id] = transfer
    if request.reverses is not None:
        work.reversed.add(request.reverses)


def _write(work: _Work) -> None:
    for row in work.rows.values():
        if row.is_changed:
            now = row.balance
            Balance.objects.filter(site_id=now.site_id, account_id=now.account_id).update(
                posted=now.posted, held=now.held, seq=now.seq
            )
    fresh = {hold.transfer_id for hold in work.new_holds}
    for hold in work.holds.values():
        if hold.transfer_id not in fresh:
            Hold.objects.filter(site_id=hold.site_id, transfer_id=hold.transfer_id).update(
                captured=hold.captured, released=hold.released
            )
    Transfer.objects.bulk_create(work.transfers)
    Entry.objects.bulk_create(work.entries)
    Hold.objects.bulk_create(work.new_holds)
