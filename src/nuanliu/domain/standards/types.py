"""What a number of the Standard is, and the Standard in force: typed answers, never floats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import cast
from uuid import UUID

from nuanliu.domain.standards.parameters import parameter
from nuanliu.domain.standards.parameters.kinds import Kind, Unit, Value


class WeightCondition(StrEnum):
    """Why an hour may weigh more, where weights are enabled at all."""

    NIGHT = "night"
    HOLIDAY = "holiday"
    BATHING = "bathing"


class DraftState(StrEnum):
    """How far a draft is. Sent back, it is a draft again and carries the answer."""

    DRAFT = "draft"
    ASKED = "asked"
    PUBLISHED = "published"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Every number in force at one moment and place.

    Each reading names a key of the registry; an unknown key raises KeyError, a key of another kind or unit TypeError:
    a slip of the programmer, never of a person. `values` may lack a key that is younger than the version; then the
    registry's default answers.
    """

    version_id: UUID
    number_of_version: int
    title: str
    effective_from: datetime
    values: Mapping[str, Value]
    scope_node: UUID | None = None
    """The place whose own, stricter version this is; None when it is the city's."""

    def value(self, key: str) -> Value:
        """The value as stored. Raises KeyError for a key that the registry does not have."""
        known = parameter(key)
        return self.values.get(key, known.default)

    def _typed(self, key: str, kind: Kind, units: frozenset[Unit]) -> Value:
        known = parameter(key)
        if known.kind is not kind or (units and known.unit not in units):
            message = f"{key} is {known.kind} in {known.unit}"
            raise TypeError(message)
        return self.values.get(key, known.default)

    def integer(self, key: str) -> int:
        """A whole number in whatever unit the key has."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset()))

    def limit(self, key: str) -> int | None:
        """A whole number whose 0 means "no limit": then None."""
        if not parameter(key).zero_is_unlimited:
            message = f"the 0 of {key} does not mean no limit"
            raise TypeError(message)
        return self.integer(key) or None

    def minutes(self, key: str) -> int:
        """Whole minutes."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset({Unit.MINUTES})))

    def hours(self, key: str) -> int:
        """Whole hours."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset({Unit.HOURS})))

    def days(self, key: str) -> int:
        """Whole days; working days where the key says so."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset({Unit.DAYS, Unit.WORKING_DAYS})))

    def months(self, key: str) -> int:
        """Whole calendar months."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset({Unit.MONTHS})))

    def hundredths(self, key: str) -> int:
        """Coins, in hundredths."""
        return cast("int", self._typed(key, Kind.QUANTITY, frozenset({Unit.COINS})))

    def span(self, key: str) -> timedelta:
        """A length of time given in minutes, hours or calendar days."""
        known = parameter(key)
        names = {Unit.MINUTES: "minutes", Unit.HOURS: "hours", Unit.DAYS: "days"}
        amount = cast("int", self._typed(key, Kind.QUANTITY, frozenset(names)))
        return timedelta(**{names[known.unit]: amount})

    def boolean(self, key: str) -> bool:
        """Yes or no."""
        return cast("bool", self._typed(key, Kind.SWITCH, frozenset()))

    def text(self, key: str) -> str:
        """The one code chosen."""
        return cast("str", self._typed(key, Kind.CHOICE, frozenset()))

    def codes(self, key: str) -> tuple[str, ...]:
        """The codes chosen, in the registry's order."""
        chosen = cast("list[str]", self._typed(key, Kind.CHOICES, frozenset()))
        return tuple(code for code in parameter(key).choices if code in chosen)

    def number(self, key: str) -> Fraction:
        """An exact ratio such as 1.2 or 4.5."""
        return Fraction(cast("str", self._typed(key, Kind.RATIO, frozenset())))

    def steps(self, key: str) -> tuple[int, ...]:
        """A staircase of whole numbers, such as the hours of the five stars."""
        return tuple(cast("list[int]", self._typed(key, Kind.STAIRCASE, frozenset())))


def frozen_values(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """`values` as a mapping nobody can change."""
    return MappingProxyType(dict(values))
