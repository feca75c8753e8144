"""举报: who waits for an answer, the longest first; one officer takes it, reads what was said, and answers."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.integrity.reports import access_report, reports_for, told_in
from nuanliu.domain.integrity.types import ReportEnd, ReportState
from nuanliu.domain.network.types import Power
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.reports import ENDS
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.report_fraud import answer_report, take_report

ON_A_PAGE = 30
LONGEST_ANSWER = 300


class EndForm(ActForm):
    """What came of it."""

    end = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[(one.value, words) for one, words in ENDS.items()],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=gettext_lazy("给举报人的话"),
        help_text=gettext_lazy("查到什么、做了什么。不写别人的姓名和电话。"),
        max_length=LONGEST_ANSWER,
        lines=True,
    )


@require_safe
@opens_with(Power.REPORT_ANSWER)
def tips(request: HouseRequest) -> HttpResponse:
    """What waits first; then what was answered."""
    found = reports_for(actor=request.actor)
    waiting = found.exclude(state=ReportState.ANSWERED).order_by("sent_at", "id")
    answered = found.filter(state=ReportState.ANSWERED).order_by("-answered_at", "id")
    page = page_of(request=request, rows=answered, size=ON_A_PAGE)
    return show(request, "bureau/tips.html", {"waiting": waiting, "page": page})


@opens_with(Power.REPORT_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request: HouseRequest, tip_id: UUID) -> HttpResponse:
    """One report: take it, read it, answer it."""
    found = access_report(actor=request.actor, report_id=tip_id)
    act = request.POST.get("act", "")
    taking = ActForm(request.POST if request.method == "POST" and act != "answer" else None)
    end = EndForm(request.POST if act == "answer" else None)
    if act == "take" and done(taking, lambda: take_report(actor=request.actor, report_id=tip_id, now=request.now)):
        return see_other("bureau:tip", tip_id=tip_id)
    if act == "answer" and done(end, lambda: _answer(request, tip_id, end)):
        messages.success(request, _("答复好了。举报人用他的举报码就能看到。"))
        return see_other("bureau:tips")
    if act not in {"take", "answer"} and taking.is_bound:
        ask_for_button(taking)
    is_mine = found.taken_by is not None and found.taken_by == request.actor.id
    context = {"report": found, "is_mine": is_mine, "told": told_in(found) if is_mine else None}
    return show(request, "bureau/tip.html", {"taking": taking, "end": end, **context})


def _answer(request: HouseRequest, report_id: UUID, form: EndForm) -> object:
    end, words = ReportEnd(form.cleaned_data["end"]), form.cleaned_data["words"]
    return answer_report(actor=request.actor, report_id=report_id, end=end, words=words, now=request.now)
