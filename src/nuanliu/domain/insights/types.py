"""Codes of the summaries: what is counted, along which dimensions, and the bands of ages and waiting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.care.types import NeedState, VisitState


class Subject(StrEnum):
    """What a cell counts."""

    VISIT = "visit"
    """Certified services by the day they ended; `amount` is counted minutes."""
    NEED = "need"
    """Needs by the day they were asked; `amount` is minutes until somebody took it, of those that were taken."""
    PEOPLE = "people"
    """Who is on the roll now."""
    JOINED = "joined"
    """Who came to it, by day."""
    BOOK = "book"
    """Sealed movements of the book by the day they happened; `amount` is in the unit's smallest parts."""


class Dimension(StrEnum):
    """By what a subject is told apart. Of each subject the values of one dimension add up to ALL."""

    ALL = "all"
    SERVICE = "service"
    HELPER_AGE = "helper_age"
    HELPER_SEX = "helper_sex"
    ELDER_AGE = "elder_age"
    ELDER_SEX = "elder_sex"
    UNIT = "unit"
    GRADE = "grade"
    PAYER = "payer"
    FACE = "face"
    """What the old person said of it."""
    OUTCOME = "outcome"
    SERVICE_OUTCOME = "service_outcome"
    WAIT = "wait"
    CHANNEL = "channel"
    ROLE = "role"
    FLOW = "flow"


class Span(StrEnum):
    """How long a cell is: a day, the sum of a month's days, or what is so now."""

    DAY = "day"
    MONTH = "month"
    NOW = "now"


class Outcome(StrEnum):
    """What became of a need, as the bureau tells it."""

    SERVED = "served"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    UNSERVED = "unserved"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody is on the roll as."""

    VOLUNTEER = "volunteer"
    ELDER = "elder"


class ExportKind(StrEnum):
    """What goes out."""

    ROWS = "rows"
    """The rows of a figure."""
    NATIONAL = "national"
    """Services, as the national volunteer system wants them."""


class ExportState(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    DONE = "done"
    EXPIRED = "expired"


class LineState(StrEnum):
    """What the national system said of a row."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Audience(StrEnum):
    """Whom an announcement is for."""

    EVERYBODY = "everybody"
    VOLUNTEERS = "volunteers"
    ELDERS = "elders"
    STAFF = "staff"


COUNTED_VISIT = (VisitState.CERTIFIED.value, VisitState.CREDITED.value)
"""Visits that count."""
NOW = date(2000, 1, 1)
"""The day under which what is so now stands."""
NOBODY = "none"
UNKNOWN = "unknown"

_N = NeedState
OUTCOMES: dict[NeedState, Outcome] = {
    **dict.fromkeys((_N.CERTIFIED, _N.CREDITED), Outcome.SERVED),
    **dict.fromkeys((_N.MATCHED, _N.SERVING, _N.SERVED, _N.CONFIRMED, _N.DISPUTED), Outcome.UNDER_WAY),
    **dict.fromkeys((_N.SUBMITTED, _N.RETURNED, _N.OPEN), Outcome.WAITING),
    _N.UNSERVED: Outcome.UNSERVED,
    **dict.fromkeys((_N.CANCELLED, _N.VOIDED), Outcome.CANCELLED),
}

AGES: tuple[tuple[str, int, int], ...] = (
    ("u18", 0, 17),
    ("18-39", 18, 39),
    ("40-59", 40, 59),
    ("60-69", 60, 69),
    ("70-79", 70, 79),
    ("80-89", 80, 89),
    ("90+", 90, 200),
)
"""Bands of age: the year of the day less the year of birth."""

WAITS: tuple[tuple[str, timedelta], ...] = (
    ("4h", timedelta(hours=4)),
    ("1d", timedelta(days=1)),
    ("3d", timedelta(days=3)),
)
"""Bands of waiting, each up to so long."""
LONGER, NOT_TAKEN = "longer", "not_taken"


def age_band(*, born: date | None, year: int) -> str:
    """The band in which somebody's age falls in a year."""
    if born is None:
        return UNKNOWN
    age = year - born.year
    return next((code for code, least, most in AGES if least <= age <= most), UNKNOWN)


def born_between(*, band: str, year: int) -> tuple[date, date] | None:
    """First and last day of birth of a band in a year; None for who did not say."""
    for code, least, most in AGES:
        if code == band:
            return date(max(year - most, 1), 1, 1), date(year - least, 12, 31)
    return None


def wait_band(*, asked: datetime, taken: datetime | None) -> str:
    """The band of waiting of a need that was taken then, or has not been."""
    if taken is None:
        return NOT_TAKEN
    return next((code for code, most in WAITS if taken - asked <= most), LONGER)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a fact is counted."""

    site: UUID
    path: str
    dimension: Dimension
    value: str


@dataclass(slots=True)
class Sum:
    """So many, and their minutes (or the unit's smallest parts)."""

    count: int = 0
    amount: int = 0

    def add(self, count: int, amount: int) -> None:
        """Add so much."""
        self.count += count
        self.amount += amount

    @property
    def average(self) -> int:
        """Amount of one, cut down to a whole; 0 where there is none."""
        return self.amount // self.count if self.count else 0


Slice = dict[Key, Sum]
"""What the rows of one day say."""
