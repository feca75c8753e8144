"""One helper's visit: its proof, and what the desk may write down in the helper's or the old person's stead."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.care.disputes.queries import dispute_of
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.places import distances_of
from nuanliu.domain.care.watching.queries import photos_of
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock
from nuanliu.platform.fonts import missing_from
from nuanliu.portals.desk.forms import EndForm, HappenedForm, HeardForm, ReasonForm, VoidForm
from nuanliu.portals.desk.gate import powers_at, visit_at_desk
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.certify_visit import void_visit
from nuanliu.usecases.conduct.faults import may_accuse
from nuanliu.usecases.confirm_visit import confirm_visit, uphold_visit
from nuanliu.usecases.disputes.raising import may_dispute
from nuanliu.usecases.start_visit import end_visit, start_visit

VOIDABLE = frozenset({VisitState.CONFIRMED, VisitState.CERTIFIED, VisitState.CREDITED, VisitState.DISPUTED})


def _forms(visit: Visit, request: HouseRequest) -> dict[str, ActForm]:
    """The acts that make sense now, each with its own empty form."""
    forms: dict[str, ActForm] = {}
    planned: Any = visit.need
    if visit.state == VisitState.TAKEN:
        forms["start"] = HappenedForm(auto_id="start_%s", initial=_near(planned.starts_at))
        forms["give_back"] = ReasonForm(auto_id="giveback_%s")
    if visit.state == VisitState.SERVING:
        forms["end"] = EndForm(auto_id="end_%s", initial=_near(min(planned.ends_at, request.now)))
    if visit.state == VisitState.SERVED:
        forms["heard"] = HeardForm(auto_id="heard_%s")
    if visit.state == VisitState.DISPUTED:
        forms["uphold"] = ReasonForm(auto_id="uphold_%s")
    if visit.state in VOIDABLE:
        forms["void"] = VoidForm(auto_id="void_%s")
    return forms


def _near(moment: Any) -> dict[str, Any]:
    at = clock.local(moment)
    return {"day": at.date(), "at": f"{at:%H:%M}"}


def show_visit(request: HouseRequest, visit: Visit, **changed: ActForm) -> HttpResponse:
    """The page; a refused form replaces its empty one."""
    refused = next(iter(changed.values()), None)
    context = {
        "visit": visit,
        "need": visit.need,
        "acts": _forms(visit, request) | changed,
        "may": powers_at(request, path=visit.site.path),
        "form": refused,
        "photos": photos_of(visit=visit),
        "distances": distances_of(visit=visit),
        "dispute": dispute_of(site=visit.site_id, visit=visit.id),
        "may_accuse": may_accuse(actor=request.actor, path=visit.site.path),
        "may_object": may_dispute(visit=visit, now=request.now),
        "missing": missing_from(visit.volunteer.name),
    }
    return render(request, "desk/visit.html", context)


@opens_with(Power.BOARD_SEE)
@require_safe
def visit(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Everything about one visit."""
    return show_visit(request, visit_at_desk(request, visit_id))


def _answer(
    request: HouseRequest, visit_id: UUID, *, name: str, form: ActForm, act: Callable[[], object], words: str
) -> HttpResponse:
    """Do it and see the visit again, or show why not."""
    found = visit_at_desk(request, visit_id)
    if done(form, act):
        messages.success(request, words)
        return see_other("desk:visit", visit_id=visit_id)
    return show_visit(request, found, **{name: form})


@opens_with(Power.NEED_ASSIST)
@require_POST
def start(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The helper began and could not say so herself."""
    form = HappenedForm(request.POST, auto_id="start_%s")
    return _answer(
        request,
        visit_id,
        name="start",
        form=form,
        act=lambda: start_visit(
            actor=request.actor,
            visit_id=visit_id,
            now=request.now,
            started_at=form.moment,
            reason=form.cleaned_data["reason"],
        ),
        words=_("记下了开始的时间。"),
    )


@opens_with(Power.NEED_ASSIST)
@require_POST
def end(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The helper ended and could not say so herself."""
    form = EndForm(request.POST, auto_id="end_%s")
    return _answer(
        request,
        visit_id,
        name="end",
        form=form,
        act=lambda: end_visit(
            actor=request.actor,
            visit_id=visit_id,
            now=request.now,
            choice=form.cleaned_data["choice"],
            note=form.cleaned_data["note"],
            ended_at=form.moment,
            reason=form.cleaned_data["reason"],
        ),
        words=_("记下了结束的时间，等老人确认。"),
    )


@opens_with(Power.NEED_ASSIST)
@require_POST
def give_back(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The helper cannot come."""
    form = ReasonForm(request.POST, auto_id="giveback_%s")
    return _answer(
        request,
        visit_id,
        name="give_back",
        form=form,
        act=lambda: cancel_visit(
            actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"], now=request.now
        ),
        words=_("退掉了，重新找人。"),
    )


@opens_with(Power.NEED_ASSIST)
@require_POST
def heard(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """What the old person said when asked by telephone."""
    form = HeardForm(request.POST, auto_id="heard_%s")
    return _answer(
        request,
        visit_id,
        name="heard",
        form=form,
        act=lambda: confirm_visit(
            actor=request.actor,
            visit_id=visit_id,
            came=form.cleaned_data["came"] == "yes",
            face=form.cleaned_data["face"],
            now=request.now,
        ),
        words=_("记下了老人的话。"),
    )


@opens_with(Power.VISIT_CERTIFY)
@require_POST
def uphold(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """It was looked into: the helper did come."""
    form = ReasonForm(request.POST, auto_id="uphold_%s")
    return _answer(
        request,
        visit_id,
        name="uphold",
        form=form,
        act=lambda: uphold_visit(
            actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"], now=request.now
        ),
        words=_("核实好了，可以认定。"),
    )


@opens_with(Power.VISIT_CERTIFY)
@require_POST
def void(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """It does not count."""
    form = VoidForm(request.POST, auto_id="void_%s")
    return _answer(
        request,
        visit_id,
        name="void",
        form=form,
        act=lambda: void_visit(
            actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"], now=request.now
        ),
        words=_("这次不计入，志愿者会收到原因。"),
    )
