"""Plain cells: text, names, numbers, dates, yes and no. Each parser gives a value or raises `CellTrouble`."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from nuanliu.platform.typed import tidy_digits, tidy_text
from nuanliu.usecases.rosters.known import Known

ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"})
UNKNOWN_WORDS = frozenset({"不知道", "不详", "不清楚", "未知", "无", "没有", "暂无", "/", "-", "—", "——", "\\", "*"})
"""What people write into a cell to say that there is nothing to write."""
FORMULA_SIGNS = frozenset("=+-@|%")
EXCEL_DAY_ZERO = date(1899, 12, 30)


class CellTrouble(Exception):  # noqa: N818 (becomes a verdict on one cell)
    """This cell cannot be used."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(slots=True)
class Cell:
    """One cell as a parser sees it. `warn` notes what was mended or looks odd."""

    raw: Any
    header: str
    known: Known
    warnings: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)

    def warn(self, code: str, **params: str | int) -> None:
        """Note something that does not stop the row."""
        self.warnings.append((code, params))


Parser = Callable[[Cell], Any]


def as_text(raw: object) -> str:
    """What the cell shows, as text. Whole floats lose their `.0`, dates become ISO days."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw)


def is_blank(raw: object) -> bool:
    """Whether the cell holds nothing, or only white space."""
    if isinstance(raw, str):
        return not raw or (not raw.isprintable() and not tidy_text(raw)) or raw.isspace()
    return raw is None


def says_unknown(raw: object) -> bool:
    """Whether the cell is blank or says "不知道" in one of its ways."""
    return is_blank(raw) or (isinstance(raw, str) and len(raw) < 12 and tidy_text(raw) in UNKNOWN_WORDS)


def plain(cell: Cell, limit: int, *, lines: bool = False) -> str:
    """Tidy text of at most `limit` characters; a leading formula sign is taken off with a warning.

    An apostrophe before such a sign says that it is no formula: so our own exports write it.
    """
    text = tidy_text(as_text(cell.raw), lines=lines)
    if text[:1] == "'" and text[1:2] in FORMULA_SIGNS:
        return _short_enough(text[1:], limit)
    if text in ERROR_VALUES:
        raise CellTrouble("error_value", value=text)
    while text and (text[0] in "=@" or (text[0] in "+-" and not text[1:2].isdigit())):
        cell.warn("formula_removed", sign=text[0])
        text = text[1:].lstrip()
    return _short_enough(text, limit)


def _short_enough(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellTrouble("too_long", length=len(text), limit=limit)
    return text


def text(limit: int, *, lines: bool = False) -> Parser:
    """Free text of at most `limit` characters; "无" and its like mean blank."""

    def parse(cell: Cell) -> str:
        return "" if says_unknown(cell.raw) else plain(cell, limit, lines=lines)

    return parse


def code(limit: int) -> Parser:
    """A code: upper case, half-width, without spaces."""

    def parse(cell: Cell) -> str:
        return "".join(plain(cell, limit).split()).upper()

    return parse


def name(cell: Cell) -> str:
    """A person's name: Han (all extensions), letters, the middle dot; at most 60 characters."""
    found = re.sub(r"[•・●．‧∙]", "·", plain(cell, 60))
    found = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", found)
    for sign in found:
        category = unicodedata.category(sign)
        if category == "Co":
            raise CellTrouble("name_private_sign")
        if not (category.startswith("L") or category == "Mn" or sign in "· '-"):
            raise CellTrouble("name_signs", sign=sign)
    if len(found) == 1:
        cell.warn("name_short")
    return found


def day(*, past: bool = False, earliest: int = 1900) -> Parser:
    """A calendar day in any of the shapes people write; with `past`, not after today."""

    def parse(cell: Cell) -> date | None:
        if says_unknown(cell.raw):
            return None
        found = _read_day(cell.raw)
        if not earliest <= found.year <= 2100:
            raise CellTrouble("date_range")
        if past and found > cell.known.today:
            raise CellTrouble("date_future")
        return found

    return parse


def _read_day(raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw < 100_000:
        return EXCEL_DAY_ZERO + timedelta(days=int(raw))
    written = tidy_digits(as_text(raw))
    written = re.sub(r"(?<=\d)[T ]?\d{2}:\d{2}(:\d{2})?(\.0+)?$", "", written) if ":" in written else written
    parts = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", written) or re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", written
    )
    if parts is None:
        if re.fullmatch(r"\d{4}([-/.年]\d{0,2}月?|\d{2})?", written):
            raise CellTrouble("date_no_day")
        raise CellTrouble("date_wrong")
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        raise CellTrouble("date_impossible") from None


YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1", "v", "同意", "可以"})
NO = frozenset(
    {"否", "无", "没有", "×", "✗", "✘", "x", "☐", "不", "n", "no", "false", "0", "不同意", "不可以", "-", "/"}
)


def yes_no(*, blank: bool = False) -> Parser:
    """Yes or no in the ways people write it; `blank` is what an empty cell means."""

    def parse(cell: Cell) -> bool:
        word = tidy_text(as_text(cell.raw)).casefold()
        if not word:
            return blank
        if word in YES:
            return True
        if word in NO:
            return False
        raise CellTrouble("yes_no_wrong")

    return parse


def whole(least: int, most: int, *, blank: int | None = None) -> Parser:
    """A whole number from `least` to `most`."""

    def parse(cell: Cell) -> int | None:
        if says_unknown(cell.raw):
            return blank
        written = tidy_digits(as_text(cell.raw))
        if not re.fullmatch(r"[+-]?\d{1,12}", written):
            raise CellTrouble("whole_number")
        if not least <= int(written) <= most:
            raise CellTrouble("number_range", least=least, most=most)
        return int(written)

    return parse


def metres(most_kilometres: int) -> Parser:
    """Kilometres in the file, whole metres in the row."""

    def parse(cell: Cell) -> int | None:
        if says_unknown(cell.raw):
            return None
        number = _decimal(re.sub(r"(公里|千米|km)$", "", tidy_digits(as_text(cell.raw)).casefold()))
        if not 0 < number <= most_kilometres:
            raise CellTrouble("number_range", least=0, most=most_kilometres)
        return int(number * 1000)

    return parse


def _decimal(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise CellTrouble("number_wrong") from None
    if not number.is_finite():
        raise CellTrouble("number_wrong")
    return number


def degrees(least: int, most: int, *, other_least: int, other_most: int) -> Parser:
    """Degrees with five decimals as text, within China; a value that fits only the other axis was swapped."""

    def parse(cell: Cell) -> str:
        if says_unknown(cell.raw):
            return ""
        number = _decimal(re.sub(r"[°度NE东经北纬]", "", tidy_digits(as_text(cell.raw))))
        if least <= number <= most:
            return str(round(number, 5))
        if other_least <= number <= other_most:
            raise CellTrouble("coordinates_swapped")
        raise CellTrouble("number_range", least=least, most=most)

    return parse


latitude = degrees(18, 54, other_least=73, other_most=136)
longitude = degrees(73, 136, other_least=18, other_most=54)


def minutes(least: int, most: int) -> Parser:
    """A length of time in whole minutes: `90`, `90分钟`, `1.5小时`, `1小时30分`, `1:30`, or an Excel time.

    A bare number counts hours when the column's heading says hours.
    """

    def parse(cell: Cell) -> int:
        found = _read_minutes(cell.raw, in_hours="小时" in cell.header and "分" not in cell.header)
        if not least <= found <= most:
            raise CellTrouble("minutes_range", value=found, least=least, most=most)
        return found

    return parse


def _read_minutes(raw: object, *, in_hours: bool) -> int:
    if isinstance(raw, timedelta):
        return round(raw.total_seconds() / 60)
    if isinstance(raw, datetime | time):
        return raw.hour * 60 + raw.minute
    written = tidy_digits(as_text(raw)).casefold()
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2})(:00)?", written):
        return int(clock[1]) * 60 + int(clock[2])
    shape = re.fullmatch(r"(?:(\d{1,3}(?:\.\d{1,2})?)(?:个?小时|h|钟头))?(半)?(?:(\d{1,4})(?:分钟?|min|m))?", written)
    if shape and any(shape.groups()):
        return int(Decimal(shape[1] or 0) * 60) + (30 if shape[2] else 0) + int(shape[3] or 0)
    if re.fullmatch(r"\d{1,5}(\.\d{1,2})?", written):
        number = Decimal(written) * (60 if in_hours else 1)
        if number == number.to_integral_value():
            return int(number)
    raise CellTrouble("minutes_wrong")
