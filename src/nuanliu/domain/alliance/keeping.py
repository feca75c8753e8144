"""Opening shops, agreeing with them, putting out what they offer. Inside the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.models import Agreement, Fund, Offer, Picture, Shop, Stock
from nuanliu.domain.alliance.models.offers import EVERY_DAY, MINUTES_A_DAY
from nuanliu.domain.alliance.policies import without_money
from nuanliu.domain.alliance.types import Bearer, OfferKind, Signed, Span
from nuanliu.domain.network.models import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """What an offer says. `price` in hundredths of a coin; `stock` None: as many as are wanted."""

    kind: OfferKind
    title: str
    price: int
    detail: str = ""
    percent: int | None = None
    stock: int | None = None
    weekdays: int = EVERY_DAY
    from_minute: int = 0
    to_minute: int = MINUTES_A_DAY
    per_person: int = 0
    per_span: Span = Span.MONTH
    starts_on: date
    ends_on: date | None = None


def open_shop(*, node: Node, site: UUID, credit_code: str, at: datetime) -> Shop:
    """The node takes coins from now on, into the book of `site`; opening it again finds it."""
    shop, _is_new = Shop.objects.get_or_create(
        node=node, defaults={"site_id": site, "credit_code": credit_code, "since": at}
    )
    posting.open_shop(site=shop.site_id, shop=shop.pk, at=at)
    return shop


def agree(
    *,
    shop: Shop,
    starts_on: date,
    ends_on: date,
    monthly_coins: int | None,
    how: Signed,
    signed_by: str,
    at: datetime,
    by: UUID | None,
) -> Agreement:
    """A new agreement replaces the one in force."""
    Agreement.objects.filter(shop=shop, replaced_at=None).update(replaced_at=at)
    return Agreement.objects.create(
        shop=shop,
        starts_on=starts_on,
        ends_on=ends_on,
        monthly_coins=monthly_coins,
        signed_how=how,
        signed_by=signed_by,
        made_at=at,
        made_by=by,
    )


def put_offer(
    shop: Shop,
    facts: OfferFacts,
    *,
    id: UUID,  # noqa: A002 (the row's own word)
    at: datetime,
    by: UUID | None,
    picture: Picture | None = None,
    fund: Fund | None = None,
    bearer: Bearer = Bearer.SHOP,
) -> Offer:
    """Put an offer out, or write it anew under its id. Raises UnableToOffer if it speaks of money."""
    said: dict[str, object] = {
        "kind": facts.kind,
        "title": without_money(facts.title, field="title"),
        "detail": without_money(facts.detail, field="detail"),
        "percent": facts.percent if facts.kind is OfferKind.PERCENT_OFF else None,
        "price": facts.price,
        "is_counted": facts.stock is not None,
        "weekdays": facts.weekdays,
        "from_minute": facts.from_minute,
        "to_minute": facts.to_minute,
        "per_person": facts.per_person,
        "per_span": facts.per_span,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "bearer": bearer,
        "fund": fund,
    }
    if picture is not None:
        said["picture"] = picture
    made = {**said, "shop": shop, "made_at": at, "made_by": by}
    offer, _is_new = Offer.objects.update_or_create(pk=id, defaults=said, create_defaults=made)
    if facts.stock is not None:
        Stock.objects.update_or_create(site_id=shop.site_id, offer_id=offer.pk, defaults={"left": facts.stock})
    return offer
