"""A shop that a roster brings takes coins at once: a year's agreement, and its one courtesy put out."""

import re
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.alliance.keeping import OfferFacts, agree, open_shop, put_offer
from nuanliu.domain.alliance.models import Offer, Shop
from nuanliu.domain.alliance.types import OfferKind, Signed
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.platform import clock
from nuanliu.platform.ids import derived_id

LONGEST_TITLE = 40
A_COIN = 100
_TENTHS = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折")
_NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))


def site_for(*, node: Node) -> Node | None:
    """The site whose book takes a shop's coins: the one it stands under, else the nearest in the tree."""
    above = node
    while above is not None:
        if above.is_site:
            return above
        beneath = sites().filter(path__startswith=above.path).first()
        if beneath is not None:
            return beneath
        above = above.parent  # type: ignore[assignment]
    return None


def percent_in(words: str) -> int | None:
    """八折 is 80, 八五折 is 85; None if the words say no such thing."""
    found = _TENTHS.search(words)
    if found is None:
        return None
    return 10 * _NUMERALS[found[1]] + (_NUMERALS[found[2]] if found[2] else 0)


def open_rostered(
    *, node: Node, credit_code: str, kind: str, words: str, monthly_coins: int | None, at: datetime, by: UUID | None
) -> Shop | None:
    """Open the shop of a roster's line. Again: what stands is left alone. None where there is no site at all."""
    known = Shop.objects.filter(pk=node.pk).first()
    if known is not None:
        return known
    site = site_for(node=node)
    if site is None:
        return None
    shop = open_shop(node=node, site=site.pk, credit_code=credit_code, at=at)
    today = clock.local_date(at)
    agree(
        shop=shop,
        starts_on=today,
        ends_on=_in_a_year(today),
        monthly_coins=None if monthly_coins is None else monthly_coins * A_COIN,
        how=Signed.PAPER,
        signed_by="",
        at=at,
        by=by,
    )
    if words:
        _put(shop, OfferKind(kind), words, at, by)
    return shop


def _put(shop: Shop, kind: OfferKind, words: str, at: datetime, by: UUID | None) -> Offer:
    facts = OfferFacts(
        kind=kind,
        title=words[:LONGEST_TITLE],
        detail=words if len(words) > LONGEST_TITLE else "",
        percent=percent_in(words) if kind is OfferKind.PERCENT_OFF else None,
        price=A_COIN,
        starts_on=clock.local_date(at),
    )
    return put_offer(shop, facts, id=derived_id(shop.pk, "rostered"), at=at, by=by)


def _in_a_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
