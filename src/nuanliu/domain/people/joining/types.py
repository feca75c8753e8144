"""Codes of joining."""

from enum import StrEnum


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waits for the site."""
    SAMPLED = "sampled"
    """The site has approved it; the city looks too."""
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN_APPLICATION = frozenset(
    {ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.SAMPLED, ApplicationState.RETURNED}
)
"""States from which it can still become an approval; a person has at most one such application."""
MENDABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED})
"""States in which the applicant writes."""

APPLICATION_STEPS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.RETURNED: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.SAMPLED,
            ApplicationState.APPROVED,
            ApplicationState.RETURNED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.SAMPLED: frozenset(
        {ApplicationState.APPROVED, ApplicationState.RETURNED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.APPROVED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}


class Decision(StrEnum):
    """What a reviewer says."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


class ApplicationChannel(StrEnum):
    """By whose hand it was written."""

    SELF = "self"
    DESK = "desk"


class PaperKind(StrEnum):
    """What a photograph shows."""

    PROOF = "proof"
    SIGNED_PAGE = "signed_page"


class ProofState(StrEnum):
    """Whether somebody of the site has seen that a qualification is real."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


class TrainingHow(StrEnum):
    """How a course was taken."""

    ONLINE = "online"
    CLASS = "class"


class RatherNot(StrEnum):
    """What a volunteer would rather not be asked for."""

    PETS = "pets"
    SMOKE = "smoke"
    STAIRS = "stairs"
    NIGHT = "night"
    LIFTING = "lifting"
    MONEY = "money"


class SpecialState(StrEnum):
    """A special beneficiary's status: proposed by one, decided by another, until its end."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


class AskingState(StrEnum):
    """A relative's asking to act for an old person."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MergeState(StrEnum):
    """Two entries thought to be one person: proposed by one, decided by another."""

    PROPOSED = "proposed"
    DONE = "done"
    REFUSED = "refused"


class WishFor(StrEnum):
    """Who asks to be registered: the old person herself, or her family."""

    SELF = "self"
    FAMILY = "family"


class CallWhen(StrEnum):
    """When she would like to be rung."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class WishState(StrEnum):
    """A wish to be registered, until a clerk has rung."""

    WAITING = "waiting"
    REGISTERED = "registered"
    CLOSED = "closed"


class WishEnd(StrEnum):
    """Why a wish ended without a registration."""

    NOT_REACHED = "not_reached"
    NOT_WANTED = "not_wanted"
    KNOWN = "known"
