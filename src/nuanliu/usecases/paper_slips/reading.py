"""Days and hours as a clerk types them at speed: `24`, `1124`, `11.24`; `9`, `930`, `14:30`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from nuanliu.platform.text import clean
from nuanliu.platform.typed import tidy_digits
from nuanliu.usecases.paper_slips.types import Typed

_DAY = re.compile(r"(?P<day>\d{1,2})", re.ASCII)
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})|(?P<month2>\d{2})(?P<day2>\d{2})", re.ASCII)
_WHOLE = re.compile(r"(?P<year>20\d{2})[-./]?(?P<month>\d{1,2})[-./]?(?P<day>\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?", re.ASCII)
_SIGNS = str.maketrans({"年": "-", "月": "-", "日": None, "号": None, "：": ":", "點": ":", "点": ":"})
MONTHS = 12


def with_dittos(rows: Sequence[Typed]) -> list[Typed]:
    """An empty service or day is that of the row above; a row with nothing in it stays empty."""
    service = day = ""
    filled = []
    for row in rows:
        if row.is_empty:
            filled.append(row)
            continue
        service, day = row.service.strip() or service, row.day.strip() or day
        filled.append(replace(row, service=service, day=day))
    return filled


def read_day(*, text: str, today: date) -> date | None:
    """The day that was typed: the last such day that is not after `today`. None if it is no day."""
    said = tidy_digits(clean(text)).translate(_SIGNS).rstrip("-")
    if found := _WHOLE.fullmatch(said):
        return _made(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _MONTH_DAY.fullmatch(said):
        month, day = int(found["month"] or found["month2"]), int(found["day"] or found["day2"])
        this_year = _made(today.year, month, day)
        return this_year if this_year is not None and this_year <= today else _made(today.year - 1, month, day)
    if found := _DAY.fullmatch(said):
        return _last(int(found["day"]), today)
    return None


def _last(day: int, today: date) -> date | None:
    """The last month that had this day, not after today."""
    for back in range(MONTHS):
        year, month = divmod(today.year * MONTHS + today.month - 1 - back, MONTHS)
        found = _made(year, month + 1, day)
        if found is not None and found <= today:
            return found
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """The hour that was typed, of 24. None if it is no hour."""
    said = tidy_digits(clean(text)).translate(_SIGNS).rstrip(":")
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
