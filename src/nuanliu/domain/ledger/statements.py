"""Statements: what one account had, and what moved, between two days; at the same cost for 30 lines and for 10,000.

Days are those of recording, on the wall calendar. The balance at a day's beginning stands in the line before it, and
that line is found from the nearest month's end by halving: nothing is summed from the beginning, no line is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Sum

from nuanliu.domain.ledger.models import Account, Balance, Entry, Snapshot, Transfer
from nuanliu.domain.ledger.raw import of_id, of_moment, rows_of
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Unit
from nuanliu.platform.clock import day_bounds, local_date


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an account is."""

    ref: AccountRef
    unit: Unit
    kind: AccountKind
    owner: UUID
    code: str
    stripe: int
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An account at one moment: the number of its last line, what stood in it, all that had ever come in."""

    seq: int = 0
    posted: int = 0
    came_in: int = 0

    @property
    def went_out(self) -> int:
        """All that had ever gone out."""
        return self.came_in - self.posted


@dataclass(frozen=True, slots=True)
class Statement:
    """One account from the beginning of day `first` to the end of day `last`."""

    account: AccountRef
    first: date
    last: date
    opening: Standing
    closing: Standing

    @property
    def came_in(self) -> int:
        """Turnover in."""
        return self.closing.came_in - self.opening.came_in

    @property
    def went_out(self) -> int:
        """Turnover out."""
        return self.closing.went_out - self.opening.went_out

    @property
    def lines(self) -> int:
        """How many lines: numbers have no gap, so it is their difference."""
        return self.closing.seq - self.opening.seq


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line with everything its paper has to say. `other` is the account on the other side of the transfer."""

    site: UUID
    seq: int
    amount: int
    balance: int
    transfer: UUID
    kind: Kind
    occurred_at: datetime
    recorded_at: datetime
    actor: UUID | None
    subject: UUID | None
    standard_version: UUID | None
    memo: str
    other: UUID
    reverses: UUID | None
    reversed_by: UUID | None


def account_facts(*, account: AccountRef) -> AccountFacts | None:
    """What an account is; None if there is no such account at this site."""
    return accounts_facts(accounts=[account]).get(account.id)


def accounts_facts(*, accounts: Iterable[AccountRef]) -> dict[UUID, AccountFacts]:
    """What accounts are, by id; one query a site."""
    by_site: dict[UUID, list[UUID]] = {}
    for account in accounts:
        by_site.setdefault(account.site, []).append(account.id)
    return {
        row.id: _facts(row) for site, ids in by_site.items() for row in Account.objects.filter(site_id=site, id__in=ids)
    }


def accounts_at(*, site: UUID, owner: UUID) -> list[AccountFacts]:
    """Every account of one owner at a site, rows of busy ones each by itself."""
    rows = Account.objects.filter(site_id=site, owner=owner).order_by("unit", "kind", "code", "stripe")
    return [_facts(row) for row in rows]


def _facts(row: Account) -> AccountFacts:
    return AccountFacts(
        ref=AccountRef(row.site_id, row.id),
        unit=Unit(row.unit),
        kind=AccountKind(row.kind),
        owner=row.owner,
        code=row.code,
        stripe=row.stripe,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def standing_at(*, account: AccountRef, moment: datetime) -> Standing:
    """The account as it was just before `moment`, by when lines were recorded."""
    base = _nearest_snapshot(account, moment)
    newest = Balance.objects.filter(site_id=account.site, account_id=account.id).values_list("seq", flat=True).first()
    seq = _last_before(account, moment, low=base.seq, high=newest or 0)
    if seq == base.seq:
        return base
    line = Entry.objects.get(site_id=account.site, account_id=account.id, seq=seq)
    span = Entry.objects.filter(site_id=account.site, account_id=account.id, seq__gt=base.seq, seq__lte=seq)
    moved = span.aggregate(came_in=Sum("amount", filter=Q(amount__gt=0)))["came_in"] or 0
    return Standing(seq=seq, posted=line.balance, came_in=base.came_in + int(moved))


def _nearest_snapshot(account: AccountRef, moment: datetime) -> Standing:
    """The last month's end at or before `moment`; the empty account if there is none."""
    rows = Snapshot.objects.filter(site_id=account.site, account_id=account.id, month__lte=local_date(moment))
    row = rows.order_by("-month").first()
    return Standing(seq=row.seq, posted=row.posted, came_in=row.came_in) if row else Standing()


def _last_before(account: AccountRef, moment: datetime, *, low: int, high: int) -> int:
    """Number of the last line recorded before `moment`, known to be between `low` and `high`: found by halving.

    Recording never runs backwards inside an account. In a broken book, where a number is missing, every line is looked
    at instead.
    """
    if low >= high:
        return low
    site, id_ = of_id(account.site), of_id(account.id)
    at = of_moment(moment)
    [[found]] = rows_of(_HALVING, [low, high, at, at, site, id_])
    if found is not None:
        return int(str(found))
    before = Entry.objects.filter(site_id=account.site, account_id=account.id, recorded_at__lt=moment)
    return before.order_by("-seq").values_list("seq", flat=True).first() or low


_HALVING = """WITH RECURSIVE search (low, high) AS (
    SELECT CAST(%s AS bigint), CAST(%s AS bigint)
    UNION ALL
    SELECT CASE WHEN e.recorded_at < %s THEN e.seq ELSE s.low END,
           CASE WHEN e.recorded_at < %s THEN s.high ELSE e.seq - 1 END
    FROM search s JOIN ledger_entry e
      ON e.site_id = %s AND e.account_id = %s AND e.seq = (s.low + s.high + 1) / 2
    WHERE s.low < s.high)
SELECT MAX(low) FROM search WHERE low = high"""


def statement_of(*, account: AccountRef, first: date, last: date) -> Statement:
    """The account between two days, both included; a fixed number of queries whatever it has."""
    return Statement(
        account=account,
        first=first,
        last=last,
        opening=standing_at(account=account, moment=day_bounds(first)[0]),
        closing=standing_at(account=account, moment=day_bounds(last)[1]),
    )


def statement_lines(*, statement: Statement, after: int | None = None, count: int = 50) -> list[StatementLine]:
    """The next `count` lines of the period after number `after`, in order; three queries."""
    site, account = statement.account.site, statement.account.id
    start = max(statement.opening.seq, after or 0)
    entries = list(
        Entry.objects.filter(site_id=site, account_id=account, seq__gt=start, seq__lte=statement.closing.seq).order_by(
            "seq"
        )[:count]
    )
    ids = [entry.transfer_id for entry in entries]
    made = {transfer.id: transfer for transfer in Transfer.objects.filter(site_id=site, id__in=ids)}
    mended = dict(Transfer.objects.filter(site_id=site, reverses__in=ids).values_list("reverses", "id"))
    return [_line(entry, made[entry.transfer_id], mended.get(entry.transfer_id)) for entry in entries]


def _line(entry: Entry, transfer: Transfer, reversed_by: UUID | None) -> StatementLine:
    return StatementLine(
        site=entry.site_id,
        seq=entry.seq,
        amount=entry.amount,
        balance=entry.balance,
        transfer=transfer.id,
        kind=Kind(transfer.kind),
        occurred_at=transfer.occurred_at,
        recorded_at=entry.recorded_at,
        actor=transfer.actor,
        subject=transfer.subject,
        standard_version=transfer.standard_version,
        memo=transfer.memo,
        other=transfer.credit if entry.amount < 0 else transfer.debit,
        reverses=transfer.reverses,
        reversed_by=reversed_by,
    )
