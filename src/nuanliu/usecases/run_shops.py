"""Whoever runs the alliance renews, pauses and ends shops."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.keeping import agree
from nuanliu.domain.alliance.models import Agreement, Shop
from nuanliu.domain.alliance.types import ShopState, Signed
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.join_alliance import check_days


class UnableToRun(Unable):
    """This cannot be done with the shop."""


def shops_within(*, actor: Actor) -> QuerySet[Shop]:
    """Shops of the sites that the actor looks after, or that stand below her own place; by name."""
    paths = (*actor.paths(Power.SHOP_VISIT), *actor.paths(Power.SHOP_DECIDE))
    reach = within(paths=paths, column="site__path") | within(paths=paths, column="node__path")
    return Shop.objects.filter(reach).select_related("node", "site").order_by("node__name", "pk")


def access_run(*, actor: Actor, shop_id: UUID, lock: bool = False) -> Shop:
    """One of them. Raises NotVisible."""
    rows = shops_within(actor=actor)
    found = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).filter(pk=shop_id).first()
    if found is None:
        raise NotVisible
    return found


def may_decide(*, actor: Actor, shop: Shop) -> bool:
    """Whether the actor may renew, pause and end it."""
    power = Power.SHOP_DECIDE
    return actor.may(power, path=shop.site.path) or actor.may(power, path=shop.node.path)


@repeated
def renew_shop(
    *,
    actor: Actor,
    shop_id: UUID,
    starts_on: date,
    ends_on: date,
    monthly_coins: int | None,
    how: Signed,
    signed_by: str,
    now: datetime,
) -> Agreement:
    """A new agreement replaces the one in force; the same days and coins again change nothing.

    Raises UnableToRun, UnableToJoin (days), NotVisible.
    """
    with durable():
        shop = _own(actor, shop_id)
        check_days(starts_on, ends_on)
        known = Agreement.objects.filter(shop=shop, replaced_at=None).first()
        if known and (known.starts_on, known.ends_on, known.monthly_coins) == (starts_on, ends_on, monthly_coins):
            return known
        made = agree(
            shop=shop,
            starts_on=starts_on,
            ends_on=ends_on,
            monthly_coins=monthly_coins,
            how=how,
            signed_by=signed_by,
            at=now,
            by=actor.id,
        )
        _note("shop.renewed", shop, actor, now, until=ends_on.isoformat(), monthly_coins=monthly_coins)
        return made


@repeated
def set_shop(*, actor: Actor, shop_id: UUID, state: ShopState, reason: str, now: datetime) -> Shop:
    """Pause it, open it again, or end it for good. The same again changes nothing. Raises UnableToRun, NotVisible."""
    with durable():
        shop = access_run(actor=actor, shop_id=shop_id, lock=True)
        if not may_decide(actor=actor, shop=shop):
            raise NotVisible
        if shop.state == state:
            return shop
        _not_ended(shop)
        if state is not ShopState.LIVE and not reason.strip():
            raise UnableToRun("no_reason", _("请写明为什么。"), field="reason")
        shop.state, shop.reason = state, reason.strip()[:300]
        shop.ended_at = now if state is ShopState.ENDED else None
        shop.save(update_fields=["state", "reason", "ended_at"])
        _note(f"shop.{state}", shop, actor, now)
        return shop


def _own(actor: Actor, shop_id: UUID) -> Shop:
    shop = access_run(actor=actor, shop_id=shop_id, lock=True)
    if not may_decide(actor=actor, shop=shop):
        raise NotVisible
    _not_ended(shop)
    return shop


def _not_ended(shop: Shop) -> None:
    if shop.state == ShopState.ENDED:
        raise UnableToRun("ended", _("这家店已经退出了。要再来，请重新申请。"))


def _note(action: str, shop: Shop, actor: Actor, now: datetime, **details: object) -> None:
    record(
        action=action,
        subject_type="shop",
        subject_id=shop.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_DECIDE, path=shop.site.path),
        site_id=shop.site_id,
        reason=shop.reason,
        details={"name": shop.node.name, **details},
    )
