"""Monthly grants: minutes that run out, cannot be given away, and come from the pool or from the site."""

from datetime import date
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Outcome, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.platform.ids import derived_id


def grant_id(*, person: UUID, month: date) -> UUID:
    """Id of one person's grant of one month."""
    return derived_id(person, "grant", month.isoformat())


def post_grant(*, grant: Grant, pool_first: bool, types: tuple[str, ...] = ()) -> None:
    """Post `grant` and write it down; the person's row is locked and has none of that month yet.

    What was given for one of her special `types` goes first, whoever else the pool is for; then the pool gives what it
    has, if it goes first; the site's issuance gives the rest. Raises UnableToPost.
    """
    accounts.open_grant(holder=Holder(grant.person_id, grant.site_id), at=grant.made_at)
    grant.from_pool = 0
    for code in (*types, *([""] if pool_first else [])):
        grant.from_pool += _from_pool(grant, code, grant.minutes - grant.from_pool)
    if grant.from_pool < grant.minutes:
        rest = grant.minutes - grant.from_pool
        issuance = accounts.system(
            site=grant.site_id, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=grant.person_id
        )
        insist([ledger.post(_leg(grant, "issued", issuance, rest))])
    grant.save(force_insert=True)


def _from_pool(grant: Grant, code: str, wanted: int) -> int:
    """What this part of the pool gave: as much as it has. Refused means that it was emptied meanwhile: look again."""
    pool = accounts.pool(site=grant.site_id, unit=Unit.TIME, code=code)
    while part := min(wanted, pool_of(site=grant.site_id, unit=Unit.TIME, code=code)):
        result = ledger.post(_leg(grant, f"pool-{code}" if code else "pool", pool, part))
        if result.outcome is not Outcome.NOT_ENOUGH:
            insist([result])
            return part
    return 0


def _leg(grant: Grant, name: str, giver: AccountRef, part: int) -> Request:
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
