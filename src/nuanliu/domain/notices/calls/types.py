"""Kinds of call and where one stands."""

from enum import StrEnum


class CallKind(StrEnum):
    """Spoken with; not answered by us; asked to be rung back."""

    TALKED = "talked"
    MISSED = "missed"
    BACK = "back"


class CallState(StrEnum):
    """Somebody has to ring, or nobody has to any more."""

    OPEN = "open"
    DONE = "done"


class Reached(StrEnum):
    """How ringing went."""

    TALKED = "talked"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
