"""What a certificate is made of."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nuanliu.domain.certificates.types import CertificateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that stands on one certificate, in the words in which it is printed. `key` makes it this one."""

    key: UUID
    """Follows from what it is of: the same key never gives two certificates."""
    kind: CertificateKind
    title: str
    """The honour; empty for records."""
    holder: str
    person_id: UUID | None = None
    unit_id: UUID | None = None
    """Who it is for: a person or an organisation, never both."""
    words: str = ""
    """The citation, or the services in one line."""
    responsible: str = ""
    minutes: int = 0
    services: int = 0
    first_day: date
    last_day: date
    rows: list[list[str]] = field(default_factory=list)
    """The lines of a record, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One honour to be put on paper: what the commendation hands over."""

    key: UUID
    """The award's own id: whatever happens, it gives one certificate."""
    title: str
    """优秀志愿者."""
    words: str
    """The citation, one or two sentences."""
    person_id: UUID | None = None
    unit_id: UUID | None = None
    minutes: int = 0
    services: int = 0
    first_day: date
    last_day: date
