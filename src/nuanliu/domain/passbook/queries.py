"""What a person has, and the lines of the passbook."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from nuanliu.domain.ledger.queries import balances_of, full_since, lines_of, lots_of, owners_with, subjects_known
from nuanliu.domain.ledger.types import NEVER, AccountKind, AccountRef, BalanceNow, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.types import GrantLeft, PassbookLine, Savings


def savings_of(*, person_id: UUID, site_id: UUID) -> Savings:
    """What one person has at the home site."""
    return savings_of_many(holders=[Holder(person_id, site_id)])[person_id]


def savings_of_many(*, holders: Iterable[Holder]) -> dict[UUID, Savings]:
    """What many people have, by person; one query a site."""
    wanted = {holder: {unit: accounts.savings(holder=holder, unit=unit) for unit in Unit} for holder in holders}
    granted = {holder: accounts.grant(holder=holder) for holder in wanted}
    found = balances_of(accounts=[*(ref for refs in wanted.values() for ref in refs.values()), *granted.values()])
    return {holder.person: _savings(refs, found, granted[holder]) for holder, refs in wanted.items()}


def _savings(refs: dict[Unit, AccountRef], found: dict[UUID, BalanceNow], granted: AccountRef) -> Savings:
    grant = found.get(granted.id)
    time, coin, honour = (found.get(refs[unit].id) for unit in (Unit.TIME, Unit.COIN, Unit.HONOUR))
    return Savings(
        time=time.posted if time else 0,
        time_held=time.held if time else 0,
        coin=coin.posted if coin else 0,
        honour=honour.posted if honour else 0,
        grant=grant.posted if grant else 0,
        grant_held=grant.held if grant else 0,
    )


def passbook_lines(*, holder: Holder, unit: Unit, before: int | None = None, count: int = 20) -> list[PassbookLine]:
    """The newest lines below number `before`, newest first."""
    account = accounts.savings(holder=holder, unit=unit)
    return [
        PassbookLine(
            number=line.seq,
            unit=unit,
            amount=line.amount,
            balance=line.balance,
            kind=line.kind,
            occurred_at=line.occurred_at,
            recorded_at=line.recorded_at,
            subject=line.subject,
            memo=line.memo,
            transfer=line.transfer,
            is_correction=line.reverses is not None,
        )
        for line in lines_of(account=account, before=before, count=count)
    ]


def grant_left(*, holder: Holder) -> GrantLeft:
    """What is left of what an old person was granted, and until when; three queries."""
    account = accounts.grant(holder=holder)
    stands = balances_of(accounts=[account]).get(account.id)
    if stands is None or not stands.posted:
        return GrantLeft(0, 0, ())
    parts = tuple((expires - timedelta(days=1), amount) for expires, amount in lots_of(account=account))
    return GrantLeft(stands.available, stands.held, parts)


def pool_of(*, site: UUID, unit: Unit, code: str = "") -> int:
    """What a site's pool, or the part of it that is meant for one special type, has that is not reserved."""
    pool = accounts.pool(site=site, unit=unit, code=code)
    found = balances_of(accounts=[pool]).get(pool.id)
    return found.available if found else 0


def paper_lines_known(*, site: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these paper lines that a site's book holds already."""
    return subjects_known(site=site, subjects=ids)


def coins_by_last_day(*, holder: Holder) -> list[tuple[date, int]]:
    """(last day on which they can be used, hundredths) of a person's coins that run out, the first to go first."""
    lots = lots_of(account=accounts.savings(holder=holder, unit=Unit.COIN))
    return [(expires - timedelta(days=1), amount) for expires, amount in lots if expires != NEVER]


def honour_full_since(*, holder: Holder, minutes: int) -> datetime | None:
    """When the service was with which somebody's honour came to `minutes` for good; None if it never did."""
    return full_since(account=accounts.savings(holder=holder, unit=Unit.HONOUR), amount=minutes)


def honour_of_site(*, site: UUID, at_least: int) -> dict[UUID, int]:
    """Minutes of honour of everybody whose book is at a site and who has at least so many, by person."""
    return owners_with(site=site, kind=AccountKind.SAVINGS, unit=Unit.HONOUR, at_least=at_least)
