"""Codes of the people area."""

from enum import StrEnum


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSAID = "9"


class Circumstance(StrEnum):
    """What makes an old person's situation special; the Standard's special_beneficiary_types are drawn from these."""

    LIVES_ALONE = "lives_alone"
    EMPTY_NEST = "empty_nest"
    OVER_80 = "over_80"
    EXTREME_POVERTY = "extreme_poverty"
    LOW_INCOME = "low_income"
    DISABLED = "disabled"
    SEMI_DISABLED = "semi_disabled"
    LOST_ONLY_CHILD = "lost_only_child"
    SEVERE_HANDICAP = "severe_handicap"
    HARD_OF_HEARING = "hard_of_hearing"
    POOR_SIGHT = "poor_sight"
    IN_CARE_HOME = "in_care_home"


class VolunteerState(StrEnum):
    """Whether a volunteer may be asked."""

    APPLYING = "applying"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Kinship(StrEnum):
    """What `relative` is to `person`."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    PARENT_IN_LAW = "parent_in_law"
    CHILD_IN_LAW = "child_in_law"
    SIBLING = "sibling"
    IN_LAW = "in_law"
    """Any other relation by marriage."""
    OTHER = "other"


class KinProof(StrEnum):
    """The paper by which a clerk saw that two people are related."""

    HOUSEHOLD = "household"
    MARRIAGE = "marriage"
    BIRTH = "birth"
    CERTIFICATE = "certificate"


class ProxyPower(StrEnum):
    """What a relative may do for an old person who agreed."""

    ASK = "ask"
    SEE = "see"
    CONFIRM = "confirm"
    GIVE = "give"


class ConsentPurpose(StrEnum):
    """What a person agreed to, each by itself."""

    SERVICE = "service"
    HEALTH = "health"
    LOCATION = "location"
    AT_DOOR = "at_door"
    """Her telephone may be asked where it is when a visit starts and ends."""
    HONOUR_NAME = "honour_name"
    SHARE_SHOP = "share_shop"
    SHARE_INSURER = "share_insurer"


class ConsentHow(StrEnum):
    """In what way a person said yes, or took it back."""

    SELF = "self"
    """On her own screen, signed in."""
    DESK = "desk"
    """By word of mouth to a clerk, who read the text out."""
    PAPER = "paper"
    """With her signature on a sheet."""


class ToldBy(StrEnum):
    """Where what is known of an old person comes from."""

    DESK = "desk"
    TELEPHONE = "telephone"
    HOME_VISIT = "home_visit"
    FAMILY = "family"
    SELF = "self"


class Correctable(StrEnum):
    """Which fact is said to be wrong. The first three are written by deciding so; the others at their own pages."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH = "birth"
    IDENTITY = "identity"
    OTHER = "other"


class CorrectionState(StrEnum):
    """How far it is."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class CreditChoice(StrEnum):
    """What a volunteer wants for an hour. Empty: asked each time."""

    TIME = "time"
    COIN = "coin"


class RosterWork(StrEnum):
    """What the task worker does with a large workbook."""

    CHECK = "check"
    LOAD = "load"
