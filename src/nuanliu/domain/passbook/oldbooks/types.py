"""Where a page of an old passbook stands."""

from enum import StrEnum


class PageState(StrEnum):
    """A page is typed in by one person; another enters it into the book or sends it back."""

    WAITING = "waiting"
    IN_BOOK = "in_book"
    RETURNED = "returned"
