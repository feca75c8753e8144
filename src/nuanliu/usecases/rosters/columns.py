"""Columns that a roster may have, and finding its heading row wherever it stands and however it is worded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from openpyxl.utils import get_column_letter

from nuanliu.usecases.rosters.cells import Parser, as_text
from nuanliu.usecases.rosters.known import fold, nearest
from nuanliu.usecases.rosters.types import Level, RowVerdict

HEADER_WITHIN = 30
"""The heading row is looked for in this many rows."""
IGNORED_HEADERS = frozenset({"序号", "编号序", "no", "no.", "#"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the row's field, the heading we write, other headings people use, and how a cell is read."""

    field: str
    header: str
    parse: Parser
    also: tuple[str, ...] = ()
    is_required: bool = False
    """The column must be there and every cell of it filled."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row found: which cell position holds which column."""

    row: int
    places: Mapping[int, tuple[Column, str]]
    """Position from 0 → column and the heading as written."""
    verdicts: tuple[RowVerdict, ...] = field(default=())


def heading_key(written: object) -> str:
    """A heading as compared: without brackets, stars, colons, spaces."""
    key = fold(as_text(written))
    key = re.sub(r"\([^)]*\)|[*★：:、。\"“”]", "", key)
    return key[:40]


def _keys(columns: Sequence[Column]) -> dict[str, Column]:
    keys: dict[str, Column] = {}
    for column in columns:
        for word in (column.header, *column.also):
            keys.setdefault(heading_key(word), column)
    return keys


def matches(columns: Sequence[Column], values: Sequence[Any]) -> int:
    """How many different columns the headings in `values` name."""
    keys = _keys(columns)
    return len({keys[key].field for value in values if value is not None and (key := heading_key(value)) in keys})


def find_heading(
    columns: Sequence[Column], top: Sequence[tuple[int, Sequence[Any]]]
) -> tuple[int, Sequence[Any]] | None:
    """The row among `top` that names most columns; None if none names two."""
    best = max(top, key=lambda row: matches(columns, row[1]), default=None)
    if best is None or matches(columns, best[1]) < min(2, len(columns)):
        return None
    return best


def read_heading(columns: Sequence[Column], number: int, values: Sequence[Any]) -> Heading:
    """Which position holds which column; verdicts for missing, doubled and unknown headings."""
    keys = _keys(columns)
    places: dict[int, tuple[Column, str]] = {}
    strangers: list[tuple[int, str]] = []
    verdicts: list[RowVerdict] = []
    taken: dict[str, int] = {}
    for position, value in enumerate(values):
        key = heading_key(value) if value is not None else ""
        if not key or key in IGNORED_HEADERS:
            continue
        shown = " ".join(as_text(value).split())[:40]
        column = keys.get(key)
        if column is None:
            strangers.append((position, shown))
        elif column.field in taken:
            params: dict[str, str | int] = {
                "header": column.header,
                "first": get_column_letter(taken[column.field] + 1),
                "column": get_column_letter(position + 1),
            }
            verdicts.append(RowVerdict(number, Level.ERROR, "header_twice", params=params))
        else:
            taken[column.field] = position
            places[position] = (column, shown)
    absent = [column for column in columns if column.field not in taken]
    verdicts += _absent_and_strange(number, absent, strangers)
    return Heading(number, places, tuple(verdicts))


def _absent_and_strange(number: int, absent: list[Column], strangers: list[tuple[int, str]]) -> list[RowVerdict]:
    verdicts = []
    claimed: set[int] = set()
    for column in (column for column in absent if column.is_required):
        likely = max(
            ((_likeness(column, shown), position, shown) for position, shown in strangers if position not in claimed),
            default=(0.0, 0, ""),
        )
        params: dict[str, str | int] = {"header": column.header}
        code = "header_missing"
        if likely[0] >= 0.5:
            claimed.add(likely[1])
            code = "header_missing_guess"
            params |= {"column": get_column_letter(likely[1] + 1), "found": likely[2]}
        verdicts.append(RowVerdict(number, Level.ERROR, code, params=params))
    for position, shown in strangers:
        if position in claimed:
            continue
        guess = nearest(shown, (column.header for column in absent if not column.is_required), cutoff=0.6)
        verdicts.append(
            RowVerdict(
                number,
                Level.WARNING,
                "header_ignored_guess" if guess else "header_ignored",
                column=get_column_letter(position + 1),
                params={"found": shown, "guess": guess} if guess else {"found": shown},
            )
        )
    return verdicts


def _likeness(column: Column, shown: str) -> float:
    key = heading_key(shown)
    return max(SequenceMatcher(None, key, heading_key(word)).ratio() for word in (column.header, *column.also))
