"""Shops and offers as everybody sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.alliance.models import Agreement, Offer, Shop
from nuanliu.domain.alliance.policies import UnableToRedeem, refusal_at
from nuanliu.domain.alliance.queries.agreed import stock_of, terms_of
from nuanliu.domain.alliance.types import OfferState, ShopState
from nuanliu.platform import clock


def live_shops() -> QuerySet[Shop]:
    """Shops that have not ended, by name."""
    return (
        Shop.objects.exclude(state=ShopState.ENDED)
        .filter(node__closed_at=None)
        .select_related("node")
        .order_by("node__name", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """An offer as a volunteer sees it: `refusal` says when it can be had, if not now."""

    offer: Offer
    left: int | None
    refusal: UnableToRedeem | None

    @property
    def is_now(self) -> bool:
        """Whether it can be had at this moment."""
        return self.refusal is None and self.left != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShop:
    """A shop with what it offers, and how far it is (metres; None if that is not known)."""

    shop: Shop
    offers: tuple[ShownOffer, ...]
    metres: int | None = None


def shown_offers(*, shops: Iterable[Shop], now: datetime) -> dict[UUID, tuple[ShownOffer, ...]]:
    """What these shops offer, by shop: in three queries, whatever their number."""
    by_shop = {shop.pk: shop for shop in shops}
    agreements = {one.shop_id: one for one in Agreement.objects.filter(shop__in=by_shop, replaced_at=None)}
    rows = Offer.objects.filter(shop__in=by_shop).exclude(state=OfferState.ENDED).order_by("price", "title", "pk")
    offers = [one for one in rows if one.ends_on is None or one.ends_on >= clock.local_date(now)]
    left = stock_of(offers=offers)
    found: dict[UUID, list[ShownOffer]] = {pk: [] for pk in by_shop}
    for offer in offers:
        shop = by_shop[offer.shop_id]
        terms = terms_of(offer=offer, shop=shop, agreement=agreements.get(offer.shop_id))
        found[offer.shop_id].append(
            ShownOffer(offer=offer, left=left.get(offer.pk), refusal=refusal_at(terms, now=now))
        )
    return {pk: tuple(shown) for pk, shown in found.items()}
