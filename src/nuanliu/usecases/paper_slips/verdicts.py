"""What a row turned out to mean, and what is to be said about it."""

from dataclasses import dataclass, field
from datetime import datetime

from nuanliu.domain.care.models import Service
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Words
from nuanliu.platform.words import masked_name
from nuanliu.usecases.paper_slips.types import Finding, Level


@dataclass(frozen=True, slots=True)
class Meant:
    """What a row means, once everything in it is understood."""

    slip: Slip
    helper: Person
    elder: Person
    service: Service
    starts_at: datetime
    ends_at: datetime

    @property
    def measured(self) -> int:
        """Whole minutes from start to end."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def names(self) -> str:
        """Both, the family names only."""
        return f"{masked_name(self.helper.name)}、{masked_name(self.elder.name)}"


@dataclass(slots=True)
class Verdict:
    """What is to be said about one row. `number` counts from 1; `minutes` are what the Standard would count."""

    number: int
    findings: list[Finding] = field(default_factory=list)
    meant: Meant | None = None
    minutes: int = 0
    is_empty: bool = False

    @property
    def level(self) -> Level:
        """The worst of its findings."""
        if self.is_empty:
            return Level.EMPTY
        levels = {finding.level for finding in self.findings}
        return next((one for one in (Level.ERROR, Level.WARNING) if one in levels), Level.OK)

    @property
    def wrong(self) -> frozenset[str]:
        """The cells to mend."""
        return frozenset(one.column for one in self.findings if one.level is Level.ERROR)

    def refuse(self, words: Words, column: str = "") -> None:
        """One more error."""
        self.findings.append(Finding(Level.ERROR, words, column))

    def warn(self, words: Words) -> None:
        """One more thing to look at."""
        self.findings.append(Finding(Level.WARNING, words))
