"""A courtesy in words: how much off, on which days, how often, how far."""

from nuanliu.domain.alliance.models import Offer
from nuanliu.domain.alliance.policies import said_days, said_hours
from nuanliu.domain.alliance.types import OfferKind
from nuanliu.platform import words

KIND_ICONS = {
    OfferKind.PERCENT_OFF.value: "coin",
    OfferKind.AMOUNT_OFF.value: "minus",
    OfferKind.FREE_ITEM.value: "gift",
    OfferKind.FREE_SERVICE.value: "hand",
    OfferKind.PRIORITY.value: "star",
}
KILOMETRE = 1000


def said_percent(percent: int | None) -> str:
    """80 is `8 折`, 85 `8.5 折`; `20 % off` for an English reader. Empty for none."""
    if percent is None:
        return ""
    if words.english():
        return f"{100 - percent} % off"
    whole, rest = divmod(percent, 10)
    return f"{whole}.{rest} 折" if rest else f"{whole} 折"


def said_when(offer: Offer) -> str:
    """On which days and at which hours; empty if always."""
    return " ".join(
        part for part in (said_days(offer.weekdays), said_hours(offer.from_minute, offer.to_minute)) if part
    )


def said_metres(metres: int | None) -> str:
    """`350 米`, `1.2 公里`; empty if not known."""
    if metres is None:
        return ""
    if metres < KILOMETRE:
        return f"{max(round(metres, -1), 10)} {'m' if words.english() else '米'}"
    return f"{metres / KILOMETRE:.1f} {'km' if words.english() else '公里'}"
