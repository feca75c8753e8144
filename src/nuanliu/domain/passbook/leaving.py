"""The book of somebody who died or is gone for good: to one relative, or to the pool."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import balance_of
from nuanliu.domain.ledger.types import AccountRef, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Estate
from nuanliu.domain.passbook.operations import insist
from nuanliu.platform.ids import derived_id


def pass_to_heir(*, estate: Estate, heir: Holder, minutes: int, at: datetime, actor: UUID | None) -> None:
    """Once an estate, directly or over the two clearing accounts. Raises UnableToPost(not_enough)."""
    accounts.open_savings(holder=heir, at=at)
    source = accounts.savings(holder=Holder(estate.person_id, estate.site_id), unit=Unit.TIME)
    target = accounts.savings(holder=heir, unit=Unit.TIME)

    def leg(name: str, debit: AccountRef, credit: AccountRef) -> Request:
        return Request(
            id=derived_id(estate.id, name),
            group=estate.id,
            site=debit.site,
            kind=Kind.GIFT,
            debit=debit.id,
            credit=credit.id,
            amount=minutes,
            occurred_at=at,
            actor=actor,
            subject=estate.id,
            standard_version=estate.standard_version,
        )

    if source.site == target.site:
        insist([ledger.post(leg("left", source, target))])
        return
    ours = accounts.clearing(site=source.site, other=target.site, unit=Unit.TIME, at=at)
    theirs = accounts.clearing(site=target.site, other=source.site, unit=Unit.TIME, at=at)
    insist(ledger.post_many([leg("left", source, ours), leg("arrived", theirs, target)]))


def pass_to_pool(*, holder: Holder, unit: Unit, act: UUID, at: datetime, actor: UUID | None) -> int:
    """All of one unit that is free goes to the pool of her site. Gives how much; 0 if there is nothing.

    Later arrivals are another `act`: its day belongs in the id.
    """
    source = accounts.savings(holder=holder, unit=unit)
    free = balance_of(account=source).available
    if free <= 0:
        return 0
    accounts.open_pool(site=holder.site, unit=unit, at=at)
    request = Request(
        id=derived_id(act, unit, at.isoformat()),
        group=act,
        site=holder.site,
        kind=Kind.DONATION,
        debit=source.id,
        credit=accounts.pool(site=holder.site, unit=unit).id,
        amount=free,
        occurred_at=at,
        actor=actor,
        subject=act,
        memo="left",
    )
    insist([ledger.post(request)])
    return free
