"""Codes and the two tables of allowed steps: the closed loop 需求提交 → 志愿接单 → 服务认定 → 积分记录."""

from enum import StrEnum


class NeedState(StrEnum):
    """Where a need stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    OPEN = "open"
    MATCHED = "matched"
    SERVING = "serving"
    SERVED = "served"
    CONFIRMED = "confirmed"
    CERTIFIED = "certified"
    CREDITED = "credited"
    CANCELLED = "cancelled"
    UNSERVED = "unserved"
    DISPUTED = "disputed"
    VOIDED = "voided"


class VisitState(StrEnum):
    """Where one helper's visit stands."""

    TAKEN = "taken"
    SERVING = "serving"
    SERVED = "served"
    CONFIRMED = "confirmed"
    CERTIFIED = "certified"
    CREDITED = "credited"
    CANCELLED = "cancelled"
    DISPUTED = "disputed"
    VOIDED = "voided"


_N, _V = NeedState, VisitState

NEED_STEPS: dict[NeedState, frozenset[NeedState]] = {
    _N.SUBMITTED: frozenset({_N.OPEN, _N.RETURNED, _N.CANCELLED}),
    _N.RETURNED: frozenset({_N.SUBMITTED, _N.CANCELLED}),
    _N.OPEN: frozenset({_N.MATCHED, _N.SERVING, _N.CANCELLED, _N.UNSERVED, _N.DISPUTED}),
    _N.MATCHED: frozenset({_N.OPEN, _N.SERVING, _N.SERVED, _N.CANCELLED, _N.DISPUTED}),
    _N.SERVING: frozenset({_N.SERVED, _N.DISPUTED, _N.VOIDED}),
    _N.SERVED: frozenset({_N.CONFIRMED, _N.DISPUTED, _N.CREDITED, _N.VOIDED}),
    _N.CONFIRMED: frozenset({_N.CERTIFIED, _N.CREDITED, _N.DISPUTED, _N.VOIDED}),
    _N.CERTIFIED: frozenset({_N.CREDITED, _N.DISPUTED, _N.VOIDED}),
    _N.CREDITED: frozenset({_N.CERTIFIED, _N.DISPUTED, _N.VOIDED}),
    _N.DISPUTED: frozenset({_N.SERVING, _N.SERVED, _N.CONFIRMED, _N.CERTIFIED, _N.CREDITED, _N.VOIDED}),
    _N.UNSERVED: frozenset({_N.OPEN, _N.CANCELLED}),
    _N.CANCELLED: frozenset(),
    _N.VOIDED: frozenset({_N.CERTIFIED, _N.CREDITED}),
}

VISIT_STEPS: dict[VisitState, frozenset[VisitState]] = {
    _V.TAKEN: frozenset({_V.SERVING, _V.CANCELLED, _V.DISPUTED}),
    _V.SERVING: frozenset({_V.SERVED, _V.DISPUTED}),
    _V.SERVED: frozenset({_V.CONFIRMED, _V.DISPUTED}),
    _V.CONFIRMED: frozenset({_V.CERTIFIED, _V.DISPUTED, _V.VOIDED}),
    _V.CERTIFIED: frozenset({_V.CREDITED, _V.DISPUTED, _V.VOIDED}),
    _V.CREDITED: frozenset({_V.CERTIFIED, _V.DISPUTED, _V.VOIDED}),
    _V.DISPUTED: frozenset({_V.CONFIRMED, _V.VOIDED}),
    _V.CANCELLED: frozenset(),
    _V.VOIDED: frozenset({_V.CERTIFIED, _V.CREDITED}),
}

STANDING_VISIT = frozenset(VisitState) - {VisitState.CANCELLED, VisitState.VOIDED}
"""States in which a visit fills a helper's place."""

LIVE_NEED = frozenset({_N.SUBMITTED, _N.RETURNED, _N.OPEN, _N.MATCHED, _N.SERVING, _N.SERVED})
"""States in which the old person is still waiting for, or in, the help."""


class Payer(StrEnum):
    """Whose minutes the helper's credit comes from."""

    OWN_TIME = "own_time"
    FAMILY = "family"
    """The time of somebody of her household who shares it."""
    GRANT = "grant"
    """What she was granted for the month as a special beneficiary."""
    POOL = "pool"
    """The pool of her site, for who has none."""
    WELFARE = "welfare"


class Channel(StrEnum):
    """How the need reached us."""

    PHONE = "phone"
    DESK = "desk"
    SELF = "self"
    FAMILY = "family"


class Evidence(StrEnum):
    """How a start or an end was proved."""

    ELDER_CODE = "elder_code"
    ELDER_QR = "elder_qr"
    """The QR on the old person's card, scanned at her door."""
    SITE_QR = "site_qr"
    """The QR that hangs at the site."""
    PLACE = "place"
    """The helper's telephone was near the door: only asked of who agreed to it; it makes a visit witnessed."""
    STAFF = "staff"
    SLIP = "slip"
    """A numbered slip of paper, signed by both."""


class Paused(StrEnum):
    """Why a visit cannot be certified now."""

    ASKED = "asked"
    """The certifier has a question."""
    DISPUTED = "disputed"
    """Somebody objects."""


class Grade(StrEnum):
    """How strong a visit's proof is: her code or QR at both ends, something weaker at either, or a signed slip."""

    VERIFIED = "verified"
    WITNESSED = "witnessed"
    ATTESTED = "attested"


class Face(StrEnum):
    """The old person's three faces."""

    HAPPY = "happy"
    FINE = "fine"
    SAD = "sad"


class Risk(StrEnum):
    """Risk grade of a service."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"
