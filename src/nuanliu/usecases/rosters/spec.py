"""What a kind of roster is: its row, its columns, and the checks between cells and between rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.types import Level, RosterKind, Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about one field of one row."""

    column: str
    """Field of the row."""
    level: Level
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


def error(name: str, code: str, /, **params: str | int) -> Finding:
    """The row cannot be loaded."""
    return Finding(name, Level.ERROR, code, params)


def warning(name: str, code: str, /, **params: str | int) -> Finding:
    """The row can be loaded; someone should look."""
    return Finding(name, Level.WARNING, code, params)


RowCheck = Callable[[T, Known], Iterable[Finding]]
Finish = Callable[[Sequence[Row[T]], Known], tuple[Sequence[Row[T]], Iterable[tuple[int, Finding]]]]


def no_check(_row: Any, _known: Known) -> Iterable[Finding]:
    """For kinds whose cells say everything."""
    return ()


def no_finish(rows: Sequence[Row[Any]], _known: Known) -> tuple[Sequence[Row[Any]], Iterable[tuple[int, Finding]]]:
    """For kinds whose rows do not refer to each other."""
    return rows, ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec(Generic[T]):
    """One kind of roster."""

    kind: RosterKind
    title: Promise
    row: type[T]
    columns: tuple[Column, ...]
    check: RowCheck[T] = no_check
    finish: Finish[T] = no_finish
    unique: tuple[tuple[tuple[str, ...], str], ...] = ()
    """(fields, code of the verdict): no two rows of a file agree in all of them, blanks aside."""
