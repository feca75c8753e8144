"""Which account is whose: one person, one account of each unit, kept at the person's home site."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger.operations import account_id, open_account
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Unit
from nuanliu.domain.passbook.types import Purse


@dataclass(frozen=True, slots=True)
class Holder:
    """A person and the site that keeps the person's book."""

    person: UUID
    site: UUID


def savings(*, holder: Holder, unit: Unit) -> AccountRef:
    """The person's account of one unit."""
    return AccountRef(
        holder.site, account_id(site=holder.site, unit=unit, kind=AccountKind.SAVINGS, owner=holder.person)
    )


def grant(*, holder: Holder) -> AccountRef:
    """What an old person was granted; opened with the first grant."""
    own = account_id(site=holder.site, unit=Unit.TIME, kind=AccountKind.GRANT, owner=holder.person)
    return AccountRef(holder.site, own)


def paying(*, purse: Purse, holder: Holder) -> AccountRef:
    """The account that pays for a visit to this old person."""
    if purse is Purse.GRANT:
        return grant(holder=holder)
    if purse is Purse.POOL:
        return system(site=holder.site, kind=AccountKind.POOL, unit=Unit.TIME, spread_by=holder.person)
    return savings(holder=holder, unit=Unit.TIME)


def system(*, site: UUID, kind: AccountKind, unit: Unit, spread_by: UUID) -> AccountRef:
    """A site's own account; the stripe is chosen by the other account of the posting."""
    return AccountRef(site, account_id(site=site, unit=unit, kind=kind, owner=site, spread_by=spread_by))


def pool(*, site: UUID, unit: Unit, code: str = "") -> AccountRef:
    """A site's pool, or the part of it that donors meant for one special type."""
    return AccountRef(site, account_id(site=site, unit=unit, kind=AccountKind.POOL, owner=site, code=code))


def open_pool(*, site: UUID, unit: Unit, at: datetime, code: str = "") -> None:
    """Open a pool or a part of it; doing it again changes nothing."""
    open_account(site=site, unit=unit, kind=AccountKind.POOL, owner=site, code=code, opened_at=at)


def clearing(*, site: UUID, other: UUID, unit: Unit, at: datetime) -> AccountRef:
    """What `site` owes to (below zero: is owed by) `other`; opened when first needed."""
    return AccountRef(
        site,
        open_account(site=site, unit=unit, kind=AccountKind.CLEARING, owner=site, code=str(other), opened_at=at),
    )


def open_savings(*, holder: Holder, at: datetime) -> None:
    """Open a person's three accounts; doing it again changes nothing."""
    for unit in Unit:
        open_account(site=holder.site, unit=unit, kind=AccountKind.SAVINGS, owner=holder.person, opened_at=at)


def open_grant(*, holder: Holder, at: datetime) -> None:
    """Open the account of what an old person is granted; doing it again changes nothing."""
    open_account(site=holder.site, unit=Unit.TIME, kind=AccountKind.GRANT, owner=holder.person, opened_at=at)


def open_expiry(*, site: UUID, unit: Unit, at: datetime) -> None:
    """Open the account of a site that takes what ran out; opened when first needed."""
    open_account(site=site, unit=unit, kind=AccountKind.EXPIRY, owner=site, opened_at=at)
