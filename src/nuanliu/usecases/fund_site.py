"""The bureau fills a site's pool or bonus fund, for itself or for a sponsor: every time a row that anybody may read."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.funds import post_funding
from nuanliu.domain.passbook.models import Funding
from nuanliu.domain.passbook.types import FundSource, FundTarget
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToFund(Unable):
    """It cannot be filled like this."""


@repeated
def fund_site(
    *,
    actor: Actor,
    site_id: UUID,
    target: FundTarget,
    unit: Unit,
    source: FundSource,
    giver: str,
    amount: int,
    token: UUID,
    now: datetime,
) -> Funding:
    """Put `amount` (minutes, or hundredths of a coin) into a site's pool or bonus fund.

    The same token finds the first one. Raises UnableToFund, UnableToPost, NotVisible.
    """
    with durable():
        site = Node.objects.filter(pk=site_id, closed_at=None).first()
        if site is None or not site.is_site or actor.id is None or not actor.may(Power.FUND, path=site.path):
            raise NotVisible
        identity = derived_id(token, "funding", str(site_id))
        known = Funding.objects.filter(site_id=site_id, id=identity).first()
        if known is not None:
            return known
        if amount <= 0:
            raise UnableToFund("no_amount", _("请写多少。"), field="amount")
        if unit is Unit.HONOUR or (target is FundTarget.BONUS and unit is not Unit.COIN):
            raise UnableToFund("wrong_unit", _("奖励金只收服务币。"), field="unit")
        funding = Funding(
            site_id=site_id,
            id=identity,
            target=target.value,
            source=source.value,
            giver=giver.strip(),
            unit=unit.value,
            amount=amount,
            made_by=actor.id,
            made_at=now,
            standard_version=standard_in_force(at=now, site=site_id).version_id,
        )
        post_funding(funding=funding)
        funding.save(force_insert=True)
        record(
            action="fund.filled",
            subject_type="node",
            subject_id=site_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.FUND, path=site.path),
            site_id=site_id,
            details={"target": target.value, "source": source.value, "unit": unit.value, "amount": amount},
        )
        return funding
