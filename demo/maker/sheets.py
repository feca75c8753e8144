"""Writes one workbook the way a community's office would: a title over the table, headings, a note, dropdowns."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

MADE = datetime(2025, 9, 1, 9, 0, 0)  # noqa: DTZ001 (a label inside the file, without a zone there either)
LINE = Side(style="thin", color="FF9E9E9E")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD = PatternFill("solid", fgColor="FFDCEFE8")
AS_TEXT = ("身份证", "电话", "编号", "单位", "代码", "照片号")


@dataclass(frozen=True)
class Book:
    """One workbook: file name, title, headings, note, rows, and lists to choose from by heading."""

    file: str
    title: str
    headers: Sequence[str]
    note: str
    rows: Sequence[Sequence[object]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write(book: Book, folder: Path) -> None:
    """Write `book` so that the same rows always give the same bytes."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # noqa: S101 (a new workbook has a sheet)
    sheet.title = book.title[:20]
    width = len(book.headers) + 1
    sheet.append([f"{book.title}（2025年8月31日，演示数据，人物均为虚构）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.append(["序号", *book.headers])
    sheet.append([f"填写说明：{book.note}"])
    sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=width)
    for number, row in enumerate(book.rows, start=1):
        sheet.append([number, *(value if value != "" else None for value in row)])
    _dress(sheet, book, width)
    workbook.properties.creator = workbook.properties.lastModifiedBy = "演示社区"
    workbook.properties.created = workbook.properties.modified = MADE
    buffer = BytesIO()
    workbook.save(buffer)
    (folder / book.file).write_bytes(_steady(buffer.getvalue()))


def _dress(sheet, book: Book, width: int) -> None:  # noqa: ANN001 (openpyxl's sheet)
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A3"].font = Font(size=10, italic=True, color="FF7A4100")
    sheet["A3"].alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 30, 24, 32
    sheet.freeze_panes = "C4"
    last = len(book.rows) + 3
    for at in range(1, width + 1):
        head = sheet.cell(2, at)
        head.font, head.fill, head.border = Font(bold=True), HEAD, BOX
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        header = "序号" if at == 1 else book.headers[at - 2]
        longest = max((len(str(row[at - 2] or "")) for row in book.rows), default=4) if at > 1 else 4
        sheet.column_dimensions[get_column_letter(at)].width = min(max(longest * 1.5, len(header) * 2.2, 6), 46)
        is_text = any(word in header for word in AS_TEXT)
        for number in range(4, last + 1):
            cell = sheet.cell(number, at)
            cell.border = BOX
            if is_text:
                cell.number_format = "@"
            elif isinstance(cell.value, datetime) or hasattr(cell.value, "isoformat"):
                cell.number_format = "yyyy-mm-dd"
    for header, options in book.choices.items():
        letter = get_column_letter(book.headers.index(header) + 2)
        rule = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True)
        rule.add(f"{letter}4:{letter}{last + 50}")
        sheet.add_data_validation(rule)
    sheet.auto_filter.ref = f"A2:{get_column_letter(width)}{last}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.print_title_rows = "1:2"


def _steady(raw: bytes) -> bytes:
    """The same workbook with fixed times inside."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-09-01T09:00:00Z", data)
            fixed = zipfile.ZipInfo(part.filename, (2025, 9, 1, 9, 0, 0))
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(fixed, data)
    return out.getvalue()
