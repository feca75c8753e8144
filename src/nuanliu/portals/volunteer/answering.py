"""The site has a question about my visit: I read it and answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.types import Paused
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.forms import AnswerForm
from nuanliu.portals.volunteer.visits import my_visit
from nuanliu.usecases.certifying.asking import answer_asking, askings_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def answer(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """One question, one field; when it was answered the page leads to the visit."""
    visit = my_visit(request, visit_id)
    if visit.paused != Paused.ASKED:
        return see_other("volunteer:visit", visit_id)
    form = AnswerForm(sent(request))
    act = lambda: answer_asking(  # noqa: E731 (read together with its one use)
        actor=request.actor, visit_id=visit_id, answer=form.cleaned_data["answer"], now=request.now
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("谢谢，社区会接着认定。"))
        return see_other("volunteer:visit", visit_id)
    context = {"form": form, "visit": visit, "need": visit.need, "asking": askings_of(visit=visit)[-1]}
    return render(request, "volunteer/answer.html", context)
