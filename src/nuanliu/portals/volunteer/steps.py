"""Doing: start at the door, end, choose, give back. Each is one page and one act; pressing twice does it once."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.people.operations import set_default_choice
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.at_door import offers_place
from nuanliu.portals.volunteer.forms import CancelForm, ChoiceForm, EndForm, StartForm
from nuanliu.portals.volunteer.visits import choose_by, door_of, may_choose, my_visit
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.certify_visit import choose_credit
from nuanliu.usecases.start_visit import end_visit, start_visit

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@asked_or_sent
@for_helpers
def start(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Start with the old person's code; a visit that has started leads on."""
    visit = my_visit(request, visit_id)
    form = StartForm(sent(request))
    if request.method == "POST":
        act = lambda: start_visit(  # noqa: E731 (read together with its one use)
            actor=request.actor, visit_id=visit_id, code=form.cleaned_data["code"], now=request.now
        )
        if done(form, act):
            messages.success(request, _("开始了，时间在记。"))
            return see_other("volunteer:today")
    elif visit.state != VisitState.TAKEN:
        return see_other("volunteer:visit", visit_id)
    context = {"form": form, "visit": visit, "need": visit.need, "door": door_of(visit=visit, now=request.now)}
    context["may_place"] = offers_place(request, visit)
    return render(request, "volunteer/start.html", context)


@asked_or_sent
@for_helpers
def end(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """End with the same code, and say what the hour should become; the usual choice is ticked already."""
    visit = my_visit(request, visit_id)
    days = standard_in_force(at=request.now, site=visit.site_id).days("credit_choice_days")
    form = EndForm(sent(request), days=days, initial={"choice": visit.choice})
    if request.method == "POST":
        if done(form, lambda: _end(request, visit_id, form)):
            messages.success(request, _("做完了，谢谢您！"))
            return see_other("volunteer:visit", visit_id)
    elif visit.state != VisitState.SERVING:
        return see_other("volunteer:visit", visit_id)
    context = {"form": form, "visit": visit, "need": visit.need, "so_far": _minutes_so_far(request, visit)}
    context["may_place"] = offers_place(request, visit)
    return render(request, "volunteer/end.html", context)


def _end(request: HouseRequest, visit_id: UUID, form: EndForm) -> None:
    said = form.cleaned_data
    end_visit(
        actor=request.actor,
        visit_id=visit_id,
        code=said["code"],
        choice=form.chosen,
        note=said["note"],
        now=request.now,
    )
    if said["always"] and form.chosen:
        set_default_choice(actor=request.actor, choice=form.chosen)


def _minutes_so_far(request: HouseRequest, visit: Visit) -> int:
    passed = request.now - visit.started_at if visit.started_at else timedelta()
    return max(int(passed.total_seconds()) // 60, 0)


@asked_or_sent
@for_helpers
def choose(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """TIME or COIN for a visit that was certified before I chose."""
    visit = my_visit(request, visit_id)
    form = ChoiceForm(sent(request))
    if request.method == "POST":
        if done(form, lambda: _choose(request, visit_id, form)):
            messages.success(request, _("选好了，记进存折了。"))
            return see_other("volunteer:visit", visit_id)
    elif not may_choose(visit):
        return see_other("volunteer:visit", visit_id)
    context = {"form": form, "visit": visit, "need": visit.need, "choose_by": choose_by(visit)}
    return render(request, "volunteer/choose.html", context)


def _choose(request: HouseRequest, visit_id: UUID, form: ChoiceForm) -> None:
    choice = CreditChoice(form.cleaned_data["choice"])
    choose_credit(actor=request.actor, visit_id=visit_id, choice=choice, now=request.now)
    if form.cleaned_data["always"]:
        set_default_choice(actor=request.actor, choice=choice)


@asked_or_sent
@for_helpers
def cancel(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Give a visit back; what follows from it is said before."""
    visit = my_visit(request, visit_id)
    form = CancelForm(sent(request))
    if request.method == "POST":
        act = lambda: cancel_visit(  # noqa: E731 (read together with its one use)
            actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"], now=request.now
        )
        if done(form, act):
            messages.success(request, _("退掉了。我们会另找人，谢谢您早说。"))
            return see_other("volunteer:visits")
    elif visit.state != VisitState.TAKEN:
        return see_other("volunteer:visit", visit_id)
    standard = standard_in_force(at=request.now, site=visit.site_id)
    late_from = visit.need.starts_at - timedelta(hours=standard.hours("late_cancel_hours"))
    context = {
        "form": form,
        "visit": visit,
        "need": visit.need,
        "is_late": request.now > late_from,
        "late_from": late_from,
        "late_hours": standard.hours("late_cancel_hours"),
        "late_points": standard.integer("late_cancel_points"),
        "no_show_points": standard.integer("no_show_points"),
        "standard": standard,
    }
    return render(request, "volunteer/cancel.html", context)
