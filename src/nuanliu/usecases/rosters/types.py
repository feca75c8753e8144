"""Words shared by all readers: kinds of roster, levels of verdict, a verdict, and what reading gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

from nuanliu.usecases.rosters.wording import place_words, verdict_words

T = TypeVar("T")


class RosterKind(StrEnum):
    """What a workbook lists. The order is the order of loading: later kinds refer to earlier ones."""

    ORGANISATIONS = "organisations"
    BRANCHES = "branches"
    CATALOGUE = "catalogue"
    SHOPS = "shops"
    STAFF = "staff"
    VOLUNTEERS = "volunteers"
    ELDERS = "elders"
    RELATIVES = "relatives"
    PASSBOOK = "passbook"


class Level(StrEnum):
    """How a verdict weighs: only ERROR stops a load. NEW, CHANGED and UNCHANGED say what a load would do to a row."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What is to be said about one cell, one row, or (row 0) the whole file.

    `params` fill the sentence and never hold an identity number, a telephone or an address: verdicts are stored plain.
    """

    row: int
    level: Level
    code: str
    column: str = ""
    """Letter of the column, empty for the whole row."""
    header: str = ""
    """The column's heading as the file writes it."""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """`第 7 行 D 列(手机号)` in the reader's language; empty for the whole file."""
        return place_words(row=self.row, column=self.column, header=self.header)

    @property
    def words(self) -> str:
        """The sentence, in the reader's language."""
        return verdict_words(code=self.code, params=self.params)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for storing."""
        return {
            "row": self.row,
            "level": self.level.value,
            "code": self.code,
            "column": self.column,
            "header": self.header,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Back from `as_json`."""
        return cls(**{**stored, "level": Level(stored["level"])})


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One typed row and the number it has in the file."""

    number: int
    value: T


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A workbook as read. `rows` are those without an error; `total` counts every row that held anything."""

    kind: RosterKind
    rows: tuple[Row[T], ...]
    verdicts: tuple[RowVerdict, ...]
    total: int
    sheet: str = ""
    error_rows: frozenset[int] = frozenset()
    letters: Mapping[str, str] = field(default_factory=dict)
    """Field of the row → letter of its column in the file."""

    @property
    def is_fit(self) -> bool:
        """Whether nothing stands against loading it."""
        return not any(verdict.level is Level.ERROR for verdict in self.verdicts)


class RosterUnreadable(Exception):  # noqa: N818 (caught at the gate and shown as a verdict on the whole file)
    """The file cannot be read as a roster at all; `verdicts` say why."""

    def __init__(self, *verdicts: RowVerdict) -> None:
        super().__init__(verdicts[0].code)
        self.verdicts = verdicts
