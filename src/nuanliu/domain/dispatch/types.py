"""Codes of the week's dispatch."""

from enum import StrEnum


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    READING = "reading"
    SOLVING = "solving"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNDER_WAY = frozenset({RunState.WAITING, RunState.READING, RunState.SOLVING})
"""States in which the worker has something to do."""


class Failure(StrEnum):
    """Why a run came to nothing."""

    EMPTY = "empty"
    """Nothing is open in that week, or nobody is there who could go."""
    FAULTY = "faulty"
    """The plan broke a rule when it was checked: nothing of it is kept."""


class Reason(StrEnum):
    """Why nobody goes; `matching` says it with the same codes."""

    NO_SKILL = "no_skill"
    NO_WISH = "no_wish"
    """The old person said whom alone she lets come, and nobody able is such."""
    NO_REACH = "no_reach"
    NO_TIME = "no_time"
    TOO_FEW = "too_few"
    """It takes two, and only one could come at that time."""
    CONTESTED = "contested"


class ChosenState(StrEnum):
    """How far one proposed visit is."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    """Somebody said yes to it; the invitation is about to leave."""
    INVITED = "invited"
    MISSED = "missed"
    """It could not leave any more: somebody took the need, or it changed."""
