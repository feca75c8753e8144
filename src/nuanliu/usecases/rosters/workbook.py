"""Opens a workbook and streams the cells of its sheets, with the places of merged cells and of formulas.

Rows are read one at a time, so memory does not grow with the file. The engine is openpyxl in read-only mode; it does
not tell about merged cells there, so the sheet's own text is looked through once for them.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from nuanliu.usecases.rosters.container import open_container, refused

MAX_COLUMNS = 60
MAX_ROW_NUMBER = 200_000
"""Rows below this number are not looked at, whatever the file claims."""
CHUNK = 1 << 20
OVERLAP = 400
MARKS_KEPT = 20_000
MARKS = re.compile(
    rb'<(?:\w{1,9}:)?mergeCell\b[^<>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
    rb'|<(?:\w{1,9}:)?c\b[^<>]{0,100}?\br="([A-Z]{1,3}\d{1,7})"[^<>]{0,100}>\s{0,20}<(?:\w{1,9}:)?f\b'
)
BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    RuntimeError,
    OverflowError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
)
"""What the engine raises, in practice, on files that are not what they claim."""


class Area(NamedTuple):
    """A merged range, in numbers from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int
    name: str


@dataclass(slots=True)
class Sheet:
    """One visible sheet."""

    title: str
    source: ReadOnlyWorksheet
    merged: list[Area] = field(default_factory=list)
    formulas: frozenset[str] = frozenset()

    def rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Number and values of each row, from the top. Raises RosterUnreadable if the file breaks underway."""
        self.source.reset_dimensions()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                source = self.source.iter_rows(max_col=MAX_COLUMNS, values_only=True)  # type: ignore[misc]
                for number, values in enumerate(source, start=1):
                    if number > MAX_ROW_NUMBER:
                        return
                    yield number, values
        except BROKEN:
            raise refused("file_broken") from None


@contextmanager
def open_workbook(file: BinaryIO) -> Iterator[list[Sheet]]:
    """The visible sheets of a workbook. Raises RosterUnreadable with a sentence for whatever else it is."""
    archive = open_container(file)
    try:
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = [
            _with_marks(Sheet(title=sheet.title, source=sheet), archive)
            for sheet in book.worksheets
            if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"  # type: ignore[redundant-expr]
        ]
    except BROKEN:
        raise refused("file_broken") from None
    try:
        yield sheets
    finally:
        book.close()


def _with_marks(sheet: Sheet, archive: zipfile.ZipFile) -> Sheet:
    path = sheet.source._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 (the engine knows the part's name and has no public word for it)
    formulas: set[str] = set()
    tail = b""
    seen: set[bytes] = set()
    with archive.open(path) as part:
        while chunk := part.read(CHUNK):
            for found in MARKS.finditer(tail + chunk):
                if found[1] and found[1] not in seen and len(seen) < MARKS_KEPT:
                    seen.add(found[1])
                elif found[2] and len(formulas) < MARKS_KEPT * 10:
                    formulas.add(found[2].decode())
            tail = chunk[-OVERLAP:]
    sheet.formulas = frozenset(formulas)
    sheet.merged = sorted((_area(mark.decode()) for mark in seen), key=lambda area: (area.first_row, area.first_column))
    return sheet


def _area(name: str) -> Area:
    first_column, first_row, last_column, last_row = range_boundaries(name)
    return Area(first_column or 1, first_row or 1, last_column or 1, last_row or 1, name)
