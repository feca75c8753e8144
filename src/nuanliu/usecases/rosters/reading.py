"""Reads one workbook as one kind of roster: every row typed or told why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter

from nuanliu.platform.typed import tidy_text
from nuanliu.usecases.rosters.cells import Cell, CellTrouble, as_text, is_blank
from nuanliu.usecases.rosters.columns import HEADER_WITHIN, Column, Heading, find_heading, matches, read_heading
from nuanliu.usecases.rosters.container import refused
from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec
from nuanliu.usecases.rosters.types import Level, Reading, RosterKind, RosterUnreadable, Row, RowVerdict
from nuanliu.usecases.rosters.workbook import Sheet, open_workbook

MAX_ROWS = 50_000
MAX_VERDICTS = 2_000
"""Troubles listed one by one; beyond that they are counted."""
CELLS_REMEMBERED = 20_000
SAID_EVERY = 1_000
"""Rows between two words about how far it is."""
LONGEST_CELL = 2_000
NOTE_STARTS = ("填写说明", "说明", "填表说明", "注：", "注:", "备注：", "备注:", "示例", "例：", "例:", "提示")
TOTAL_STARTS = ("合计", "总计", "小计", "共计", "制表人", "填表人", "审核人")

Values = tuple[Any, ...]


def read_roster(
    *, file: BinaryIO, kind: RosterKind, known: Known, say: Callable[[int], None] = lambda _rows: None
) -> Reading[Any]:
    """Typed rows and verdicts of a workbook. Never raises for what a file may hold: a bad file is a verdict.

    `say` is told every so often how many rows have been read.
    """
    spec = SPECS[kind]
    try:
        with open_workbook(file) as sheets:
            return _read(spec, sheets, known, say)
    except RosterUnreadable as unreadable:
        return Reading(kind=kind, rows=(), verdicts=unreadable.verdicts, total=0)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one cell says: a value, or a trouble; and warnings."""

    value: Any = None
    trouble: CellTrouble | None = None
    warnings: tuple[tuple[str, dict[str, str | int]], ...] = ()


@dataclass(slots=True)
class _Reader:
    """One sheet being read: verdicts as they come up, and how many did not fit."""

    spec: Spec[Any]
    known: Known
    sheet: Sheet
    heading: Heading
    verdicts: list[RowVerdict] = field(default_factory=list)
    left_out: int = 0
    error_rows: set[int] = field(default_factory=set)
    letters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    told: dict[tuple[int, type, Any], "_Told"] = field(default_factory=dict)
    say: Callable[[int], None] = lambda _rows: None

    def __post_init__(self) -> None:
        places = self.heading.places.items()
        self.letters = {column.field: (get_column_letter(at + 1), shown) for at, (column, shown) in places}

    def add(self, *verdicts: RowVerdict) -> None:
        for verdict in verdicts:
            if verdict.level is Level.ERROR:
                self.error_rows.add(verdict.row)
            if len(self.verdicts) >= MAX_VERDICTS:
                self.left_out += 1
            else:
                self.verdicts.append(verdict)

    def find(self, number: int, finding: Finding) -> None:
        """Add a finding about a field, at that field's column."""
        letter, shown = self.letters.get(finding.column, ("", ""))
        self.add(RowVerdict(number, finding.level, finding.code, letter, shown, finding.params))

    def rows(self, body: Iterator[tuple[int, Values]]) -> tuple[list[Row[Any]], int]:
        """The rows that could be typed, and how many held anything. Raises RosterUnreadable for too many or none."""
        found: list[Row[Any]] = []
        total = 0
        for number, values in self._data(body):
            total += 1
            if total > MAX_ROWS:
                raise refused("file_too_many_rows", limit=MAX_ROWS)
            if not total % SAID_EVERY:
                self.say(total)
            value = self._row(number, values)
            if value is not None:
                found.append(Row(number, value))
        if not total:
            raise refused("file_no_rows")
        return found, total

    def _data(self, body: Iterator[tuple[int, Values]]) -> Iterator[tuple[int, Values]]:
        for number, values in body:
            first = next((value for value in values if not is_blank(value)), None)
            if first is None:
                continue
            if isinstance(first, str):
                written = tidy_text(first[:40])
                if written.startswith(NOTE_STARTS):
                    continue
                if written.replace(" ", "").startswith(TOTAL_STARTS):
                    self.add(RowVerdict(number, Level.WARNING, "row_total_skipped"))
                    continue
            yield number, values

    def _row(self, number: int, values: Values) -> Any:
        fields: dict[str, Any] = {}
        is_whole = True
        for position, (column, shown) in self.heading.places.items():
            letter = get_column_letter(position + 1)
            raw = values[position] if position < len(values) else None
            if is_blank(raw) and f"{letter}{number}" in self.sheet.formulas:
                told = _Told(trouble=CellTrouble("formula_empty"))
            else:
                told = self._told(position, column, Cell(raw, shown, self.known))
            if told.trouble is not None:
                is_whole = False
                self.add(RowVerdict(number, Level.ERROR, told.trouble.code, letter, shown, told.trouble.params))
            else:
                fields[column.field] = told.value
            for code, params in told.warnings:
                self.add(RowVerdict(number, Level.WARNING, code, letter, shown, params))
        if not is_whole:
            return None
        row = self.spec.row(**fields)
        for finding in self.spec.check(row, self.known):
            self.find(number, finding)
        return row

    def _told(self, position: int, column: Column, cell: Cell) -> "_Told":
        """What a cell says. Equal cells of a column say the same, so most of them are read once a file."""
        key = (position, type(cell.raw), cell.raw)
        known = self.told.get(key)
        if known is not None:
            return known
        try:
            value = _read_cell(column, cell)
            told = _Told(value=value, warnings=tuple(cell.warnings))
        except CellTrouble as trouble:
            told = _Told(trouble=trouble, warnings=tuple(cell.warnings))
        if len(self.told) < CELLS_REMEMBERED:
            self.told[key] = told
        return told

    def doubled(self, rows: list[Row[Any]]) -> None:
        """Rows that say the same person, code or line twice; both rows are named."""
        for fields, code in self.spec.unique:
            first: dict[tuple[Any, ...], int] = {}
            for row in rows:
                key = tuple(getattr(row.value, name) for name in fields)
                earlier = first.setdefault(key, row.number) if all(key) else row.number
                if earlier == row.number:
                    continue
                for here, other in ((row.number, earlier), (earlier, row.number)):
                    params: dict[str, str | int] = {"other": other}
                    if code == "code_twice":
                        params["value"] = str(key[0])
                    self.find(here, Finding(fields[0], Level.ERROR, code, params))

    def merged(self) -> None:
        """Merged cells among the data, except a note or a total that runs over the whole row."""
        for area in self.sheet.merged:
            covered = [at for at in self.heading.places if area.first_column <= at + 1 <= area.last_column]
            is_note = len(covered) > 2 and area.first_row == area.last_row
            if area.first_row <= self.heading.row or not covered or is_note:
                continue
            letter, shown = get_column_letter(covered[0] + 1), self.heading.places[covered[0]][1]
            self.add(RowVerdict(area.first_row, Level.ERROR, "merged", letter, shown, {"range": area.name}))

    def done(self, rows: Sequence[Row[Any]], total: int) -> Reading[Any]:
        """What was read."""
        if self.left_out:
            self.verdicts.append(RowVerdict(0, Level.WARNING, "file_more_troubles", params={"count": self.left_out}))
        return Reading(
            kind=self.spec.kind,
            rows=tuple(row for row in rows if row.number not in self.error_rows),
            verdicts=tuple(sorted(self.verdicts, key=lambda said: (said.row, len(said.column), said.column))),
            total=total,
            sheet=self.sheet.title,
            error_rows=frozenset(self.error_rows),
            letters={name: letter for name, (letter, _shown) in self.letters.items()},
        )


def _read(spec: Spec[Any], sheets: list[Sheet], known: Known, say: Callable[[int], None]) -> Reading[Any]:
    sheet, heading, body = _find_sheet(spec, sheets)
    reader = _Reader(spec, known, sheet, heading, say=say)
    reader.add(*heading.verdicts, *_other_sheets(sheets, sheet))
    if any(verdict.level is Level.ERROR for verdict in heading.verdicts):
        return reader.done((), 0)
    reader.merged()
    rows, total = reader.rows(body)
    reader.doubled(rows)
    done, findings = spec.finish(rows, known)
    for number, finding in findings:
        reader.find(number, finding)
    return reader.done(done, total)


def _find_sheet(spec: Spec[Any], sheets: list[Sheet]) -> tuple[Sheet, Heading, Iterator[tuple[int, Values]]]:
    """The first sheet with a heading of this kind. Raises RosterUnreadable with what was found instead."""
    tops: list[tuple[int, Values]] = []
    for sheet in sheets:
        rows = sheet.rows()
        top = list(islice(rows, HEADER_WITHIN))
        found = find_heading(spec.columns, top)
        if found is not None and not _fits_better(spec, found[1]):
            rest = (row for row in chain(top, rows) if row[0] > found[0])
            return sheet, read_heading(spec.columns, found[0], found[1]), rest
        tops += top
    raise _no_heading(spec, tops)


def _fits_better(spec: Spec[Any], values: Sequence[Any]) -> RosterKind | None:
    """Another kind whose required columns are all there while ours are not."""
    if _has_required(spec, values):
        return None
    others = [other for other in SPECS.values() if other.kind is not spec.kind and _has_required(other, values)]
    return max(others, key=lambda other: matches(other.columns, values)).kind if others else None


def _has_required(spec: Spec[Any], values: Sequence[Any]) -> bool:
    required = tuple(column for column in spec.columns if column.is_required)
    return matches(required, values) == len(required)


def _no_heading(spec: Spec[Any], tops: list[tuple[int, Values]]) -> RosterUnreadable:
    for _number, values in tops:
        other = _fits_better(spec, values)
        if other is not None:
            params = {"other": str(SPECS[other].title), "wanted": str(spec.title)}
            return RosterUnreadable(RowVerdict(0, Level.ERROR, "file_other_kind", params=params))
    wanted = "、".join(column.header for column in spec.columns if column.is_required)
    params = {"wanted": str(spec.title), "headers": wanted}
    verdicts = [RowVerdict(0, Level.ERROR, "file_no_header", params=params)]
    fullest = max(tops, key=lambda row: sum(not is_blank(value) for value in row[1]), default=None)
    if fullest is not None and any(not is_blank(value) for value in fullest[1]):
        shown = "、".join(tidy_text(as_text(value))[:20] for value in fullest[1] if not is_blank(value))
        found: Mapping[str, str | int] = {"row": fullest[0], "headers": shown[:300]}
        verdicts.append(RowVerdict(0, Level.WARNING, "file_headers_found", params=found))
    return RosterUnreadable(*verdicts)


def _other_sheets(sheets: list[Sheet], read: Sheet) -> Iterator[RowVerdict]:
    for sheet in sheets:
        if sheet is not read and any(not is_blank(v) for _n, values in islice(sheet.rows(), 5) for v in values):
            params = {"sheet": sheet.title[:40], "read": read.title[:40]}
            yield RowVerdict(0, Level.WARNING, "sheet_ignored", params=params)


def _read_cell(column: Column, cell: Cell) -> Any:
    if column.is_required and is_blank(cell.raw):
        raise CellTrouble("blank")
    if isinstance(cell.raw, str) and len(cell.raw) > LONGEST_CELL:
        raise CellTrouble("too_long", length=len(cell.raw), limit=500)
    value = column.parse(cell)
    if column.is_required and value in ("", None):
        raise CellTrouble("blank")
    return value
