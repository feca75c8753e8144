"""Who may see which shop, offer, redemption."""

from typing import TYPE_CHECKING
from uuid import UUID

from nuanliu.domain.alliance.models import Offer, Redemption, Shop
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible

if TYPE_CHECKING:
    from django.db.models import QuerySet


def access_shop(*, actor: Actor, shop_id: UUID, power: Power = Power.SHOP_SEE) -> Shop:
    """A shop over which the actor has `power`. Raises NotVisible."""
    found = Shop.objects.select_related("node", "site").filter(pk=shop_id).first()
    if found is None or not actor.may(power, path=found.node.path):
        raise NotVisible
    return found


def shops_of(*, actor: Actor, power: Power = Power.SHOP_SEE) -> list[Shop]:
    """The shops over which the actor has `power`, by name."""
    reach = within(paths=actor.paths(power), column="node__path")
    return list(Shop.objects.filter(reach).select_related("node", "site").order_by("node__name", "pk"))


def access_offer(*, actor: Actor, offer_id: UUID, power: Power = Power.SHOP_SEE) -> Offer:
    """An offer of a shop over which the actor has `power`. Raises NotVisible."""
    found = Offer.objects.select_related("shop__node", "shop__site", "picture", "fund").filter(pk=offer_id).first()
    if found is None or not actor.may(power, path=found.shop.node.path):
        raise NotVisible
    return found


def access_redemption(*, actor: Actor, redemption_id: UUID, lock: bool = False) -> Redemption:
    """A redemption of one's own, or of a shop whose till one sees. Raises NotVisible."""
    rows: QuerySet[Redemption] = Redemption.objects.select_related("shop__node", "offer")
    found = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).filter(id=redemption_id).first()
    if found is None or not (found.person_id == actor.id or actor.may(Power.SHOP_SEE, path=found.shop.node.path)):
        raise NotVisible
    return found
