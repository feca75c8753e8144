"""Enterprises take coins upon themselves for a purpose; what is left goes to the pool. A year's coins go there too."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.funds import give_year, open_fund, pass_on, put_in
from nuanliu.domain.alliance.models import Fund, Offer, Redemption, Reissue, Shop
from nuanliu.domain.alliance.types import Bearer, FundState
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.run_shops import access_run, may_decide


class UnableToSponsor(Unable):
    """The fund cannot be opened, filled or ended so."""


def funds_within(*, actor: Actor) -> QuerySet[Fund]:
    """Funds of the sites for which the actor decides, the newest first."""
    reach = Q(pk__in=[])
    for path in actor.paths(Power.SHOP_DECIDE):
        reach |= Q(site__path__startswith=path)
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
        fund = _live(actor, fund_id)
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


@repeated
def bear_offer(*, actor: Actor, offer_id: UUID, bearer: Bearer, fund_id: UUID | None, now: datetime) -> Offer:
    """Say who bears an offer: its shop, the bureau, or a live fund of the same site. Raises UnableToSponsor."""
    with durable():
        offer = Offer.objects.select_for_update(of=("self",), no_key=True).filter(pk=offer_id).first()
        if offer is None:
            raise NotVisible
        shop = access_run(actor=actor, shop_id=offer.shop_id)
        if not may_decide(actor=actor, shop=shop):
            raise NotVisible
        fund = _live(actor, fund_id) if bearer is Bearer.SPONSOR and fund_id else None
        if bearer is Bearer.SPONSOR and (fund is None or fund.site_id != shop.site_id):
            raise UnableToSponsor("no_fund", _("请选一笔本站点的资助。"), field="bearer")
        offer.bearer, offer.fund = bearer, fund
        offer.save(update_fields=["bearer", "fund"])
        record(
            action="offer.borne",
            subject_type="offer",
            subject_id=offer.pk,
            occurred_at=now,
            actor_id=actor.id,
            site_id=shop.site_id,
            details={"bearer": bearer, "fund": str(fund_id or "")},
        )
        return offer


@repeated
def give_to_pool(*, actor: Actor, shop_id: UUID, year: int, now: datetime) -> Reissue | None:
    """The coins that a shop took in a year that is over go into the pool of its site: once. None if there were none.

    Raises UnableToSponsor (not_over, not_given), NotVisible.
    """
    with durable():
        shop = access_run(actor=actor, shop_id=shop_id, lock=True)
        if not may_decide(actor=actor, shop=shop):
            raise NotVisible
        known = Reissue.objects.filter(shop=shop, year=year).first()
        if known is not None:
            return known
        standard = standard_in_force(at=now, site=shop.site_id)
        if year >= clock.local_date(now).year:
            raise UnableToSponsor("not_over", _("这一年还没有过完。"))
        if not standard.boolean("year_end_reissue"):
            raise UnableToSponsor("not_given", _("现在的规则不把商家的币放回爱心池。"))
        coins = coins_of_year(shop=shop, year=year)
        if not coins:
            return None
        id_ = derived_id(shop.pk, "reissue", str(year))
        give_year(
            id=id_,
            site=shop.site_id,
            shop=shop.pk,
            coins=coins,
            at=now,
            by=actor.id,
            standard_version=standard.version_id,
            memo=f"{shop.node.name} {year}",
        )
        made = Reissue.objects.create(pk=id_, shop=shop, year=year, coins=coins, made_at=now, made_by=actor.id)
        record(
            action="shop.gave_to_pool",
            subject_type="shop",
            subject_id=shop.pk,
            occurred_at=now,
            actor_id=actor.id,
            site_id=shop.site_id,
            details={"year": year, "coins": coins},
        )
        return made


def coins_of_year(*, shop: Shop, year: int) -> int:
    """What a shop took in a year, less what was undone."""
    return coins_of_years(shops=[shop], year=year).get(shop.pk, 0)


def coins_of_years(*, shops: Iterable[Shop], year: int) -> dict[UUID, int]:
    """The same for many shops, by shop; those that took none are left out."""
    days = {"day__gte": date(year, 1, 1), "day__lte": date(year, 12, 31)}
    rows = Redemption.objects.filter(shop__in=[shop.pk for shop in shops], undone_at=None, **days)
    return dict(rows.values_list("shop_id").annotate(Sum("coins")).order_by("shop_id"))


def _live(actor: Actor, fund_id: UUID) -> Fund:
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
