"""Monthly grants: minutes that run out, cannot be given away, and come from the pool or from the site."""

from datetime import date
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountKind, Kind, Outcome, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.platform.ids import derived_id


def grant_id(*, person: UUID, month: date) -> UUID:
    """Id of one person's grant of one month."""
    return derived_id(person, "grant", month.isoformat())


def post_grant(*, grant: Grant, pool_first: bool) -> None:
    """Post `grant` and write it down; the person's row is locked and has none of that month yet.

    The pool gives what it has, if it goes first; the site's issuance gives the rest. Raises UnableToPost.
    """
    accounts.open_grant(holder=Holder(grant.person_id, grant.site_id), at=grant.made_at)
    grant.from_pool = _from_pool(grant) if pool_first else 0
    if grant.from_pool < grant.minutes:
        rest = grant.minutes - grant.from_pool
        insist([ledger.post(_leg(grant, "issued", AccountKind.ISSUANCE, rest))])
    grant.save(force_insert=True)


def _from_pool(grant: Grant) -> int:
    """What the pool gave: as much as it has. Refused means that it was emptied meanwhile, so look again."""
    while part := min(grant.minutes, pool_of(site=grant.site_id, unit=Unit.TIME)):
        result = ledger.post(_leg(grant, "pool", AccountKind.POOL, part))
        if result.outcome is not Outcome.NOT_ENOUGH:
            insist([result])
            return part
    return 0


def _leg(grant: Grant, name: str, source: AccountKind, part: int) -> Request:
    giver = accounts.system(site=grant.site_id, kind=source, unit=Unit.TIME, spread_by=grant.person_id)
    return Request(
        id=derived_id(grant.id, name),
        group=grant.id,
        site=grant.site_id,
        kind=Kind.GRANT,
        debit=giver.id,
        credit=accounts.grant(holder=Holder(grant.person_id, grant.site_id)).id,
        amount=part,
        occurred_at=grant.made_at,
        subject=grant.id,
        standard_version=grant.standard_version,
        lot=grant.expires,
    )
