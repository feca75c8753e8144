"""Empty workbooks to fill in: the headings a roster is read by, every cell text so that no number is spoilt."""

from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from nuanliu.portals.ui.exports import WORKBOOK
from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.types import RosterKind

ROWS_READY = 200
"""Rows in which cells are text beforehand: a spreadsheet otherwise rounds an identity number."""
REQUIRED = "*"
"""Stands after a heading that must be filled; the reader of rosters does not mind it."""


def template_of(*, kind: RosterKind) -> HttpResponse:
    """The workbook as a file to keep."""
    spec = SPECS[kind]
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(title=str(spec.title)[:31])
    for place, column in enumerate(spec.columns, start=1):
        head = sheet.cell(row=1, column=place, value=f"{column.header}{REQUIRED if column.is_required else ''}")
        head.font = Font(bold=column.is_required)
        head.fill = PatternFill("solid", fgColor="FDF1DF")
        sheet.column_dimensions[get_column_letter(place)].width = max(10, len(column.header) * 2 + 4)
        for row in range(2, ROWS_READY + 2):
            sheet.cell(row=row, column=place).number_format = "@"
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind.value}.xlsx"'
    return response
