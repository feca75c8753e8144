"""Lists as CSV or a workbook. A cell that a spreadsheet would take for a formula is made plain text."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook

MOST_ROWS = 5000
FORMATS = ("csv", "xlsx")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | Decimal


def harmless(cell: Cell) -> Cell:
    """`cell` with an apostrophe before whatever could begin a formula (OWASP: CSV injection)."""
    if isinstance(cell, str) and cell.lstrip().startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def export(*, table: Sequence[Sequence[Cell]], name: str, kind: str) -> HttpResponse:
    """The table as a file to keep; `kind` is one of FORMATS."""
    tame = [[harmless(cell) for cell in line] for line in table]
    content, content_type = (_workbook(tame), WORKBOOK) if kind == "xlsx" else (_csv(tame), "text/csv; charset=utf-8")
    response = HttpResponse(content, content_type=content_type)
    stamp = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(table: list[list[Cell]]) -> bytes:
    """With a byte-order mark, so that a spreadsheet reads it as UTF-8."""
    file = StringIO()
    csv.writer(file).writerows(table)
    return file.getvalue().encode("utf-8-sig")


def _workbook(table: list[list[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in table:
        sheet.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def inline_pdf(content: bytes, *, name: str) -> HttpResponse:
    """A paper of ours, which the browser shows so that it can be printed at once."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def inline_picture(content: bytes, *, name: str) -> HttpResponse:
    """A picture of ours, which the browser shows so that it can be kept."""
    response = HttpResponse(content, content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
