"""Codes and allowed steps of invitations."""

from enum import StrEnum


class InvitationState(StrEnum):
    """What became of asking one helper for one need."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Nothing was heard in time. A late answer is an answer all the same."""
    FILLED = "filled"
    """Somebody else was first."""
    WITHDRAWN = "withdrawn"
    """Nobody need answer any more: taken back, or the need was changed or called off."""


_I = InvitationState
INVITATION_STEPS: dict[InvitationState, frozenset[InvitationState]] = {
    _I.WAITING: frozenset({_I.ACCEPTED, _I.DECLINED, _I.EXPIRED, _I.FILLED, _I.WITHDRAWN}),
    _I.EXPIRED: frozenset({_I.ACCEPTED, _I.DECLINED}),
    _I.ACCEPTED: frozenset(),
    _I.DECLINED: frozenset(),
    _I.FILLED: frozenset(),
    _I.WITHDRAWN: frozenset(),
}
ANSWERABLE = frozenset({_I.WAITING, _I.EXPIRED})


class InvitationSource(StrEnum):
    """Who chose her."""

    DESK = "desk"
    DISPATCH = "dispatch"
    """The proposal of a week."""


class WhyNot(StrEnum):
    """Why she cannot, if she cares to say."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    UNWELL = "unwell"
    AWAY = "away"
    NOT_SURE = "not_sure"
    """She does not trust herself with it."""
    ENOUGH = "enough"
    """She has enough to do this week."""
