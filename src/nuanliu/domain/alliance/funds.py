"""Sponsors' funds: coins that an enterprise takes upon itself for a purpose. Funded first, never below zero."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.models import Fund
from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import balances_of
from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.operations import insist
from nuanliu.platform.ids import derived_id


def open_fund(
    *,
    id: UUID,  # noqa: A002 (the row's own word)
    site: UUID,
    sponsor: str,
    purpose: str,
    at: datetime,
    by: UUID | None,
) -> Fund:
    """Open a fund and its account, or find it. Inside the caller's transaction."""
    fund, _is_new = Fund.objects.get_or_create(
        pk=id, defaults={"site_id": site, "sponsor": sponsor, "purpose": purpose, "made_at": at, "made_by": by}
    )
    ledger.open_account(site=fund.site_id, unit=Unit.COIN, kind=AccountKind.BONUS, owner=fund.pk, opened_at=at)
    return fund


def put_in(
    *,
    fund: Fund,
    coins: int,
    id: UUID,  # noqa: A002 (the ledger's own word)
    at: datetime,
    by: UUID | None,
    standard_version: UUID,
) -> None:
    """The sponsor takes so many hundredths more upon itself, once an id. Raises UnableToPost."""
    account = posting.fund_account(site=fund.site_id, fund=fund.pk)
    source = accounts.system(site=fund.site_id, kind=AccountKind.ISSUANCE, unit=Unit.COIN, spread_by=account.id)
    insist([ledger.post(_leg(fund, Kind.BONUS, source.id, account.id, coins, id, at, by, standard_version))])


def pass_on(*, fund: Fund, coins: int, at: datetime, by: UUID | None, standard_version: UUID) -> None:
    """What is left of an ended fund goes to the pool of its site. Raises UnableToPost."""
    account = posting.fund_account(site=fund.site_id, fund=fund.pk)
    pool = accounts.system(site=fund.site_id, kind=AccountKind.POOL, unit=Unit.COIN, spread_by=account.id)
    id_ = derived_id(fund.pk, "passed-on")
    insist([ledger.post(_leg(fund, Kind.DONATION, account.id, pool.id, coins, id_, at, by, standard_version))])


def give_year(
    *,
    id: UUID,  # noqa: A002 (the ledger's own word)
    site: UUID,
    shop: UUID,
    coins: int,
    at: datetime,
    by: UUID | None,
    standard_version: UUID,
    memo: str,
) -> None:
    """So many of the coins that a shop has taken go into the pool of its site. Raises UnableToPost."""
    stripes = posting.stripes_of(site=site, shop=shop)
    stands = balances_of(accounts=stripes)
    pool = accounts.system(site=site, kind=AccountKind.POOL, unit=Unit.COIN, spread_by=shop)
    legs, left = [], coins
    for number, account in enumerate(stripes):
        part = min(left, stands[account.id].posted if account.id in stands else 0)
        if part > 0:
            left -= part
            legs.append(
                Request(
                    id=derived_id(id, str(number)),
                    group=id,
                    site=site,
                    kind=Kind.DONATION,
                    debit=account.id,
                    credit=pool.id,
                    amount=part,
                    occurred_at=at,
                    actor=by,
                    subject=id,
                    standard_version=standard_version,
                    memo=memo,
                )
            )
    insist(ledger.post_many(legs))


def _leg(  # noqa: PLR0917 (giver, receiver, amount: read like a line of the book)
    fund: Fund,
    kind: Kind,
    debit: UUID,
    credit: UUID,
    coins: int,
    id: UUID,  # noqa: A002
    at: datetime,
    by: UUID | None,
    standard_version: UUID,
) -> Request:
    return Request(
        id=id,
        site=fund.site_id,
        kind=kind,
        debit=debit,
        credit=credit,
        amount=coins,
        occurred_at=at,
        actor=by,
        subject=fund.pk,
        standard_version=standard_version,
        memo=fund.sponsor,
    )
