"""What is typed into a row of the grid, and one thing that is said about it."""

from dataclasses import dataclass
from enum import StrEnum

from nuanliu.platform.errors import Words

COLUMNS = ("slip", "helper", "elder", "service", "day", "start", "end")
"""The cells of a row, from left to right."""


class Level(StrEnum):
    """How a row stands."""

    EMPTY = "empty"
    ERROR = "error"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Typed:
    """One row as it was typed, untouched."""

    slip: str = ""
    helper: str = ""
    elder: str = ""
    service: str = ""
    day: str = ""
    start: str = ""
    end: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing is typed in it."""
        return not any(getattr(self, column).strip() for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a row: at which cell, in a sentence. An error stands against the whole batch."""

    level: Level
    words: Words
    column: str = ""
