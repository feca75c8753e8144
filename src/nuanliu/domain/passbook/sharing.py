"""From the city's pool to a site's, over the two clearing accounts."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountRef, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.operations import insist
from nuanliu.platform.ids import derived_id


def pass_to_site(
    *, act: UUID, city: UUID, site: UUID, unit: Unit, amount: int, at: datetime, actor: UUID | None
) -> None:
    """Once an `act`. Raises UnableToPost(not_enough) if the city's pool has less."""
    for place in (city, site):
        accounts.open_pool(site=place, unit=unit, at=at)
    ours = accounts.clearing(site=city, other=site, unit=unit, at=at)
    theirs = accounts.clearing(site=site, other=city, unit=unit, at=at)

    def leg(name: str, debit: AccountRef, credit: AccountRef) -> Request:
        return Request(
            id=derived_id(act, name),
            group=act,
            site=debit.site,
            kind=Kind.CLEARING,
            debit=debit.id,
            credit=credit.id,
            amount=amount,
            occurred_at=at,
            actor=actor,
            subject=act,
        )

    from_city, to_site = accounts.pool(site=city, unit=unit), accounts.pool(site=site, unit=unit)
    insist(ledger.post_many([leg("out", from_city, ours), leg("in", theirs, to_site)]))
