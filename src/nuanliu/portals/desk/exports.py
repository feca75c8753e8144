"""Lists as CSV or a workbook. A cell that a spreadsheet would take for a formula is made plain text."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from nuanliu.platform import clock, words
from nuanliu.portals.desk.rows import Row
from nuanliu.portals.ui.statuses import status_of

MOST_ROWS = 5000
FORMATS = ("csv", "xlsx")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int


def harmless(cell: Cell) -> Cell:
    """`cell` with an apostrophe before whatever could begin a formula (OWASP: CSV injection)."""
    if isinstance(cell, str) and cell.lstrip().startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def table_of(rows: Iterable[Row]) -> list[list[Cell]]:
    """Head and lines, in the reader's language."""
    head: list[Cell] = [_("编号"), _("日期"), _("时间"), _("老人"), _("服务"), _("志愿者"), _("状态")]
    return [head, *(_line(row) for row in rows)]


def _line(row: Row) -> list[Cell]:
    return [
        row.number,
        words.short_day(row.starts_at),
        f"{clock.local(row.starts_at):%H:%M}–{clock.local(row.ends_at):%H:%M}",
        row.elder.name,
        row.service.name_en if words.english() else row.service.name,
        "、".join(row.helpers),
        str(status_of(row.state).word),
    ]


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
