"""Time into coins, and time or coins to the pool: posted at once, and for a few minutes undone by the mirror image."""

from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Dealing
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.types import DealingKind
from nuanliu.platform.ids import derived_id


def post_conversion(*, dealing: Dealing, until: date | None) -> None:
    """Minutes out of TIME through the conversion account, as many coins out of it. Raises UnableToPost."""
    holder = Holder(dealing.person_id, dealing.site_id)
    time, coin = (accounts.savings(holder=holder, unit=unit) for unit in (Unit.TIME, Unit.COIN))
    sink, mint = (_conversion(holder, unit) for unit in (Unit.TIME, Unit.COIN))
    insist(
        ledger.post_many(
            [
                _leg(dealing, "minutes", Kind.CONVERSION, time, sink, dealing.amount),
                _leg(dealing, "coins", Kind.CONVERSION, mint, coin, dealing.coins, lot=until),
            ]
        )
    )


def post_donation(*, dealing: Dealing, city: UUID | None = None) -> None:
    """Out of the person's account into the site's pool, the part of it that is meant, or the `city`'s.

    Raises UnableToPost.
    """
    holder, unit, at = Holder(dealing.person_id, dealing.site_id), Unit(dealing.unit), dealing.made_at
    giver = accounts.savings(holder=holder, unit=unit)
    if city is None:
        accounts.open_pool(site=holder.site, unit=unit, at=at, code=dealing.purpose)
        pool = accounts.pool(site=holder.site, unit=unit, code=dealing.purpose)
        insist(ledger.post_many([_leg(dealing, "given", Kind.DONATION, giver, pool, dealing.amount)]))
        return
    accounts.open_pool(site=city, unit=unit, at=at)
    ours = accounts.clearing(site=holder.site, other=city, unit=unit, at=at)
    theirs = accounts.clearing(site=city, other=holder.site, unit=unit, at=at)
    pool = accounts.pool(site=city, unit=unit)
    insist(
        ledger.post_many(
            [
                _leg(dealing, "given", Kind.DONATION, giver, ours, dealing.amount),
                _leg(dealing, "arrived", Kind.DONATION, theirs, pool, dealing.amount),
            ]
        )
    )


def undo(*, dealing: Dealing, at: datetime, actor: UUID | None, city: UUID | None = None) -> None:
    """Reverse what the dealing posted. Raises UnableToPost: not_enough, if it has been used meanwhile."""
    if dealing.kind == DealingKind.CONVERSION:
        made = [("coins", dealing.site_id), ("minutes", dealing.site_id)]
    else:
        made = [*([("arrived", city)] if city else []), ("given", dealing.site_id)]
    mirrors = [
        (derived_id(derived_id(dealing.id, name), "undone"), site, derived_id(dealing.id, name)) for name, site in made
    ]
    insist(ledger.reverse_many(transfers=mirrors, at=at, actor=actor, memo="undone"))


def _conversion(holder: Holder, unit: Unit) -> AccountRef:
    return accounts.system(site=holder.site, kind=AccountKind.CONVERSION, unit=unit, spread_by=holder.person)


def _leg(  # noqa: PLR0917 (giver, receiver, amount: read like a line of the book)
    dealing: Dealing,
    name: str,
    kind: Kind,
    debit: AccountRef,
    credit: AccountRef,
    amount: int,
    lot: date | None = None,
) -> Request:
    return Request(
        id=derived_id(dealing.id, name),
        group=dealing.id,
        site=debit.site,
        kind=kind,
        debit=debit.id,
        credit=credit.id,
        amount=amount,
        occurred_at=dealing.made_at,
        actor=dealing.made_by,
        subject=dealing.id,
        standard_version=dealing.standard_version,
        lot=lot,
    )
