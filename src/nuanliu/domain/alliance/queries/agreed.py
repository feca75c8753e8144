"""What was agreed with a shop, what is left, how often somebody had it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from nuanliu.domain.alliance.models import Agreement, Offer, Redemption, Shop, Stock
from nuanliu.domain.alliance.policies import Terms, span_start
from nuanliu.domain.standards.types import Standard


def agreement_of(*, shop: UUID) -> Agreement | None:
    """The agreement in force of a shop, be its days over or not."""
    return Agreement.objects.filter(shop_id=shop, replaced_at=None).first()


def budget_of(*, agreement: Agreement | None, standard: Standard) -> int | None:
    """Hundredths that the shop takes a month; None if there is no limit."""
    return budget_as(agreed=agreement.monthly_coins if agreement else None, standard=standard)


def budget_as(*, agreed: int | None, standard: Standard) -> int | None:
    """The same, of what was agreed; where nothing was, as the Standard says."""
    return standard.limit("shop_monthly_quota") if agreed is None else agreed


def terms_of(*, offer: Offer, shop: Shop, agreement: Agreement | None) -> Terms:
    """When the offer can be had."""
    return Terms(
        offer_state=offer.state,
        shop_state=shop.state,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        weekdays=offer.weekdays,
        from_minute=offer.from_minute,
        to_minute=offer.to_minute,
        agreed_from=agreement.starts_on if agreement else None,
        agreed_until=agreement.ends_on if agreement else None,
    )


def stock_of(*, offers: Iterable[Offer]) -> dict[UUID, int]:
    """What is left of each counted offer."""
    counted = [offer.pk for offer in offers if offer.is_counted]
    if not counted:
        return {}
    return dict(Stock.objects.filter(offer_id__in=counted).values_list("offer_id", "left"))


def had_before(*, offer: Offer, site: UUID, person: UUID, today: date) -> int:
    """How often a person has had an offer in the span that its limit counts."""
    rows = Redemption.objects.filter(site_id=site, offer=offer, person_id=person, undone_at=None)
    return rows.filter(day__gte=span_start(offer.per_span, today)).count()
