"""What is reported, where it stands, and how it ended."""

from enum import StrEnum


class ReportKind(StrEnum):
    """What somebody reports."""

    MONEY = "money"
    """Money was asked for, or taken."""
    TRADE = "trade"
    """Hours or coins were offered for sale, or bought."""
    FALSE_HOURS = "false_hours"
    """Hours that nobody served."""
    PRETENDER = "pretender"
    """Somebody said he came from us."""
    SELLING = "selling"
    """Goods, medicine or investments were offered during help."""
    OTHER = "other"


class ReportState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    ANSWERED = "answered"


class ReportEnd(StrEnum):
    """How it ended."""

    TRUE = "true"
    """It is so; what was done is in the answer."""
    NOT_SO = "not_so"
    UNCLEAR = "unclear"
    """It could not be found out."""
    PASSED_ON = "passed_on"
    """Whoever has to deal with it, the police for instance, has it."""
