"""The today board, and each of its columns as a whole list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care import queries as care
from nuanliu.domain.care.series.queries import series_within
from nuanliu.domain.care.series.tasks import tasks_within
from nuanliu.domain.care.series.types import SeriesState, TaskState
from nuanliu.domain.network.types import Power
from nuanliu.portals.desk.exports import table_of
from nuanliu.portals.desk.lists import search, sort_keys
from nuanliu.portals.desk.rows import Row, row_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import FORMATS, MOST_ROWS, export
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.paging import page_of, sorting_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 30
CALM = {
    "late": "tea",
    "review": "letter",
    "waiting": "bench",
    "matched": "notebook",
    "serving": "umbrella",
    "confirm": "tea",
    "certify": "notebook",
    "returned": "letter",
}
"""The drawing that stands where a column is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One column as shown: `key` is the number to press."""

    key: int
    code: str
    label: Promise
    count: int
    late: int
    rows: list[Row]

    @property
    def more(self) -> int:
        """How many the board does not show."""
        return self.count - len(self.rows)


@opens_with(Power.BOARD_SEE)
@require_safe
def board(request: HouseRequest) -> HttpResponse:
    """What has to be done, late ones first."""
    columns = care.board(actor=request.actor, now=request.now)
    stacks = [
        Stack(
            key=number,
            code=column.code,
            label=column.label,
            count=column.count,
            late=column.late,
            rows=[row_of(item) for item in column.rows],
        )
        for number, column in enumerate(columns, start=1)
    ]
    context = {
        "late": stacks[0],
        "stacks": stacks[1:],
        "all": stacks,
        "nobody": tasks_within(actor=request.actor).filter(state=TaskState.OPEN.value).count(),
        "weekly": series_within(actor=request.actor).filter(state=SeriesState.SUBMITTED.value).count(),
    }
    return render(request, "desk/board.html", context)


def column_of(request: HouseRequest, code: str) -> QuerySet[Any]:
    """The column's rows, searched as asked. Raises Http404 for a column that does not exist."""
    if code not in CALM:
        raise Http404
    rows = care.board_column(actor=request.actor, code=code, now=request.now)
    return search(rows, text=asked(request).get("q", ""))


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def column(request: HouseRequest, code: str) -> HttpResponse:
    """One column, whole: search, sort, pages."""
    rows = column_of(request, code)
    if request.method == "POST":
        return keep(request, "q")
    sorting = sorting_of(request=request, allowed=sort_keys(rows), default="when")
    page = page_of(request=request, rows=rows.order_by(*sorting.order_by), size=ON_A_PAGE)
    labels = care.column_labels()
    context = {
        "code": code,
        "label": labels[code],
        "labels": labels,
        "text": asked(request).get("q", ""),
        "sorting": sorting,
        "page": page,
        "lines": [row_of(item) for item in page.rows],
        "drawing": CALM[code],
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/column.html", context)


@opens_with(Power.BOARD_SEE)
@require_safe
def column_export(request: HouseRequest, code: str, kind: str) -> HttpResponse:
    """The same list as a file, in the same order, formulas made harmless."""
    if kind not in FORMATS:
        raise Http404
    rows = column_of(request, code)
    sorting = sorting_of(request=request, allowed=sort_keys(rows), default="when")
    found = rows.order_by(*sorting.order_by)[:MOST_ROWS]
    return export(table=table_of(row_of(item) for item in found), name=code, kind=kind)
