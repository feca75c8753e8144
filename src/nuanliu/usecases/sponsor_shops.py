"""Enterprises take coins upon themselves for a purpose; what is left at the end goes to the pool."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.funds import open_fund, pass_on, put_in
from nuanliu.domain.alliance.models import Fund, Offer
from nuanliu.domain.alliance.types import Bearer, FundState
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToSponsor(Unable):
    """The fund cannot be opened, filled or ended so."""


def funds_within(*, actor: Actor) -> QuerySet[Fund]:
    """Funds of the sites for which the actor decides, the newest first."""
    reach = within(paths=actor.paths(Power.SHOP_DECIDE), column="site__path")
    return Fund.objects.filter(reach).select_related("site").order_by("-made_at", "-id")


def access_fund(*, actor: Actor, fund_id: UUID, lock: bool = False) -> Fund:
    """One of them. Raises NotVisible."""
    rows = funds_within(actor=actor)
    found = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).filter(pk=fund_id).first()
    if found is None:
        raise NotVisible
    return found


@repeated
def start_fund(
    *, actor: Actor, site_id: UUID, sponsor: str, purpose: str, coins: int, token: UUID, now: datetime
) -> Fund:
    """A sponsor takes so many hundredths upon itself, for a purpose, at a site. Raises UnableToSponsor, NotVisible."""
    with durable():
        site = sites().filter(pk=site_id).first()
        if site is None or not actor.may(Power.SHOP_DECIDE, path=site.path):
            raise NotVisible
        standard = standard_in_force(at=now, site=site.pk)
        if not standard.boolean("sponsor_fund_allowed"):
            raise UnableToSponsor("not_allowed", _("现在的规则不设企业资助。"))
        fund_id = derived_id(token, "fund")
        fund = open_fund(id=fund_id, site=site.pk, sponsor=sponsor, purpose=purpose, at=now, by=actor.id)
        version = standard.version_id
        put_in(fund=fund, coins=coins, id=derived_id(token, "put-in"), at=now, by=actor.id, standard_version=version)
        _note("fund.started", fund, actor, now, coins)
        return fund


@repeated
def add_to_fund(*, actor: Actor, fund_id: UUID, coins: int, token: UUID, now: datetime) -> Fund:
    """More, once a token. Raises UnableToSponsor (ended), NotVisible."""
    with durable():
        fund = live_fund(actor, fund_id)
        version = standard_in_force(at=now, site=fund.site_id).version_id
        put_in(fund=fund, coins=coins, id=derived_id(token, "put-in"), at=now, by=actor.id, standard_version=version)
        _note("fund.filled", fund, actor, now, coins)
        return fund


@repeated
def end_fund(*, actor: Actor, fund_id: UUID, now: datetime) -> Fund:
    """It bears no more: its offers are the shops' own again, and what is left goes to the pool."""
    with durable():
        fund = access_fund(actor=actor, fund_id=fund_id, lock=True)
        if fund.state == FundState.ENDED:
            return fund
        Offer.objects.filter(fund=fund).update(bearer=Bearer.SHOP, fund=None)
        left = posting.left_in_fund(site=fund.site_id, fund=fund.pk)
        if left:
            version = standard_in_force(at=now, site=fund.site_id).version_id
            pass_on(fund=fund, coins=left, at=now, by=actor.id, standard_version=version)
        fund.state, fund.ended_at = FundState.ENDED, now
        fund.save(update_fields=["state", "ended_at"])
        _note("fund.ended", fund, actor, now, left)
        return fund


def live_fund(actor: Actor, fund_id: UUID) -> Fund:
    """A fund that still bears, under its lock. Raises UnableToSponsor, NotVisible."""
    fund = access_fund(actor=actor, fund_id=fund_id, lock=True)
    if fund.state != FundState.LIVE:
        raise UnableToSponsor("ended", _("这笔资助已经结束了。"))
    return fund


def _note(action: str, fund: Fund, actor: Actor, now: datetime, coins: int) -> None:
    record(
        action=action,
        subject_type="fund",
        subject_id=fund.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_DECIDE, path=fund.site.path),
        site_id=fund.site_id,
        details={"sponsor": fund.sponsor, "purpose": fund.purpose, "coins": coins},
    )
