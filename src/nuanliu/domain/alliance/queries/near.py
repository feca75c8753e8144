"""Shops near somebody, with what a coin does there."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from nuanliu.domain.alliance.models import Offer, Shop
from nuanliu.domain.alliance.queries.shown import ShownShop, live_shops, shown_offers
from nuanliu.domain.alliance.types import OfferState
from nuanliu.platform.geo import Place, metres_between, place

FAR = 10**9


def shops_found(*, words: str = "", kind: str = "") -> list[Shop]:
    """Shops that take coins, of whom one word or one live offer has `words`, with a live offer of `kind`."""
    rows = live_shops()
    live = Offer.objects.filter(shop=OuterRef("pk"), state=OfferState.LIVE)
    for word in words.split()[:5]:
        said = live.filter(Q(title__icontains=word) | Q(detail__icontains=word))
        rows = rows.filter(Q(node__name__icontains=word) | Q(node__address__icontains=word) | Exists(said))
    if kind:
        rows = rows.filter(Exists(live.filter(kind=kind)))
    return list(rows)


def by_distance(*, shops: Sequence[Shop], here: Place | None) -> list[tuple[Shop, int | None]]:
    """The nearest first; where nothing is known, by name and last."""
    found = [(shop, _metres(shop, here)) for shop in shops]
    return sorted(found, key=lambda one: FAR if one[1] is None else one[1])


def shown_shops(*, found: Sequence[tuple[Shop, int | None]], now: datetime, kind: str = "") -> list[ShownShop]:
    """One page of shops with what they offer now, or say when they do."""
    offers = shown_offers(shops=[shop for shop, _metres in found], now=now)
    return [
        ShownShop(
            shop=shop,
            metres=metres,
            offers=tuple(
                one
                for one in offers[shop.pk]
                if one.offer.state == OfferState.LIVE and (not kind or one.offer.kind == kind)
            ),
        )
        for shop, metres in found
    ]


def _metres(shop: Shop, here: Place | None) -> int | None:
    there = place(latitude=shop.node.latitude, longitude=shop.node.longitude)
    return metres_between(here, there) if here and there else None
