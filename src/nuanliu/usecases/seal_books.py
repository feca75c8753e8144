"""Sealing every minute, anchoring every day, and noting what the night found wrong."""

import logging
from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.seals.anchoring import Anchored, anchor_city
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.seals.verify.findings import VerifyReport
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

BOOK = UUID("b00c0000-0000-7000-8000-000000000001")
"""What events about the book as a whole are about."""
FOUND_WRONG = "book.found_wrong"
MOST_TOLD = 20
_log = logging.getLogger(__name__)


def seal_books(*, now: datetime) -> int:
    """Seal every site's new lines. Returns how many; a second run finds none. Raises LogBroken."""
    return seal_all(now=now)


def anchor_books(*, now: datetime) -> Anchored | None:
    """Seal what is new and carry the city's anchor outside; None while the book is empty. Raises LogBroken, OSError."""
    seal_all(now=now)
    return anchor_city(now=now)


def anchor_daily(*, now: datetime) -> int:
    """As `anchor_books`, for the schedule: how many lines the anchor holds."""
    made = anchor_books(now=now)
    return made.lines if made is not None else 0


@repeated
def note_wrong(*, report: VerifyReport, now: datetime) -> None:
    """Tell those who must know: the operator by the log, the bureau's auditors by an event."""
    told = [f"{wrong.code}: {wrong.where}" for wrong in report.wrong[:MOST_TOLD]]
    for line in told:
        _log.error("the book is wrong: %s", line)
    with durable():
        record(
            action=FOUND_WRONG,
            subject_type="book",
            subject_id=BOOK,
            occurred_at=now,
            actor_id=None,
            reason="; ".join(told[:3]),
            details={"wrong": len(report.wrong), "first": told},
        )
