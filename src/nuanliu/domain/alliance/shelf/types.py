"""Words of the shelf."""

from enum import StrEnum


class MoveKind(StrEnum):
    """Why a stock changed."""

    IN = "in"
    """Goods came."""
    HANDED = "handed"
    BACK = "back"
    """A hand-over was undone."""
    COUNTED = "counted"
    """Somebody counted and found another number."""


class Proved(StrEnum):
    """How the person agreed to the hand-over."""

    PAPER = "paper"
    """Her signature on the slip, kept by the site."""
    PIN = "pin"
    """Her four digits, typed by herself."""
