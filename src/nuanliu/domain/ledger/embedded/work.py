"""What one call has read and means to write. Ids are the text SQLite keeps: 32 hexadecimal digits."""

from dataclasses import dataclass, field
from datetime import datetime

from nuanliu.domain.ledger.types import LOTTED, AccountKind, Request, Unit


@dataclass(slots=True)
class Row:
    """A balance with the account it belongs to."""

    site: str
    posted: int
    held: int
    floor: int | None
    ceiling: int | None
    seq: int
    unit: Unit
    kind: AccountKind
    is_closed: bool
    is_changed: bool = False


@dataclass(slots=True)
class Held:
    """A hold's counters."""

    site: str
    account: str
    amount: int
    captured: int = 0
    released: int = 0
    expires_at: datetime | None = None
    is_new: bool = False


@dataclass(slots=True)
class Known:
    """A transfer that stands in the journal, from before or from earlier in this call."""

    amount: int
    phase: str
    kind: str
    debit: str
    credit: str
    reverses: str | None
    fingerprint: bytes


@dataclass(slots=True)
class Work:
    """Everything one call has read and means to write."""

    rows: dict[str, Row]
    holds: dict[str, Held]
    known: dict[str, Known]
    undone: set[str]
    transfers: list[tuple[Request, str, bytes]] = field(default_factory=list)
    """Request, unit, fingerprint."""
    entries: list[tuple[str, str, int, str, int, int]] = field(default_factory=list)
    """Site, account, number, transfer, amount, balance after."""


def is_lotted(row: Row) -> bool:
    """Whether the account is kept in lots."""
    return (row.kind, row.unit) in LOTTED
