"""Typed rows as JSON and back, so that a dry run can be stored and committed later without the file."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, get_type_hints

from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.types import RosterKind, Row


def rows_to_json(rows: Sequence[Row[Any]]) -> str:
    """One JSON list; days as ISO text, tuples as lists."""
    names = [one.name for one in dataclasses.fields(rows[0].value)] if rows else []
    stored = [[row.number, {name: getattr(row.value, name) for name in names}] for row in rows]
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    message = f"{type(value).__name__} has no place in a row"
    raise TypeError(message)


def rows_from_json(*, kind: RosterKind, stored: str) -> list[Row[Any]]:
    """Back from `rows_to_json`."""
    row_type = SPECS[kind].row
    hints = get_type_hints(row_type)
    days = {name for name, hint in hints.items() if hint in (date, date | None)}
    return [Row(number, row_type(**_typed(values, days))) for number, values in json.loads(stored)]


def _typed(values: dict[str, Any], days: set[str]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in days and value else _tuples(value) for name, value in values.items()
    }


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
