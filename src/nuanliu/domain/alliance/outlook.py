"""What the till would say now: looked at without locks, so that nobody walks to a shop in vain."""

from datetime import datetime

from nuanliu.domain.alliance import counters, policies, posting
from nuanliu.domain.alliance.models import Agreement, Offer
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.queries import agreement_of, budget_of, had_before, stock_of, terms_of
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock


def refusal_of(*, person: Person, offer: Offer, now: datetime) -> UnableToRedeem | None:
    """What the till would say now: looked at without locks, so that nobody walks to a shop in vain."""
    shop = offer.shop
    agreement = agreement_of(shop=shop.pk)
    standard = standard_in_force(at=now, site=shop.site_id)
    refusal = policies.refusal_at(terms_of(offer=offer, shop=shop, agreement=agreement), now=now)
    if refusal is not None:
        return refusal
    return _refusal_to_person(person, offer, standard, now) or _refusal_of_shop(offer, agreement, standard, now)


def _refusal_to_person(person: Person, offer: Offer, standard: Standard, now: datetime) -> UnableToRedeem | None:
    today, site = clock.local_date(now), offer.shop.site_id
    savings = savings_of(person_id=person.pk, site_id=person.home_site_id)
    needed, cap = standard.minutes("first_redemption_min"), standard.hundredths("coin_spend_monthly_cap")
    spent = counters.spent_by(site=person.home_site_id, person=person.pk, month=policies.first_of_month(today))
    if savings.honour < needed:
        return policies.not_begun(needed=needed, served=savings.honour)
    if savings.coin < offer.price:
        return policies.too_few_coins(price=offer.price, has=savings.coin)
    if spent + offer.price > cap:
        return policies.above_cap(cap=cap, spent=spent, today=today)
    if offer.per_person and had_before(offer=offer, site=site, person=person.pk, today=today) >= offer.per_person:
        return policies.too_often(times=offer.per_person, span=offer.per_span, today=today)
    return None


def _refusal_of_shop(
    offer: Offer, agreement: Agreement | None, standard: Standard, now: datetime
) -> UnableToRedeem | None:
    today, shop = clock.local_date(now), offer.shop
    budget = budget_of(agreement=agreement, standard=standard)
    taken = counters.taken_by(site=shop.site_id, shop=shop.pk, month=policies.first_of_month(today))
    if budget is not None and taken + offer.price > budget:
        return policies.budget_used(today=today)
    if stock_of(offers=[offer]).get(offer.pk) == 0:
        return policies.none_left()
    if offer.fund_id and posting.left_in_fund(site=shop.site_id, fund=offer.fund_id) < offer.price:
        return policies.fund_used()
    return None
