"""What is said of a booklet, its pages and what was printed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.types import Kind, Unit

ORDER = (Unit.TIME, Unit.COIN, Unit.HONOUR)
"""In which order the lines of one moment stand."""


class EndReason(StrEnum):
    """Why a booklet is no longer good."""

    LOST = "lost"
    DAMAGED = "damaged"
    FULL = "full"
    MERGED = "merged"
    """The person was entered twice; her other entry has the book."""


class PaperKind(StrEnum):
    """A paper with a number of its own."""

    SLIP = "slip"
    """时间存单: one certified visit."""
    STATEMENT = "statement"
    """对账单: one account over some days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line of the book in the words in which it goes onto paper. `service` is empty where it was no visit."""

    unit: Unit
    seq: int
    transfer: UUID
    recorded_at: datetime
    day: date
    kind: Kind
    is_correction: bool
    service: str
    recorded_by: str
    amount: int
    balance: int
