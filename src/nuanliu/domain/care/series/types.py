"""Codes and allowed steps of series, pairs and fallback tasks."""

from enum import StrEnum


class SeriesState(StrEnum):
    """Where a series stands."""

    SUBMITTED = "submitted"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    REFUSED = "refused"


_S = SeriesState
SERIES_STEPS: dict[SeriesState, frozenset[SeriesState]] = {
    _S.SUBMITTED: frozenset({_S.ACTIVE, _S.REFUSED, _S.ENDED}),
    _S.ACTIVE: frozenset({_S.PAUSED, _S.ENDED}),
    _S.PAUSED: frozenset({_S.ACTIVE, _S.ENDED}),
    _S.ENDED: frozenset(),
    _S.REFUSED: frozenset(),
}
LIVE_SERIES = frozenset({_S.SUBMITTED, _S.ACTIVE, _S.PAUSED})
"""States in which something may still come of it."""


class OccurrenceState(StrEnum):
    """What became of one day of a series."""

    MADE = "made"
    """There is a need for it."""
    SKIPPED = "skipped"
    """None was made, for the reason kept beside it."""
    WITHDRAWN = "withdrawn"
    """Its need was called off because the series changed; the day may come again."""


class Skipped(StrEnum):
    """Why a day of a series has no need."""

    HOLIDAY = "holiday"
    UNFIT = "unfit"
    """The rules or her situation do not allow it on that day."""


class Until(StrEnum):
    """How long a series runs, as an old person says it."""

    OPEN = "open"
    FESTIVAL = "festival"
    TEN = "ten"


class Wish(StrEnum):
    """What somebody would like of the helper. Ranking reads it; only for the last two is anybody turned away.

    The order is that of the letters on printed cards: what is new goes to the end.
    """

    SAME_HELPER = "same_helper"
    WOMAN = "woman"
    MAN = "man"
    SPEAKS_MIAO = "speaks_miao"
    SPEAKS_YI = "speaks_yi"
    NO_DOGS = "no_dogs"
    """She has no dog to fear, or fears one herself: who brings a dog stays away."""
    QUIET = "quiet"
    ONLY_WOMAN = "only_woman"
    ONLY_MAN = "only_man"


class ForWhom(StrEnum):
    """Whom the help is for."""

    HERSELF = "herself"
    COUPLE = "couple"
    HOUSEHOLD = "household"


class PairState(StrEnum):
    """Where a regular pairing stands."""

    ASKED = "asked"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    REFUSED = "refused"


_P = PairState
PAIR_STEPS: dict[PairState, frozenset[PairState]] = {
    _P.ASKED: frozenset({_P.ACTIVE, _P.REFUSED, _P.ENDED}),
    _P.ACTIVE: frozenset({_P.PAUSED, _P.ENDED}),
    _P.PAUSED: frozenset({_P.ACTIVE, _P.ENDED}),
    _P.ENDED: frozenset(),
    _P.REFUSED: frozenset(),
}
LIVE_PAIR = frozenset({_P.ASKED, _P.ACTIVE, _P.PAUSED})


class PairSide(StrEnum):
    """Who asked for a pairing, and who answers it."""

    ELDER = "elder"
    VOLUNTEER = "volunteer"
    DESK = "desk"


class AgreedHow(StrEnum):
    """In what way the old person agreed to a pairing."""

    SELF = "self"
    FAMILY = "family"
    DESK = "desk"


class FirstState(StrEnum):
    """What became of asking one helper before everybody."""

    WAITING = "waiting"
    TAKEN = "taken"
    PASSED = "passed"
    """She said that she cannot."""


class TaskTo(StrEnum):
    """Who has to answer for a need that nobody took (Standard: fallback_to)."""

    SITE_STAFF = "site_staff"
    BRANCH = "branch"


class TaskState(StrEnum):
    """How a need that nobody took was answered."""

    OPEN = "open"
    SERVED = "served"
    """Somebody was named who goes."""
    TAKEN = "taken"
    """A volunteer took it meanwhile."""
    MOVED = "moved"
    """Another time was agreed."""
    UNSERVED = "unserved"
    """Nobody can, for a reason that is written down."""
    DROPPED = "dropped"
    """The need was called off meanwhile."""
