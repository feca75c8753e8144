"""Files made in the background: the rows of a figure, however many; and what goes to the national volunteer system."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tasks import task

from nuanliu.domain.insights.models import Export, ExportPart
from nuanliu.domain.insights.rows import after_row
from nuanliu.domain.insights.types import ExportKind, ExportState, Subject
from nuanliu.domain.network.queries import node_by_code
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.figures.asking import Question, question_from, question_of
from nuanliu.portals.bureau.figures.rows import IN_BACKGROUND, listing_of, title_of
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import WORKBOOK
from nuanliu.portals.ui.forms import ActForm, DayField, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.export_national import ask_national, lines_said, note_receipt, refused_lines
from nuanliu.usecases.exporting import PART_ROWS, Chunk, access_export, ask_export, exports_of, go_on, take_part

PAGE = 20
EVERY_SECONDS = 5
"""How often a page looks anew while the files are being made."""


class NationalForm(ActForm):
    """Up to which day, and why."""

    last_day = DayField(label=gettext_lazy("报到哪一天为止"))
    reason = TextField(label=gettext_lazy("为什么要导出"), help_text=gettext_lazy("会记下来。"), max_length=200)


class ReceiptForm(ActForm):
    """Which rows were refused."""

    refused = TextField(
        label=gettext_lazy("哪几行没有收下"),
        help_text=gettext_lazy("一行写一个：行号，空一格，原因。都收下了，就空着。"),
        required=False,
        max_length=20_000,
        lines=True,
    )


def name_of(export: Export) -> str:
    """What it is called on the pages."""
    if export.kind == ExportKind.NATIONAL:
        return _("全国志愿服务系统，到 %(day)s") % {"day": export.title}
    return export.title


@require_safe
@opens_with(Power.CITY_SEE)
def exports(request: HouseRequest) -> HttpResponse:
    """One's own exports."""
    page = page_of(request=request, rows=exports_of(actor=request.actor), size=PAGE)
    context = {
        "page": page,
        "lines": [(one, name_of(one)) for one in page.rows],
        "may_national": request.actor.has(Power.ROSTER_EXPORT),
        "kept_days": standard_in_force(at=request.now).days("download_days"),
    }
    return show(request, "bureau/exports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.ROSTER_EXPORT)
def national(request: HouseRequest) -> HttpResponse:
    """Ask for the next file for the national system."""
    if not request.actor.has(Power.CITY_SEE):
        raise NotVisible
    form = NationalForm(sent(request), initial={"last_day": clock.local_date(request.now).isoformat()})
    made: list[Export] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            ask_national(
                actor=request.actor,
                last_day=said["last_day"],
                reason=said["reason"],
                token=said["token"],
                now=request.now,
            )
        )

    if request.method == "POST" and done(form, act):
        return see_other("bureau:export", made[0].pk)
    return show(request, "bureau/national.html", {"form": form})


@require_POST
@opens_with(Power.CITY_SEE)
def rows_later(request: HouseRequest) -> HttpResponse:
    """Put all the rows of a figure in the queue."""
    question = question_of(request)
    form = ActForm(request.POST)
    if question.subject not in IN_BACKGROUND:
        raise NotVisible
    listing_of(question, request.now)
    if not form.is_valid():
        return see_other(question.link("rows"))
    asked = {"query": question.query(), "language": translation.get_language(), "at": ""}
    made = ask_export(
        actor=request.actor,
        kind=ExportKind.ROWS,
        title=f"{question.place.name} {question.period.code} {title_of(question)}",
        asked=asked,
        rows_all=listing_of(question, request.now).rows.count(),
        reason="",
        token=form.cleaned_data["token"],
        now=request.now,
        begin=make_rows.enqueue,
    )
    return see_other("bureau:export", made.pk)


@task()
def make_rows(export_id: str) -> str:
    """Make the parts that are not there yet."""
    export = Export.objects.filter(pk=export_id).first()
    if export is None:
        return "nothing to do"
    question = _question_of(export)
    with translation.override(export.asked["language"]):
        heads = listing_of(question, export.asked_at).heads
        made = go_on(export_id=export.pk, heads=heads, source=_rows_of, now=clock.now, size=PART_ROWS)
    return f"{made} parts"


def _question_of(export: Export) -> Question:
    said = QueryDict(export.asked["query"])
    place = node_by_code(code=said["place"])
    if place is None:
        raise NotVisible
    return question_from(said, place=place, now=export.asked_at)


def _rows_of(export: Export, size: int) -> Chunk:
    """The next rows, the oldest first, from after the last one that is in a part."""
    question = _question_of(export)
    found = listing_of(question, export.asked_at)
    rows = list(after_row(rows=found.rows, subject=question.subject, at=export.asked["at"])[: size + 1])
    cells: list[Any] = [found.say(row).cells for row in rows[:size]]
    next_at = _place_of(rows[size - 1], question.subject) if len(rows) > size else None
    return Chunk(cells, next_at, [])


def _place_of(row: Any, subject: Subject) -> list[str]:
    moment = {
        Subject.VISIT: lambda: row.ended_at,
        Subject.NEED: lambda: row.submitted_at,
        Subject.PEOPLE: lambda: row.registered_at,
    }[subject]()
    return [moment.isoformat(), str(row.pk if subject is Subject.PEOPLE else row.id)]


@require_safe
@opens_with(Power.CITY_SEE)
def export(request: HouseRequest, export_id: UUID) -> HttpResponse:
    """How far an export is, and its files while they are there."""
    found = access_export(actor=request.actor, export_id=export_id)
    is_national = found.kind == ExportKind.NATIONAL
    parts = [(part, lines_said(part=part) if is_national else {}) for part in found.parts.order_by("number")]
    context = {
        "export": found,
        "title": name_of(found),
        "parts": parts,
        "is_waiting": found.state == ExportState.WAITING,
        "can_take": found.expires_at is not None and request.now < found.expires_at,
        "is_national": is_national,
        "percent": 100 * found.rows_done // found.rows_all if found.rows_all else 0,
        "crumbs": [(reverse("bureau:exports"), _("导出的文件")), ("", name_of(found))],
    }
    response = show(request, "bureau/export.html", context)
    if context["is_waiting"]:
        response.headers["Refresh"] = str(EVERY_SECONDS)
    return response


@require_safe
@opens_with(Power.CITY_SEE)
def part(request: HouseRequest, export_id: UUID, number: int) -> HttpResponse:
    """One file."""
    content = take_part(actor=request.actor, export_id=export_id, number=number, now=request.now)
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="export-{number}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.ROSTER_EXPORT)
def receipt(request: HouseRequest, export_id: UUID, number: int) -> HttpResponse:
    """What the national system said of a part, row by row."""
    found = access_export(actor=request.actor, export_id=export_id)
    known = ExportPart.objects.filter(export=found, number=number).first()
    if known is None or found.kind != ExportKind.NATIONAL:
        raise NotVisible
    refused = refused_lines(part=known)
    said_before = "\n".join(f"{row} {why}".strip() for row, why in refused)
    form = ReceiptForm(sent(request), initial={"refused": said_before})

    def act() -> None:
        note_receipt(
            actor=request.actor,
            export_id=export_id,
            number=number,
            refused=form.cleaned_data["refused"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("回执记下了。没收下的，下次导出会再报。"))
        return see_other("bureau:export", found.pk)
    context = {
        "export": found,
        "part": known,
        "form": form,
        "crumbs": [
            (reverse("bureau:exports"), _("导出的文件")),
            (reverse("bureau:export", args=[found.pk]), name_of(found)),
            ("", _("第 %(number)d 份的回执") % {"number": number}),
        ],
    }
    return show(request, "bureau/receipt.html", context)
