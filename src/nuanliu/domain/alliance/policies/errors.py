"""Refusals of the alliance."""

from nuanliu.platform.errors import Unable


class UnableToRedeem(Unable):
    """The courtesy cannot be had here and now; the words say when it can."""


class UnableToOffer(Unable):
    """The shop may not offer this in these words."""
