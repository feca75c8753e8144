"""The trial balance: what each site had, what came in and went out, what it has; and whatever does not agree.

One statement whatever the book holds: balances, the nearest month's end, and only the lines since then. Busy accounts
count as one. The full check, line by line, is `check_books`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max

from nuanliu.domain.ledger.models import Account, Entry, Hold, Snapshot, Transfer
from nuanliu.domain.ledger.operations import account_id
from nuanliu.domain.ledger.raw import to_id
from nuanliu.domain.ledger.trial_sql import Scope, trial_rows
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Unit
from nuanliu.platform.clock import day_bounds

BATCH = 1_000


class Key(NamedTuple):
    """One line of a trial balance. `other` is the other site of a clearing account, None for every other kind."""

    site: UUID
    unit: Unit
    kind: AccountKind
    other: UUID | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What stood in the accounts of one key at a moment, and all that had ever come in."""

    posted: int = 0
    came_in: int = 0


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One kind of account of one unit at one site over a period. `held` is what is reserved now, None for the past."""

    key: Key
    accounts: int
    opening: int
    came_in: int
    went_out: int
    closing: int
    held: int | None


class Held(NamedTuple):
    """Open holds: how many, and what they still reserve together."""

    holds: int
    still: int


class Mismatch(StrEnum):
    """What can disagree between the sums."""

    UNIT_NOT_ZERO = "unit_not_zero"
    """One unit's accounts at one site do not sum to zero."""
    CLEARING_OPEN = "clearing_open"
    """What one site owes another is not what the other is owed."""
    BALANCE_OFF = "balance_off"
    """Balances are not the month's end and the lines since."""
    HELD_OFF = "held_off"
    """What balances reserve is not what open holds reserve."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree: what stands, what should stand."""

    code: Mismatch
    site: UUID
    unit: Unit
    stands: int
    should: int
    kind: AccountKind | None = None
    other: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sites' clearing accounts of one unit side by side: each is the other's mirror, together nothing."""

    unit: Unit
    site: UUID
    other: UUID
    stands: int
    mirrored: int

    @property
    def difference(self) -> int:
        """Zero in a book that is right."""
        return self.stands + self.mirrored


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial balance of one site or of all, from the beginning of `first` to the end of `last` (None: until now)."""

    first: date
    last: date | None
    rows: list[TrialRow]
    pairs: list[Pair]
    holds: dict[tuple[UUID, Unit], Held]
    disagreements: list[Disagreement]

    def totals(self) -> dict[tuple[UUID, Unit], int]:
        """Sum of the closing balances by site and unit: all zero."""
        found: dict[tuple[UUID, Unit], int] = defaultdict(int)
        for row in self.rows:
            found[row.key.site, row.key.unit] += row.closing
        return dict(found)


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold that still reserves something, and what for."""

    site: UUID
    hold: UUID
    account: UUID
    still: int
    unit: Unit
    made_at: datetime
    expires_at: datetime | None
    subject: UUID | None


def trial_balance(*, first: date, last: date | None = None, site: UUID | None = None) -> Trial:
    """The trial balance of one site, or of every one. `last` None means until now, and then held amounts are known."""
    scope = Scope(site, _mirrors(site) if site else [])
    read = _Read()
    moment = day_bounds(last)[1] if last else None
    newest = Snapshot.objects.aggregate(newest=Max("month"))["newest"]
    for row in trial_rows(scope=scope, opening=day_bounds(first)[0], closing=moment, closed=newest):
        read.take(row)
    rows = [_row(read, key, is_now=last is None) for key in sorted(read.now, key=_order)]
    ours = [row for row in rows if site is None or row.key.site == site]
    pairs = _pairs(ours, {row.key: row.closing for row in rows})
    off = [*_not_zero(ours), *_not_mirrored(pairs)]
    if last is None:
        off += [*_off_lines(read, ours), *_off_holds(read, ours)]
    return Trial(
        first=first,
        last=last,
        rows=ours,
        pairs=pairs,
        holds={place: held for place, held in read.holds.items() if site is None or place[0] == site},
        disagreements=off,
    )


@dataclass(frozen=True, slots=True)
class _Now:
    accounts: int
    posted: int
    held: int


@dataclass(slots=True)
class _Read:
    """What the one statement gave, by key."""

    now: dict[Key, _Now] = field(default_factory=dict)
    opening: dict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    closing: dict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    holds: dict[tuple[UUID, Unit], Held] = field(default_factory=dict)

    def take(self, row: tuple[object, ...]) -> None:
        """Sort one row in."""
        part, site, unit, kind, other, *numbers = row
        count, first, second = (int(str(number or 0)) for number in numbers)
        if part == "holds":
            self.holds[to_id(site), Unit(str(unit))] = Held(count, first)
            return
        key = Key(to_id(site), Unit(str(unit)), AccountKind(str(kind)), UUID(str(other)) if other else None)
        if part == "now":
            self.now[key] = _Now(count, first, second)
            return
        sums = self.opening if part == "opening" else self.closing
        sums[key] = Sums(sums[key].posted + first, sums[key].came_in + second)


def _mirrors(site: UUID) -> list[AccountRef]:
    """The other sides of a site's clearing accounts, which stand in other sites' books."""
    ours = Account.objects.filter(site_id=site, owner=site, kind=AccountKind.CLEARING)
    return [
        AccountRef(
            UUID(code),
            account_id(site=UUID(code), unit=Unit(unit), kind=AccountKind.CLEARING, owner=UUID(code), code=str(site)),
        )
        for code, unit in ours.values_list("code", "unit")
    ]


def _row(read: _Read, key: Key, *, is_now: bool) -> TrialRow:
    before, after, now = read.opening[key], read.closing[key], read.now[key]
    came_in = after.came_in - before.came_in
    return TrialRow(
        key=key,
        accounts=now.accounts,
        opening=before.posted,
        came_in=came_in,
        went_out=came_in - (after.posted - before.posted),
        closing=now.posted if is_now else after.posted,
        held=now.held if is_now else None,
    )


def _order(key: Key) -> tuple[str, int, int, str]:
    return str(key.site), list(Unit).index(key.unit), list(AccountKind).index(key.kind), str(key.other or "")


def _pairs(rows: list[TrialRow], everything: dict[Key, int]) -> list[Pair]:
    stands = {row.key: row.closing for row in rows if row.key.other is not None}
    pairs = []
    for key in sorted(stands, key=_order):
        mirror = Key(key.other or key.site, key.unit, key.kind, key.site)
        is_told_already = mirror in stands and str(mirror.site) < str(key.site)
        if not is_told_already:
            pairs.append(Pair(key.unit, key.site, mirror.site, stands[key], everything.get(mirror, 0)))
    return pairs


def _not_zero(rows: list[TrialRow]) -> Iterator[Disagreement]:
    totals: dict[tuple[UUID, Unit], int] = defaultdict(int)
    for row in rows:
        totals[row.key.site, row.key.unit] += row.closing
    for (site, unit), total in totals.items():
        if total:
            yield Disagreement(Mismatch.UNIT_NOT_ZERO, site, unit, stands=total, should=0)


def _not_mirrored(pairs: list[Pair]) -> Iterator[Disagreement]:
    for pair in pairs:
        if pair.difference:
            yield Disagreement(
                Mismatch.CLEARING_OPEN,
                pair.site,
                pair.unit,
                stands=pair.stands,
                should=-pair.mirrored,
                kind=AccountKind.CLEARING,
                other=pair.other,
            )


def _off_lines(read: _Read, rows: list[TrialRow]) -> Iterator[Disagreement]:
    for row in rows:
        counted = read.closing[row.key].posted
        if row.closing != counted:
            yield Disagreement(
                Mismatch.BALANCE_OFF,
                row.key.site,
                row.key.unit,
                stands=row.closing,
                should=counted,
                kind=row.key.kind,
                other=row.key.other,
            )


def _off_holds(read: _Read, rows: list[TrialRow]) -> Iterator[Disagreement]:
    reserved: dict[tuple[UUID, Unit], int] = defaultdict(int)
    for row in rows:
        reserved[row.key.site, row.key.unit] += row.held or 0
    for (site, unit), amount in reserved.items():
        still = read.holds[site, unit].still if (site, unit) in read.holds else 0
        if amount != still:
            yield Disagreement(Mismatch.HELD_OFF, site, unit, stands=amount, should=still)


class BookSize(NamedTuple):
    """How many rows the book has."""

    accounts: int
    transfers: int
    entries: int


def book_size() -> BookSize:
    """Count the book; for the night, not for a page."""
    return BookSize(Account.objects.count(), Transfer.objects.count(), Entry.objects.count())


def open_holds(*, site: UUID | None = None) -> Iterator[OpenHold]:
    """Every hold that still reserves something, with what it is for; a thousand a pair of queries."""
    rows = Hold.objects.filter(amount__gt=F("captured") + F("released")).order_by("site_id", "transfer_id")
    if site is not None:
        rows = rows.filter(site_id=site)
    batch: list[Hold] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _told(batch)
            batch = []
    yield from _told(batch)


def _told(batch: list[Hold]) -> Iterator[OpenHold]:
    made = Transfer.objects.filter(site_id__in={h.site_id for h in batch}, id__in=[h.transfer_id for h in batch])
    facts = {row.id: row for row in made}
    for hold in batch:
        transfer = facts[hold.transfer_id]
        yield OpenHold(
            site=hold.site_id,
            hold=hold.transfer_id,
            account=hold.account_id,
            still=hold.amount - hold.captured - hold.released,
            unit=Unit(transfer.unit),
            made_at=transfer.recorded_at,
            expires_at=hold.expires_at,
            subject=transfer.subject,
        )
