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

LEGS = {DealingKind.CONVERSION.value: ("coins", "minutes"), DealingKind.DONATION.value: ("given",)}
"""Names of a dealing's transfers, in the order in which they are undone."""


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


def post_donation(*, dealing: Dealing) -> None:
    """Out of the person's account into the site's pool. Raises UnableToPost."""
    holder, unit = Holder(dealing.person_id, dealing.site_id), Unit(dealing.unit)
    giver = accounts.savings(holder=holder, unit=unit)
    pool = accounts.system(site=holder.site, kind=AccountKind.POOL, unit=unit, spread_by=giver.id)
    insist(ledger.post_many([_leg(dealing, "given", Kind.DONATION, giver, pool, dealing.amount)]))


def undo(*, dealing: Dealing, at: datetime, actor: UUID | None) -> None:
    """Reverse what the dealing posted. Raises UnableToPost: not_enough, if it has been used meanwhile."""
    made = [derived_id(dealing.id, name) for name in LEGS[dealing.kind]]
    mirrors = [(derived_id(transfer, "undone"), dealing.site_id, transfer) for transfer in made]
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
        site=dealing.site_id,
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
