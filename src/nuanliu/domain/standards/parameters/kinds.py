"""The shape of one number of the Standard: its kind, unit, range, law and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nuanliu.platform.errors import Words

Value = int | bool | str | list[str] | list[int]
"""As stored in JSON. Ratios are text (`"1.2"`), so that no float ever comes near."""


class Section(StrEnum):
    """Where the rulebook keeps it."""

    ELIGIBILITY = "4.1"
    COUNTING = "4.2"
    GIVING = "4.3"
    INTEGRITY = "4.4"
    MATCHING = "4.5"
    HONOURS = "4.6"
    PRIVACY = "4.7"


class Kind(StrEnum):
    """What sort of value it is."""

    QUANTITY = "quantity"
    SWITCH = "switch"
    CHOICE = "choice"
    CHOICES = "choices"
    RATIO = "ratio"
    STAIRCASE = "staircase"


class Unit(StrEnum):
    """What a quantity counts. COINS are hundredths; AGE is whole years lived."""

    NONE = "none"
    AGE = "age"
    MINUTES = "minutes"
    HOURS = "hours"
    CLOCK_HOUR = "clock_hour"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    COINS = "coins"
    WHOLE_COINS = "whole_coins"
    TIMES = "times"
    PEOPLE = "people"
    LEVELS = "levels"
    DIGITS = "digits"
    PERCENT = "percent"
    POINTS = "points"
    METRES = "metres"
    FACTOR = "factor"
    STARS = "stars"


class AtSite(StrEnum):
    """Whether a county or site may be stricter than the city, and in which direction strictness lies."""

    SAME = "same"
    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One key of RULEBOOK section 4. Words are translated when shown; `{value}` in a sentence is the value in words."""

    key: str
    section: Section
    kind: Kind
    unit: Unit
    default: Value
    label: Words
    sentence: Words
    sentence_no: Words = ""
    """What is said instead when a switch is off."""
    zero_words: Words = ""
    """What is said instead when a quantity is 0."""
    zero_is_unlimited: bool = False
    """Whether 0 means "no limit" or "for ever"."""
    minimum: int | str | None = None
    maximum: int | str | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    legal_basis: Words = ""
    elsewhere: Words = ""
    """What named cities do, so that a bureau can compare."""
    at_site: AtSite = AtSite.SAME
    fixed: bool = False
    """Never configurable: the default is the only value there will ever be."""

    @property
    def narrower_at_site(self) -> bool:
        """Whether a county or site may set a stricter value."""
        return self.at_site is not AtSite.SAME
