"""What a volunteer says on joining, and which of it is still to be said: plain values, no table.

A question may be answered with 不知道 (`UNKNOWN`) where the Standard does not insist on an answer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nuanliu.domain.standards.types import Standard

UNKNOWN = "unknown"
Span = tuple[int, int, int]


class Task(StrEnum):
    """A line of the task list."""

    IDENTITY = "identity"
    GUARDIAN = "guardian"
    PROMISE = "promise"
    COURSE = "course"
    ABILITIES = "abilities"
    TIMES = "times"
    CONSENTS = "consents"


class AgeGroup(StrEnum):
    """What the Standard makes of an age."""

    TOO_YOUNG = "too_young"
    MINOR = "minor"
    GROWN = "grown"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What she can do and would rather not."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rather_not: tuple[str, ...] = ()
    own_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When and how far: free weekly spans, metres."""

    spans: tuple[Span, ...]
    reach_metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confided:
    """What is sealed."""

    identity: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""

    def as_json(self) -> dict[str, str]:
        """For sealing."""
        return asdict(self)


def age_on(*, born: date, day: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group(*, age: int, standard: Standard) -> AgeGroup:
    """Which rules hold for somebody of this age."""
    most = standard.limit("volunteer_max_age")
    if most is not None and age >= most:
        return AgeGroup.TOO_OLD
    if age >= standard.integer("volunteer_min_age"):
        return AgeGroup.GROWN
    is_taken = standard.text("minor_mode") == "group_only" and age >= standard.integer("minor_min_age")
    return AgeGroup.MINOR if is_taken else AgeGroup.TOO_YOUNG


def declares_health(*, age: int, standard: Standard) -> bool:
    """Whether somebody of this age declares her health."""
    return age >= standard.integer("health_declaration_age")


def is_drawn(*, lot: int, percent: int) -> bool:
    """Whether an application is drawn for the city's look. `lot` is any number that nobody chose."""
    return lot % 100 < percent


def abilities_in(answers: Mapping[str, Any]) -> Abilities:
    """What is stored, as it was said."""
    return Abilities(
        skills=tuple(answers.get("skills", ())),
        languages=tuple(answers.get("languages", ())),
        rather_not=tuple(answers.get("rather_not", ())),
        own_words=answers.get("own_words", ""),
    )


def times_in(answers: Mapping[str, Any]) -> Times:
    """What is stored, as it was said; before anything was said, no spans."""
    spans = tuple((day, first, last) for day, first, last in answers.get("spans", ()))
    return Times(spans=spans, reach_metres=answers.get("reach_metres", 3000))
