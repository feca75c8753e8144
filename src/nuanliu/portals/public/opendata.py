"""开放数据: what was released of each month, as a page, as CSV, as JSON; every column described."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.opendata.models import Release
from nuanliu.domain.opendata.queries import releases
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rule

LICENCE = "CC-BY-4.0"
LICENCE_PATH = "https://creativecommons.org/licenses/by/4.0/"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula, were it the first of a name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the files, its type (as in Table Schema), what it says."""

    name: str
    type: str
    words: Promise


MONTH = Column("month", "yearmonth", _("哪一个月（按认定的日子算）"))
CODE = Column("code", "string", _("代码，一直不变"))
NAME = Column("name", "string", _("名称"))
HIDDEN = Column("hidden", "boolean", _("数字不公布（true）：太小，或为了不让人算出小的"))
COUNTED = (
    Column("visits", "integer", _("认定了几次服务")),
    Column("minutes", "integer", _("认定了多少分钟")),
    Column("volunteers", "integer", _("几位志愿者去的，一人只算一次")),
    Column("elders", "integer", _("帮了几位老人，一人只算一次")),
)
TABLES: dict[str, tuple[Column, ...]] = {
    "city": (
        MONTH,
        *COUNTED,
        Column("needs_asked", "integer", _("老人说了几件需求")),
        Column("needs_unserved", "integer", _("到时候没有人去的有几件")),
    ),
    "areas": (
        MONTH,
        Column("level", "string", _("county 是县区，site 是站点")),
        CODE,
        NAME,
        Column("parent", "string", _("属于哪里（代码）")),
        HIDDEN,
        *COUNTED,
    ),
    "services": (
        MONTH,
        Column("level", "string", _("group 是一类，service 是一项")),
        CODE,
        NAME,
        Column("name_en", "string", _("英文名称")),
        Column("parent", "string", _("属于哪一类")),
        HIDDEN,
        *COUNTED,
    ),
}
TITLES: dict[str, Promise] = {"city": _("全市，每月一行"), "areas": _("县区和站点"), "services": _("服务项目")}


@require_safe
def page(request: HouseRequest) -> HttpResponse:
    """What there is, the newest month to look at, what each column says, and what is left out."""
    released = releases()
    newest = released[0] if released else None
    standard = standard_in_force(at=request.now)
    context = {
        "newest": newest,
        "months": released,
        "city": newest.tables["city"][0] if newest else None,
        "areas": newest.tables["areas"] if newest else [],
        "groups": [row for row in newest.tables["services"] if row["level"] == "group"] if newest else [],
        "tables": [(name, TITLES[name], reverse(f"public:open-data-{name}"), TABLES[name]) for name in TABLES],
        "rule": said_rule(key="open_data_smallest", standard=standard),
        "licence": LICENCE,
    }
    return render(request, "public/open_data.html", context)


@require_safe
def table(request: HouseRequest, table: str) -> HttpResponse:  # noqa: ARG001 (a view is given its request)
    """One table of all months as CSV, with a mark at the beginning so that spreadsheets read its characters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in TABLES[table]])
    for row in rows_of(releases(), table):
        writer.writerow([_cell(row[column.name]) for column in TABLES[table]])
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


@require_safe
def figures(_request: HouseRequest) -> JsonResponse:
    """Everything that was released."""
    released = releases()
    tables = {
        name: [{column.name: row[column.name] for column in TABLES[name]} for row in rows_of(released, name)]
        for name in TABLES
    }
    return _json({"format": "nuanliu-open-data/1", "licence": LICENCE, "publisher": settings.BUREAU, **tables})


@require_safe
def package(request: HouseRequest) -> JsonResponse:
    """The dictionary for programs, as a Data Package."""
    resources = [
        {
            "name": name,
            "path": request.build_absolute_uri(reverse(f"public:open-data-{name}")),
            "title": str(TITLES[name]),
            "format": "csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": column.name, "type": column.type, "description": str(column.words)}
                    for column in TABLES[name]
                ],
                "missingValues": [""],
            },
        }
        for name in TABLES
    ]
    return _json(
        {
            "name": "nuanliu-figures",
            "title": f"{settings.BRAND} · {settings.CITY}",
            "licenses": [{"name": LICENCE, "path": LICENCE_PATH}],
            "contributors": [{"title": settings.BUREAU, "role": "publisher"}],
            "resources": resources,
        }
    )


def rows_of(released: list[Release], table: str) -> list[dict[str, Any]]:
    """The rows of one table of all months, each with its month, the newest month first."""
    return [{"month": f"{one.month:%Y-%m}", **row} for one in released for row in one.tables[table]]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _json(content: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
