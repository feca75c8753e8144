"""Coins at the till, in the book: out of the person's lots, oldest first, into the shop's account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import balances_of
from nuanliu.domain.ledger.types import STRIPES, AccountKind, AccountRef, Kind, Outcome, Request, Result, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.platform.ids import derived_id

COINS, CLEARING, BORNE = "coins", "clearing", "borne"
"""Names of a redemption's transfers: the line in the passbook, the way between two sites, the sponsor's part."""
BACK = (CLEARING, COINS, BORNE)
"""The order in which they are undone: what arrived goes back before what it was fed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One redemption, as the book needs to know it."""

    id: UUID
    shop: UUID
    site: UUID
    """Whose book takes the coins."""
    person: Holder
    coins: int
    fund: UUID | None
    occurred_at: datetime
    actor: UUID | None
    standard_version: UUID
    memo: str


def shop_account(*, site: UUID, shop: UUID, spread_by: UUID) -> AccountRef:
    """What a shop has taken; the stripe is chosen by the account that gives."""
    kind = AccountKind.REDEMPTION
    return AccountRef(site, ledger.account_id(site=site, unit=Unit.COIN, kind=kind, owner=shop, spread_by=spread_by))


def stripes_of(*, site: UUID, shop: UUID) -> list[AccountRef]:
    """All rows of what a shop has taken."""
    return [shop_account(site=site, shop=shop, spread_by=UUID(int=number)) for number in range(STRIPES)]


def open_shop(*, site: UUID, shop: UUID, at: datetime) -> None:
    """Open a shop's account; doing it again changes nothing."""
    ledger.open_account(site=site, unit=Unit.COIN, kind=AccountKind.REDEMPTION, owner=shop, opened_at=at)


def in_book_of(*, site: UUID, shop: UUID) -> int:
    """What stands in a shop's account."""
    found = balances_of(accounts=stripes_of(site=site, shop=shop))
    return sum(row.posted for row in found.values())


def fund_account(*, site: UUID, fund: UUID) -> AccountRef:
    """What a fund still bears."""
    return AccountRef(site, ledger.account_id(site=site, unit=Unit.COIN, kind=AccountKind.BONUS, owner=fund))


def left_in_fund(*, site: UUID, fund: UUID) -> int:
    """Coins that a fund still bears."""
    account = fund_account(site=site, fund=fund)
    found = balances_of(accounts=[account]).get(account.id)
    return found.posted if found else 0


def legs_of(taken: Taken) -> list[Request]:
    """What is posted for a redemption, in one call."""
    giver = accounts.savings(holder=taken.person, unit=Unit.COIN)
    taker = shop_account(site=taken.site, shop=taken.shop, spread_by=giver.id)
    if giver.site == taken.site:
        legs = [_leg(taken, COINS, Kind.REDEMPTION, giver, taker)]
    else:
        at = taken.occurred_at
        ours = accounts.clearing(site=giver.site, other=taken.site, unit=Unit.COIN, at=at)
        theirs = accounts.clearing(site=taken.site, other=giver.site, unit=Unit.COIN, at=at)
        legs = [
            _leg(taken, COINS, Kind.REDEMPTION, giver, ours),
            _leg(taken, CLEARING, Kind.CLEARING, theirs, taker),
        ]
    if taken.fund is not None:
        fund = fund_account(site=taken.site, fund=taken.fund)
        source = accounts.system(site=taken.site, kind=AccountKind.ISSUANCE, unit=Unit.COIN, spread_by=fund.id)
        legs.append(_leg(taken, BORNE, Kind.REDEMPTION, fund, source))
    return legs


def post(taken: Taken) -> list[Result]:
    """Move the coins, all or nothing; a second send of the same redemption moves nothing."""
    return ledger.post_many(legs_of(taken))


def undo(taken: Taken, *, at: datetime, actor: UUID | None) -> list[Result]:
    """Post the mirror of a redemption; the coins come back with their dates."""
    made = {leg.id: leg.site for leg in legs_of(taken)}
    named = [derived_id(taken.id, name) for name in BACK]
    back = [(derived_id(transfer, "undone"), made[transfer], transfer) for transfer in named if transfer in made]
    return ledger.reverse_many(transfers=back, at=at, actor=actor, memo="undone")


def refused(results: list[Result], *, id: UUID, name: str) -> Outcome | None:  # noqa: A002 (the row's own word)
    """Why the named transfer was refused; None if it stands or only another one was to blame."""
    for result in results:
        if result.id == derived_id(id, name) and not result.stands:
            return None if result.outcome is Outcome.SIBLING_REFUSED else result.outcome
    return None


def _leg(taken: Taken, name: str, kind: Kind, debit: AccountRef, credit: AccountRef) -> Request:
    return Request(
        id=derived_id(taken.id, name),
        group=taken.id,
        site=debit.site,
        kind=kind,
        debit=debit.id,
        credit=credit.id,
        amount=taken.coins,
        occurred_at=taken.occurred_at,
        actor=taken.actor,
        subject=taken.id,
        standard_version=taken.standard_version,
        memo=taken.memo,
    )
