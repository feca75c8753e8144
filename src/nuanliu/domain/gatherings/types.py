"""Codes of gatherings and the table of allowed steps: planned, announced, held, rolled, certified, or called off."""

from enum import StrEnum


class GatheringState(StrEnum):
    """Planned, public, its roll open, handed in, decided; or called off."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    """On the public calendar; people sign up."""
    HELD = "held"
    ROLLED = "rolled"
    """The roll was handed in and waits for its certification."""
    CERTIFIED = "certified"
    OFF = "off"


_S = GatheringState

STEPS: dict[GatheringState, frozenset[GatheringState]] = {
    _S.DRAFT: frozenset({_S.ANNOUNCED, _S.OFF}),
    _S.ANNOUNCED: frozenset({_S.HELD, _S.OFF}),
    _S.HELD: frozenset({_S.ROLLED, _S.OFF}),
    _S.ROLLED: frozenset({_S.CERTIFIED, _S.HELD}),
    _S.CERTIFIED: frozenset(),
    _S.OFF: frozenset(),
}

TAKES_PEOPLE = frozenset({_S.ANNOUNCED, _S.HELD})
"""States in which somebody can be put on the list."""
ON_CALENDAR = frozenset({_S.ANNOUNCED, _S.HELD, _S.ROLLED, _S.CERTIFIED, _S.OFF})
"""States that were once public."""
CHANGEABLE = frozenset({_S.DRAFT, _S.ANNOUNCED})


class Role(StrEnum):
    """As what somebody comes."""

    GUEST = "guest"
    PERFORMER = "performer"
    SPEAKER = "speaker"
    DOCTOR = "doctor"
    USHER = "usher"


HELPING = (Role.PERFORMER, Role.SPEAKER, Role.DOCTOR, Role.USHER)
"""Roles whose minutes are counted."""
SKILL_FOR: dict[Role, str] = {Role.DOCTOR: "medical"}
"""Qualification that a role asks for."""


class SignupState(StrEnum):
    """How somebody stands on the list."""

    IN = "in"
    WAITING = "waiting"
    OFF = "off"


class Way(StrEnum):
    """How a sign-up reached us."""

    SELF = "self"
    FAMILY = "family"
    TEAM = "team"
    DESK = "desk"
    DOOR = "door"
    """Came without a word and was put on the roll."""


class Credit(StrEnum):
    """What became of the minutes of one helper; empty as long as nothing was decided."""

    NONE = "none"
    """Decided, and nothing counts."""
    CERTIFIED = "certified"
    """Counted; TIME or COIN is not chosen yet."""
    CREDITED = "credited"
    VOIDED = "voided"
