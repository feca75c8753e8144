"""Reading the book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Sum

from nuanliu.domain.ledger.models import Account, Balance, Entry, Hold, Lot, Transfer
from nuanliu.domain.ledger.types import AccountKind, AccountRef, BalanceNow, Kind, Line, Phase, Unit


def balance_of(*, account: AccountRef) -> BalanceNow:
    """Counters of one account; zeros if it was never opened."""
    return balances_of(accounts=[account]).get(account.id) or BalanceNow(account.id, 0, 0)


def balances_of(*, accounts: Iterable[AccountRef]) -> dict[UUID, BalanceNow]:
    """Counters of many accounts, by account id; one query a site."""
    by_site: dict[UUID, list[UUID]] = {}
    for account in accounts:
        by_site.setdefault(account.site, []).append(account.id)
    return {
        row.account_id: BalanceNow(row.account_id, row.posted, row.held)
        for site, ids in by_site.items()
        for row in Balance.objects.filter(site_id=site, account_id__in=ids)
    }


def lines_of(*, account: AccountRef, before: int | None = None, count: int = 20) -> list[Line]:
    """The newest `count` lines of an account whose number is below `before`, newest first: constant time a page."""
    entries = Entry.objects.filter(site_id=account.site, account_id=account.id)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    page = list(entries.order_by("-seq")[:count])
    wanted = [entry.transfer_id for entry in page]
    made = {transfer.id: transfer for transfer in Transfer.objects.filter(site_id=account.site, id__in=wanted)}
    return [_line(entry, made[entry.transfer_id]) for entry in page]


def lines_after(*, account: AccountRef, after: int, count: int) -> list[Line]:
    """The next `count` lines of an account whose number is above `after`, in order: constant time."""
    page = list(
        Entry.objects.filter(site_id=account.site, account_id=account.id, seq__gt=after).order_by("seq")[:count]
    )
    wanted = [entry.transfer_id for entry in page]
    made = {transfer.id: transfer for transfer in Transfer.objects.filter(site_id=account.site, id__in=wanted)}
    return [_line(entry, made[entry.transfer_id]) for entry in page]


def newest_seq(*, accounts: Iterable[AccountRef]) -> dict[UUID, int]:
    """Number of the last line of accounts, by id; one query a site."""
    by_site: dict[UUID, list[UUID]] = {}
    for account in accounts:
        by_site.setdefault(account.site, []).append(account.id)
    return {
        row.account_id: row.seq
        for site, ids in by_site.items()
        for row in Balance.objects.filter(site_id=site, account_id__in=ids)
    }


def reversals_of(*, site: UUID, transfers: Iterable[UUID]) -> dict[UUID, datetime]:
    """Those of these transfers that were reversed, with when."""
    rows = Transfer.objects.filter(site_id=site, reverses__in=list(transfers))
    return {row.reverses: row.occurred_at for row in rows if row.reverses is not None}


def _line(entry: Entry, transfer: Transfer) -> Line:
    return Line(
        seq=entry.seq,
        amount=entry.amount,
        balance=entry.balance,
        transfer=transfer.id,
        kind=Kind(transfer.kind),
        occurred_at=transfer.occurred_at,
        recorded_at=transfer.recorded_at,
        subject=transfer.subject,
        standard_version=transfer.standard_version,
        memo=transfer.memo,
        reverses=transfer.reverses,
    )


def holds_past(*, moment: datetime, limit: int = 100) -> list[tuple[UUID, UUID]]:
    """(site, hold) of open holds whose time is over, oldest first. Not locked: releasing one twice does it once."""
    rows = Hold.objects.filter(expires_at__lt=moment, amount__gt=F("captured") + F("released")).order_by(
        "expires_at", "transfer_id"
    )[:limit]
    return [(row.site_id, row.transfer_id) for row in rows]


def held_open(*, site: UUID, hold: UUID) -> int:
    """Minutes still reserved by a hold; 0 if it is used up or was never made."""
    row = Hold.objects.filter(site_id=site, transfer_id=hold).first()
    return row.amount - row.captured - row.released if row else 0


def held_ever(*, site: UUID, hold: UUID) -> int:
    """Minutes that a hold reserved when it was made; 0 if it never was."""
    row = Hold.objects.filter(site_id=site, transfer_id=hold).first()
    return row.amount if row else 0


def total_posted(*, unit: Unit, kind: AccountKind | None = None, site: UUID | None = None) -> int:
    """Sum of the balances of all accounts of one unit (and kind), at one site or everywhere."""
    accounts = Account.objects.filter(unit=unit)
    rows = Balance.objects.all()
    if kind is not None:
        accounts = accounts.filter(kind=kind)
    if site is not None:
        accounts, rows = accounts.filter(site_id=site), rows.filter(site_id=site)
    return int(rows.filter(account_id__in=accounts.values("id")).aggregate(total=Sum("posted"))["total"] or 0)


def transfers_about(*, site: UUID, subject: UUID) -> list[tuple[UUID, Kind, Phase, Unit, int, UUID, UUID]]:
    """(id, kind, phase, unit, amount, debit, credit) of everything posted for one subject, in the order made."""
    rows = Transfer.objects.filter(site_id=site, subject=subject).order_by("recorded_at", "id")
    return [(r.id, Kind(r.kind), Phase(r.phase), Unit(r.unit), r.amount, r.debit, r.credit) for r in rows]


def posted_by_site(*, kind: AccountKind, unit: Unit) -> dict[UUID, int]:
    """Sum of the balances of all accounts of one kind and unit, by site; a site without any is left out."""
    accounts = Account.objects.filter(site_id=OuterRef("site_id"), id=OuterRef("account_id"), kind=kind, unit=unit)
    rows = Balance.objects.filter(Exists(accounts)).values("site_id").annotate(total=Sum("posted")).order_by("site_id")
    return {row["site_id"]: int(row["total"]) for row in rows}


def quiet_owners(*, since: datetime, limit: int) -> list[UUID]:
    """Owners of TIME savings opened before `since`, in whose account no line was written since then."""
    lines = Entry.objects.filter(site_id=OuterRef("site_id"), account_id=OuterRef("id"), recorded_at__gte=since)
    rows = Account.objects.filter(
        ~Exists(lines), kind=AccountKind.SAVINGS, unit=Unit.TIME, closed_at=None, opened_at__lt=since
    )
    return list(rows.order_by("site_id", "id").values_list("owner", flat=True)[:limit])


def subjects_known(*, site: UUID, subjects: Iterable[UUID]) -> set[UUID]:
    """Those of `subjects` for which something stands in the journal of a site."""
    rows = Transfer.objects.filter(site_id=site, subject__in=list(subjects))
    return {subject for subject in rows.values_list("subject", flat=True) if subject is not None}


@dataclass(frozen=True, slots=True)
class LotLeft:
    """What of one lot is neither spent nor reserved."""

    account: AccountRef
    owner: UUID
    kind: AccountKind
    unit: Unit
    expires: date
    free: int


def lots_left(*, until: date, after: date | None = None, limit: int | None = None) -> list[LotLeft]:
    """Lots with something free that run out by `until` (and later than `after`), the oldest first.

    Two queries a site, whatever the number of lots.
    """
    rows = Lot.objects.filter(remaining__gt=F("held"), expires__lte=until).order_by("expires", "site_id", "account_id")
    if after is not None:
        rows = rows.filter(expires__gt=after)
    found = list(rows[:limit])
    owners: dict[tuple[UUID, UUID], Account] = {}
    for site in {row.site_id for row in found}:
        wanted = {row.account_id for row in found if row.site_id == site}
        owners |= {(site, each.id): each for each in Account.objects.filter(site_id=site, id__in=wanted)}
    return [_lot_left(row, owners[row.site_id, row.account_id]) for row in found]


def _lot_left(row: Lot, account: Account) -> LotLeft:
    return LotLeft(
        account=AccountRef(row.site_id, row.account_id),
        owner=account.owner,
        kind=AccountKind(account.kind),
        unit=Unit(account.unit),
        expires=row.expires,
        free=row.remaining - row.held,
    )


def lots_of(*, account: AccountRef) -> list[tuple[date, int]]:
    """(first day on which it is gone, what is left) of an account's lots, the oldest first; `NEVER` for what stays."""
    rows = Lot.objects.filter(site_id=account.site, account_id=account.id, remaining__gt=0).order_by("expires")
    return [(row.expires, row.remaining) for row in rows]


def full_since(*, account: AccountRef, amount: int) -> datetime | None:
    """When what filled an account to `amount` happened, after which it was never below; None if it is below."""
    lines = Entry.objects.filter(site_id=account.site, account_id=account.id)
    last_below = lines.filter(balance__lt=amount).order_by("-seq").values_list("seq", flat=True).first()
    after = lines.filter(seq__gt=last_below or 0).order_by("seq")
    made = after.values_list("transfer_id", flat=True).first()
    if made is None:
        return None
    return Transfer.objects.filter(site_id=account.site, id=made).values_list("occurred_at", flat=True).first()


def owners_with(*, site: UUID, kind: AccountKind, unit: Unit, at_least: int) -> dict[UUID, int]:
    """Balance of every account of one kind and unit at a site that has at least so much, by owner; two queries."""
    accounts = Account.objects.filter(site_id=site, kind=kind, unit=unit)
    owner_of = dict(accounts.values_list("id", "owner"))
    rows = Balance.objects.filter(site_id=site, posted__gte=at_least).values_list("account_id", "posted")
    return {owner_of[account]: posted for account, posted in rows if owner_of.get(account) is not None}
