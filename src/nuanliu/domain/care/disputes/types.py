"""Codes of disputes."""

from enum import StrEnum


class Side(StrEnum):
    """Who objects."""

    ELDER = "elder"
    HELPER = "helper"


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    FINAL = "final"
    """Decided by the level above: there is no other."""
    WITHDRAWN = "withdrawn"


WAITING = frozenset({DisputeState.OPEN, DisputeState.APPEALED})
"""States in which somebody has to decide."""


class Level(StrEnum):
    """Who decides: people of the site, or of the level above."""

    SITE = "site"
    ABOVE = "above"


class Finding(StrEnum):
    """What a ruling says."""

    STANDS = "stands"
    MINUTES = "minutes"
    """Another number of minutes counts."""
    VOID = "void"
    """Nothing counts."""


class RulingState(StrEnum):
    """A ruling waits for the second key, is in force, or was given back by the second person."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    GIVEN_BACK = "given_back"
