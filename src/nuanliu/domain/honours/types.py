"""What the year-end commendation is made of: states, kinds of subject, measures."""

from enum import StrEnum


class CampaignState(StrEnum):
    """Where a year's commendation stands."""

    DRAFT = "draft"
    OPEN = "open"
    """Nominations are taken."""
    FROZEN = "frozen"
    """The evidence is stored; the committee scores."""
    LISTED = "listed"
    """A list was made and waits for the second person."""
    NOTICE = "notice"
    """公示: everybody may object."""
    AWARDED = "awarded"
    CANCELLED = "cancelled"


_S = CampaignState
CAMPAIGN_STEPS: dict[CampaignState, frozenset[CampaignState]] = {
    _S.DRAFT: frozenset({_S.OPEN, _S.CANCELLED}),
    _S.OPEN: frozenset({_S.FROZEN, _S.CANCELLED}),
    _S.FROZEN: frozenset({_S.LISTED, _S.CANCELLED}),
    _S.LISTED: frozenset({_S.NOTICE, _S.FROZEN}),
    _S.NOTICE: frozenset({_S.AWARDED}),
    _S.AWARDED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""Whatever is not here is refused."""
SHOWN = frozenset({_S.NOTICE, _S.AWARDED})
"""States in which the list is public."""


class SubjectKind(StrEnum):
    """Who can be commended."""

    VOLUNTEER = "volunteer"
    BRANCH = "branch"
    SHOP = "shop"
    SITE = "site"
    FAMILY = "family"


PEOPLE = frozenset({SubjectKind.VOLUNTEER, SubjectKind.FAMILY})
"""Kinds whose names are those of people, and stand anywhere only with their consent."""


class Measure(StrEnum):
    """A figure that a criterion looks at. MINUTES are minutes, RATING is hundredths, the others are counts."""

    MINUTES = "minutes"
    SERVICES = "services"
    ELDERS = "elders"
    RATING = "rating"
    COMPLAINTS = "complaints"
    SCORE = "score"
    MEMBERS = "members"
    REDEMPTIONS = "redemptions"
    MONTHS = "months"
    LATE = "late"


MAIN_MEASURE: dict[SubjectKind, Measure] = {
    SubjectKind.VOLUNTEER: Measure.MINUTES,
    SubjectKind.BRANCH: Measure.SERVICES,
    SubjectKind.SHOP: Measure.REDEMPTIONS,
    SubjectKind.SITE: Measure.SERVICES,
    SubjectKind.FAMILY: Measure.MINUTES,
}
"""What a kind is foremost measured by; decides between equals."""


class Vote(StrEnum):
    """A member's word beside the points."""

    YES = "yes"
    NO = "no"


class PlaceState(StrEnum):
    """A line of the list."""

    LISTED = "listed"
    REMOVED = "removed"
    """An objection was upheld."""
    AWARDED = "awarded"


class ObjectionState(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Conflict(StrEnum):
    """Why a member may not score somebody."""

    ONESELF = "oneself"
    KIN = "kin"
    OWN_UNIT = "own_unit"
    NOMINATED = "nominated"
