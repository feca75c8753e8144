"""A year's coins of a shop go into the pool of its site: its gift."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.funds import give_year
from nuanliu.domain.alliance.models import Redemption, Reissue, Shop
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.run_shops import access_run, may_decide
from nuanliu.usecases.sponsor_shops import UnableToSponsor


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
