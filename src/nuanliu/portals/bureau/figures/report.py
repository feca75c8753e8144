"""Reports: a month or a year in sentences that state the figures, with their tables; as page, paper and file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.queries import first_month
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.bureau.figures.amounts import period_words
from nuanliu.portals.bureau.figures.asking import Question, frame, question_of
from nuanliu.portals.bureau.figures.saying import whole_sections
from nuanliu.portals.bureau.figures.saying_units import alliance_sections, branch_sections
from nuanliu.portals.bureau.figures.sections import Section
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import FORMATS, Cell, export, inline_pdf
from nuanliu.portals.ui.request import HouseRequest

TEMPLATE = Path(__file__).parents[1] / "papers" / "report.typ"
KINDS: dict[str, tuple[Promise, Callable[..., list[Section]]]] = {
    "whole": (gettext_lazy("工作报告"), whole_sections),
    "branch": (gettext_lazy("支部报告"), branch_sections),
    "alliance": (gettext_lazy("公益联盟报告"), alliance_sections),
}


def _asked(request: HouseRequest) -> tuple[Question, str, list[Section]]:
    question, kind = question_of(request), request.GET.get("kind", "whole")
    if kind not in KINDS:
        raise NotVisible
    make = KINDS[kind][1]
    return question, kind, make(place=question.place, period=question.period, now=request.now)


def title_of(question: Question, kind: str) -> str:
    """`六盘水市 2026年11月 工作报告`."""
    return f"{question.place.name} {period_words(question.period)} {KINDS[kind][0]}"


@require_safe
@opens_with(Power.CITY_SEE)
def report(request: HouseRequest) -> HttpResponse:
    """The report as a page."""
    question, kind, sections = _asked(request)
    context = {
        **frame(request, question, page="report", first=first_month()),
        "kind": kind,
        "kinds": [(f"{question.link('report')}&kind={code}", said, code == kind) for code, (said, _m) in KINDS.items()],
        "sections": sections,
        "title": title_of(question, kind),
        "paper_url": f"{question.link('report-paper')}&kind={kind}",
        "export_links": [(one, f"{question.link('report-file')}&kind={kind}&as={one}") for one in FORMATS],
        "fresh_at": fresh_at(),
    }
    return show(request, "bureau/report.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def report_paper(request: HouseRequest) -> HttpResponse:
    """The report as a PDF."""
    question, kind, sections = _asked(request)
    paper = make_pdf(template=TEMPLATE, data=paper_data(question, kind, sections, request), at=request.now)
    return inline_pdf(paper, name=f"report-{kind}-{question.period.code}.pdf")


def paper_data(question: Question, kind: str, sections: list[Section], request: HouseRequest) -> dict[str, Any]:
    """What the paper says."""
    counted = fresh_at()
    return {
        "title": title_of(question, kind),
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "made": words.short_day(request.now),
        "lang": "en" if words.english() else "zh",
        "sections": [
            {"title": one.title, "sentences": one.sentences, "head": one.head, "rows": [list(row) for row in one.rows]}
            for one in sections
        ],
        "note": _("数到%(moment)s。每个数都由平台里的记录加起来，可以逐条核对。")
        % {"moment": words.moment(counted) if counted else "—"},
    }


@require_safe
@opens_with(Power.CITY_SEE)
def report_file(request: HouseRequest) -> HttpResponse:
    """The report's tables, one below the other."""
    question, kind, sections = _asked(request)
    form = request.GET.get("as", "xlsx")
    if form not in FORMATS:
        raise NotVisible
    table: list[list[Cell]] = [[title_of(question, kind)]]
    for one in sections:
        table.append([])
        table.append([one.title])
        table.extend([sentence] for sentence in one.sentences)
        if one.rows:
            table.append([*one.head])
            table.extend([*row] for row in one.rows)
    return export(table=table, name=f"report-{kind}", kind=form)
