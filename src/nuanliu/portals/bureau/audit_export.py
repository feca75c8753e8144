"""Carrying what was found in the audit out of the house: with a reason, which is itself written down."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.portals.bureau.audit import AuditForm, asked_of, lines_of
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import MOST_ROWS, Cell, export
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.kept import asked
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.read_audit import AuditQuestion, audited, export_audit

SHELF = "audit-export"
OPEN_FOR = timedelta(minutes=10)


class ExportForm(ActForm):
    """Why."""

    reason = TextField(label=gettext_lazy("为什么要导出"), help_text=gettext_lazy("会记下来。"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.AUDIT_READ)
def audit_export(request: HouseRequest) -> HttpResponse:
    """Say why; then the file can be taken for ten minutes."""
    question = AuditForm(asked(request) or None).question()
    back = f"{reverse('bureau:audit')}?{urlencode(asked_of(request))}"
    if question is None:
        return see_other(back)
    form = ExportForm(sent(request))
    if request.method == "POST" and done(form, lambda: _note(request, form, question)):
        request.session[SHELF] = (request.now + OPEN_FOR).isoformat()
        return see_other(f"{reverse('bureau:audit-export')}?{urlencode(asked_of(request))}")
    count = audited(actor=request.actor, question=question).count()
    context: dict[str, Any] = {"form": form, "count": count, "most": MOST_ROWS, "back": back}
    if _is_open(request):
        context["file_url"] = f"{reverse('bureau:audit-file')}?{urlencode(asked_of(request))}"
    return show(request, "bureau/audit_export.html", context)


def _note(request: HouseRequest, form: ExportForm, question: AuditQuestion) -> None:
    said = form.cleaned_data
    export_audit(actor=request.actor, reason=said["reason"], question=question, now=request.now, token=said["token"])


def _is_open(request: HouseRequest) -> bool:
    until = str(request.session.get(SHELF, ""))
    return bool(until) and request.now < datetime.fromisoformat(until)


@require_safe
@opens_with(Power.AUDIT_READ)
def audit_file(request: HouseRequest) -> HttpResponse:
    """The events as a workbook."""
    question = AuditForm(asked(request) or None).question()
    if question is None or not _is_open(request):
        return see_other(f"{reverse('bureau:audit-export')}?{urlencode(asked_of(request))}")
    head: list[Cell] = [_("什么时候"), _("谁"), _("角色"), _("替谁"), _("做了什么"), _("对象"), _("为什么"), _("细节")]
    lines = lines_of(audited(actor=request.actor, question=question)[:MOST_ROWS])
    rows: list[list[Cell]] = [
        [
            timezone.localtime(line.event.occurred_at).isoformat(timespec="seconds"),
            line.who,
            str(line.role),
            line.on_behalf_of,
            f"{line.words} {line.event.action}",
            f"{line.subject} {line.event.subject_id}",
            line.event.reason,
            "; ".join(f"{key}: {value}" for key, value in line.details),
        ]
        for line in lines
    ]
    return export(table=[head, *rows], name="audit", kind="xlsx")
