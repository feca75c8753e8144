"""Why what was typed is not a moment that help can begin at."""

from enum import StrEnum


class Why(StrEnum):
    """Stable codes."""

    EMPTY = "empty"
    NOT_UNDERSTOOD = "not_understood"
    LUNAR = "lunar"
    PAST = "past"
    TOO_FAR = "too_far"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_TIME = "impossible_time"
    WHICH_WEEKDAY = "which_weekday"
    WHICH_HOUR = "which_hour"


class Unclear(Exception):  # noqa: N818 (an answer inside the reader, turned into Misunderstood at its door)
    """Reading stops here."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
