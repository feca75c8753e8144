"""Words of the alliance: kinds of offer, states of shops, offers, codes, statements."""

from enum import StrEnum


class OfferKind(StrEnum):
    """What a courtesy is (`offer_kinds` of the Standard)."""

    PERCENT_OFF = "percent_off"
    AMOUNT_OFF = "amount_off"
    FREE_ITEM = "free_item"
    FREE_SERVICE = "free_service"
    PRIORITY = "priority"


class ShopState(StrEnum):
    """Whether coins are taken."""

    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class OfferState(StrEnum):
    """Whether an offer is shown and taken."""

    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Span(StrEnum):
    """What a person's limit of an offer counts over."""

    DAY = "day"
    MONTH = "month"
    EVER = "ever"


class Bearer(StrEnum):
    """Who gives what an offer costs."""

    SHOP = "shop"
    SPONSOR = "sponsor"
    BUREAU = "bureau"


class Shown(StrEnum):
    """How a volunteer came to the till."""

    PHONE = "phone"
    PASSBOOK = "passbook"


class Side(StrEnum):
    """Who undid a redemption."""

    PERSON = "person"
    SHOP = "shop"


class ApplicationState(StrEnum):
    """How far a shop's application has come."""

    SENT = "sent"
    VISITED = "visited"
    LIVE = "live"
    REFUSED = "refused"


class Signed(StrEnum):
    """How somebody agreed."""

    PAGE = "page"
    PAPER = "paper"


class StatementState(StrEnum):
    """How far a monthly statement has come."""

    OPEN = "open"
    DISPUTED = "disputed"
    AGREED = "agreed"


class FundState(StrEnum):
    """Whether a sponsor's fund still bears."""

    LIVE = "live"
    ENDED = "ended"


class NotedState(StrEnum):
    """What became of a code that was taken down while the line was away."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
