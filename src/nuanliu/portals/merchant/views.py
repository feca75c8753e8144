"""The shop's first page: which shop, what it offers, what a coin is. Nothing is redeemed here yet."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import shops
from nuanliu.domain.network.types import GRANTS, Actor, Power
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest

OFFER_KINDS: dict[str, Promise] = {
    "percent_off": _("打折"),
    "amount_off": _("立减"),
    "free_item": _("送一样东西"),
    "free_service": _("免费服务"),
    "priority": _("优先接待"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a shop gives, in its own words."""

    shop: Node
    kind: Promise | str
    words: str


def shops_of(*, actor: Actor) -> list[Node]:
    """The shops whose till the actor may see, by name."""
    nodes = [held.node for held in actor.appointments if Power.SHOP_SEE in GRANTS[held.role]]
    return list(shops().filter(pk__in=nodes))


def offer_of(*, shop: Node) -> Offer:
    """The offer as the shop's line in the roster says it."""
    kind = str(shop.details.get("offer_kind", ""))
    return Offer(shop, OFFER_KINDS.get(kind, ""), str(shop.details.get("offer", "")))


@require_safe
@opens_with(Power.SHOP_SEE)
def home(request: HouseRequest) -> HttpResponse:
    """My shop and its courtesy; what this page shows now, and what it does not."""
    offers = [offer_of(shop=shop) for shop in shops_of(actor=request.actor)]
    return render(request, "merchant/home.html", {"offers": offers})
