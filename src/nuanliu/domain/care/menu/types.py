"""Codes of the catalogue."""

from enum import StrEnum


class MenuDraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Wanted(StrEnum):
    """What the certifier must see besides the visit itself."""

    RECEIPT_PHOTO = "receipt_photo"
