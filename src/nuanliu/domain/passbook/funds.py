"""What fills and empties a site's pool and bonus fund, besides donations and what runs out."""

from datetime import date

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Funding, PoolUse
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.pools import HELP
from nuanliu.domain.passbook.types import FundTarget, PoolUseKind
from nuanliu.platform.ids import derived_id


def post_funding(*, funding: Funding) -> None:
    """Out of the site's issuance into its pool or bonus fund, as the row says. Raises UnableToPost."""
    unit, is_bonus = Unit(funding.unit), funding.target == FundTarget.BONUS
    target = AccountKind.BONUS if is_bonus else AccountKind.POOL
    site = funding.site_id
    ledger.open_account(site=site, unit=unit, kind=target, owner=site, opened_at=funding.made_at)
    taker = accounts.system(site=site, kind=target, unit=unit, spread_by=site)
    giver = accounts.system(site=site, kind=AccountKind.ISSUANCE, unit=unit, spread_by=taker.id)
    request = Request(
        id=derived_id(funding.id, "funded"),
        site=site,
        kind=Kind.BONUS if is_bonus else Kind.GRANT,
        debit=giver.id,
        credit=taker.id,
        amount=funding.amount,
        occurred_at=funding.made_at,
        actor=funding.made_by,
        subject=funding.id,
        standard_version=funding.standard_version,
        memo=funding.source,
    )
    insist([ledger.post(request)])


def post_pool_use(*, use: PoolUse, until: date) -> None:
    """Out of the pool: to what she was granted (until that day), or over what she owes. Raises UnableToPost."""
    holder = Holder(use.person_id, use.site_id)
    pool = accounts.system(site=use.site_id, kind=AccountKind.POOL, unit=Unit.TIME, spread_by=use.person_id)
    is_help = use.kind == PoolUseKind.HELP
    if is_help and use.decided_at is not None:
        accounts.open_grant(holder=holder, at=use.decided_at)
    taker = accounts.grant(holder=holder) if is_help else accounts.savings(holder=holder, unit=Unit.TIME)
    request = Request(
        id=derived_id(use.id, "used"),
        site=use.site_id,
        kind=Kind.GRANT,
        debit=pool.id,
        credit=taker.id,
        amount=use.minutes,
        occurred_at=use.decided_at or use.asked_at,
        actor=use.decided_by,
        subject=use.id,
        standard_version=use.standard_version,
        lot=until if is_help else None,
        memo=HELP if is_help else "",
    )
    insist([ledger.post(request)])
