"""Codes of conduct."""

from enum import StrEnum


class MarkKind(StrEnum):
    """What happened."""

    LATE_CANCEL = "late_cancel"
    NO_SHOW = "no_show"
    COMPLAINT = "complaint"
    """An objection of the old person was upheld: the visit counts nothing."""
    FALSE_HOURS = "false_hours"
    """Hours that nobody served. Two people say so."""
    ASKED_MONEY = "asked_money"
    """Money was asked for, or taken. One says so and it stops at once; another decides whether it is so."""
    ELDER_ABSENT = "elder_absent"
    """The helper stood before a closed door. It is about the old person, and has no points."""


class MarkState(StrEnum):
    """Whether it stands."""

    PROPOSED = "proposed"
    """Waits for a second person."""
    DROPPED = "dropped"
    """The second person found that it is not so."""
    STANDS = "stands"
    APPEALED = "appealed"
    """It stands until somebody who had no part in it has decided."""
    KEPT = "kept"
    """Appealed, and it stands."""
    LIFTED = "lifted"
    """Appealed, and it is as if it had not been."""


COUNTS = frozenset({MarkState.STANDS, MarkState.APPEALED, MarkState.KEPT})
"""States in which it counts."""

RULES: dict[MarkKind, tuple[str, ...]] = {
    MarkKind.LATE_CANCEL: ("late_cancel_hours", "late_cancel_points"),
    MarkKind.NO_SHOW: ("no_show_points", "no_show_pause_count", "no_show_pause_days", "no_show_exit_count"),
    MarkKind.COMPLAINT: ("complaint_order_credit_min", "complaint_points"),
    MarkKind.ELDER_ABSENT: ("elder_absent_warnings", "elder_absent_debit_min"),
    MarkKind.FALSE_HOURS: (
        "false_hours_void_all",
        "false_hours_points",
        "false_hours_no_backfill_months",
        "false_hours_new_min",
        "false_hours_notice",
    ),
    MarkKind.ASKED_MONEY: ("asked_money_suspend",),
}
"""Keys of the Standard that say so, quoted beside every mark."""
POINTS: dict[MarkKind, str] = {
    MarkKind.LATE_CANCEL: "late_cancel_points",
    MarkKind.NO_SHOW: "no_show_points",
    MarkKind.COMPLAINT: "complaint_points",
    MarkKind.FALSE_HOURS: "false_hours_points",
}
"""The key of how many points it costs; what is not here costs none."""
FAULTS = frozenset({MarkKind.FALSE_HOURS, MarkKind.ASKED_MONEY})
"""What takes two people."""


class Source(StrEnum):
    """Where a fault came to light."""

    INCIDENT = "incident"
    DISPUTE = "dispute"
    REPORT = "report"
    CALL_BACK = "call_back"
    PAPERS = "papers"
    SEEN = "seen"
