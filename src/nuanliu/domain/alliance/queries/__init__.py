"""Reading the alliance."""

from nuanliu.domain.alliance.queries.agreed import agreement_of, budget_as, budget_of, had_before, stock_of, terms_of
from nuanliu.domain.alliance.queries.allied import allied_of, allied_with
from nuanliu.domain.alliance.queries.gates import access_offer, access_redemption, access_shop, shops_of
from nuanliu.domain.alliance.queries.near import by_distance, shops_found, shown_shops
from nuanliu.domain.alliance.queries.shown import ShownOffer, ShownShop, live_shops, shown_offers

__all__ = (
    "ShownOffer",
    "ShownShop",
    "access_offer",
    "access_redemption",
    "access_shop",
    "agreement_of",
    "allied_of",
    "allied_with",
    "budget_as",
    "budget_of",
    "by_distance",
    "had_before",
    "live_shops",
    "shops_found",
    "shops_of",
    "shown_offers",
    "shown_shops",
    "stock_of",
    "terms_of",
)
