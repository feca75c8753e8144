"""Reads one workbook as one kind of roster: every row typed or told why not."""

from collections.abc import Iterator, Mapping
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
NOTE_STARTS = ("填写说明", "说明", "填表说明", "注：", "注:", "备注：", "备注:", "示例", "例：", "例:", "提示")
TOTAL_STARTS = ("合计", "总计", "小计", "共计", "制表人", "填表人", "审核人")

Values = tuple[Any, ...]


def read_roster(*, file: BinaryIO, kind: RosterKind, known: Known) -> Reading[Any]:
    """Typed rows and verdicts of a workbook. Never raises for what a file may hold: a bad file is a verdict."""
    spec = SPECS[kind]
    try:
        with open_workbook(file) as sheets:
            return _read(spec, sheets, known)
    except RosterUnreadable as unreadable:
        return Reading(kind=kind, rows=(), verdicts=unreadable.verdicts, total=0)


@dataclass(slots=True)
class _Tally:
    """Verdicts as they come up, and how many did not fit."""

    verdicts: list[RowVerdict] = field(default_factory=list)
    left_out: int = 0
    error_rows: set[int] = field(default_factory=set)

    def add(self, verdict: RowVerdict) -> None:
        if verdict.level is Level.ERROR:
            self.error_rows.add(verdict.row)
        if len(self.verdicts) >= MAX_VERDICTS:
            self.left_out += 1
        else:
            self.verdicts.append(verdict)


def _read(spec: Spec[Any], sheets: list[Sheet], known: Known) -> Reading[Any]:
    sheet, heading, body = _find_sheet(spec, sheets)
    tally = _Tally()
    for verdict in heading.verdicts:
        tally.add(verdict)
    for verdict in _other_sheets(sheets, sheet):
        tally.add(verdict)
    if any(verdict.level is Level.ERROR for verdict in heading.verdicts):
        return Reading(kind=spec.kind, rows=(), verdicts=tuple(tally.verdicts), total=0, sheet=sheet.title)
    for verdict in _merged(sheet, heading):
        tally.add(verdict)
    letters = {column.field: (get_column_letter(at + 1), shown) for at, (column, shown) in heading.places.items()}
    rows: list[Row[Any]] = []
    total = 0
    for number, values in _data_rows(body, tally):
        total += 1
        if total > MAX_ROWS:
            raise refused("file_too_many_rows", limit=MAX_ROWS)
        value = _read_row(spec, heading, sheet, number, values, known, tally)
        if value is not None:
            rows.append(Row(number, value))
    if not total:
        raise refused("file_no_rows")
    _doubled(spec, rows, letters, tally)
    done, findings = spec.finish(rows, known)
    for number, finding in findings:
        tally.add(_verdict(number, finding, letters))
    if tally.left_out:
        tally.verdicts.append(RowVerdict(0, Level.WARNING, "file_more_troubles", params={"count": tally.left_out}))
    return Reading(
        kind=spec.kind,
        rows=tuple(row for row in done if row.number not in tally.error_rows),
        verdicts=tuple(sorted(tally.verdicts, key=lambda verdict: (verdict.row, len(verdict.column), verdict.column))),
        total=total,
        sheet=sheet.title,
        error_rows=frozenset(tally.error_rows - {0}),
    )


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


def _fits_better(spec: Spec[Any], values: Values) -> RosterKind | None:
    """Another kind whose required columns are all there while ours are not."""
    if _has_required(spec, values):
        return None
    others = [other for other in SPECS.values() if other.kind is not spec.kind and _has_required(other, values)]
    return max(others, key=lambda other: matches(other.columns, values)).kind if others else None


def _has_required(spec: Spec[Any], values: Values) -> bool:
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


def _merged(sheet: Sheet, heading: Heading) -> Iterator[RowVerdict]:
    """Merged cells among the data, except a note or a total that runs over the whole row."""
    for area in sheet.merged:
        covered = [at for at in heading.places if area.first_column <= at + 1 <= area.last_column]
        over_several_rows = area.last_row > area.first_row
        if area.first_row <= heading.row or not covered or (len(covered) > 2 and not over_several_rows):
            continue
        shown = heading.places[covered[0]][1]
        letter = get_column_letter(covered[0] + 1)
        yield RowVerdict(area.first_row, Level.ERROR, "merged", letter, shown, {"range": area.name})


def _data_rows(body: Iterator[tuple[int, Values]], tally: _Tally) -> Iterator[tuple[int, Values]]:
    for number, values in body:
        first = next((value for value in values if not is_blank(value)), None)
        if first is None:
            continue
        if isinstance(first, str):
            written = tidy_text(first[:40])
            if written.startswith(NOTE_STARTS):
                continue
            if written.replace(" ", "").startswith(TOTAL_STARTS):
                tally.add(RowVerdict(number, Level.WARNING, "row_total_skipped"))
                continue
        yield number, values


def _read_row(
    spec: Spec[Any],
    heading: Heading,
    sheet: Sheet,
    number: int,
    values: Values,
    known: Known,
    tally: _Tally,
) -> Any:
    fields: dict[str, Any] = {}
    is_whole = True
    for position, (column, shown) in heading.places.items():
        letter = get_column_letter(position + 1)
        raw = values[position] if position < len(values) else None
        cell = Cell(raw, shown, known)
        try:
            fields[column.field] = _read_cell(column, cell, f"{letter}{number}" in sheet.formulas)
        except CellTrouble as trouble:
            is_whole = False
            tally.add(RowVerdict(number, Level.ERROR, trouble.code, letter, shown, trouble.params))
        for code, params in cell.warnings:
            tally.add(RowVerdict(number, Level.WARNING, code, letter, shown, params))
    if not is_whole:
        return None
    row = spec.row(**fields)
    letters = {column.field: (get_column_letter(at + 1), shown) for at, (column, shown) in heading.places.items()}
    findings = list(spec.check(row, known))
    for finding in findings:
        tally.add(_verdict(number, finding, letters))
    return row


def _read_cell(column: Column, cell: Cell, is_formula: bool) -> Any:  # noqa: FBT001 (the field's own type)
    if is_blank(cell.raw):
        if is_formula:
            raise CellTrouble("formula_empty")
        if column.is_required:
            raise CellTrouble("blank")
    if isinstance(cell.raw, str) and len(cell.raw) > 2000:
        raise CellTrouble("too_long", length=len(cell.raw), limit=500)
    value = column.parse(cell)
    if column.is_required and value in ("", None):
        raise CellTrouble("blank")
    return value


def _doubled(spec: Spec[Any], rows: list[Row[Any]], letters: Mapping[str, tuple[str, str]], tally: _Tally) -> None:
    """Rows that say the same person, code or line twice; both rows are named."""
    for fields, code in spec.unique:
        first: dict[tuple[Any, ...], int] = {}
        for row in rows:
            key = tuple(getattr(row.value, name) for name in fields)
            if not all(key):
                continue
            earlier = first.setdefault(key, row.number)
            if earlier == row.number:
                continue
            for here, other in ((row.number, earlier), (earlier, row.number)):
                params: dict[str, str | int] = {"other": other}
                if code == "code_twice":
                    params["value"] = str(key[0])
                tally.add(_verdict(here, Finding(fields[0], Level.ERROR, code, params), letters))


def _verdict(number: int, finding: Finding, letters: Mapping[str, tuple[str, str]]) -> RowVerdict:
    letter, shown = letters.get(finding.field, ("", ""))
    return RowVerdict(number, finding.level, finding.code, letter, shown, finding.params)
