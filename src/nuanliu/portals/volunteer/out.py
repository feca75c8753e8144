"""Out on a visit: I scan the QR at the door, I add a photograph, I say that something went wrong."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_today
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.doors import Scanned, Whose, is_genuine
from nuanliu.domain.care.watching.queries import photos_of
from nuanliu.domain.care.watching.types import Severity
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import IncidentForm, PhotoForm, PressForm
from nuanliu.portals.volunteer.visits import COMING, my_visit
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.watching.incidents import report_incident
from nuanliu.usecases.watching.photos import MOST, WITH_PHOTOS, add_photo

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@asked_or_sent
@for_helpers
def scan(request: HouseRequest, whose: str, subject_id: UUID, key: str) -> HttpResponse:
    """What I can start or end here now: one button for the visit that comes next."""
    if whose not in set(Whose):
        raise NotVisible
    scanned = Scanned(Whose(whose), subject_id, key)
    if not is_genuine(scanned=scanned):
        raise NotVisible
    visit = _next_here(request, scanned)
    form = PressForm(sent(request))
    if request.method == "POST" and visit is not None and done(form, lambda: _press(request, visit, scanned)):
        is_begun = visit.state == VisitState.TAKEN
        messages.success(request, _("开始了，时间在记。") if is_begun else _("做完了，谢谢您！"))
        return see_other("volunteer:today") if is_begun else see_other("volunteer:visit", visit.id)
    context = {"form": form, "visit": visit, "need": visit.need if visit else None}
    return render(request, "volunteer/scan.html", context)


def _next_here(request: HouseRequest, scanned: Scanned) -> Visit | None:
    """My visit of today at this door: the one under way, else the next."""
    rows = [visit for visit in visits_today(volunteer_id=me(request), now=request.now) if visit.state in COMING]
    if scanned.whose is Whose.ELDER:
        here = [visit for visit in rows if visit.need.elder_id == scanned.subject]
    else:
        here = [visit for visit in rows if visit.site_id == scanned.subject]
    under_way = [visit for visit in here if visit.state == VisitState.SERVING]
    return next(iter(under_way or here), None)


def _press(request: HouseRequest, visit: Visit, scanned: Scanned) -> None:
    if visit.state == VisitState.TAKEN:
        start_visit(actor=request.actor, visit_id=visit.id, now=request.now, scanned=scanned)
        return
    usual = visit.volunteer.volunteer.default_choice
    choice = usual if usual in set(CreditChoice) else ""
    end_visit(actor=request.actor, visit_id=visit.id, now=request.now, choice=choice, scanned=scanned)


@asked_or_sent
@for_helpers
def photo(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """A photograph of a receipt or of what was done."""
    visit = my_visit(request, visit_id)
    there = photos_of(visit=visit)
    if visit.state not in WITH_PHOTOS and not there:
        return see_other("volunteer:visit", visit_id)
    form = PhotoForm(sent(request), request.FILES if request.method == "POST" else None)
    act = lambda: add_photo(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        visit_id=visit_id,
        data=form.cleaned_data["photo"].read(),
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("照片收到了。"))
        return see_other("volunteer:photo", visit_id)
    may_add = visit.state in WITH_PHOTOS and len(there) < MOST
    context = {"form": form, "visit": visit, "need": visit.need, "photos": there, "may_add": may_add}
    return render(request, "volunteer/photo.html", context)


@asked_or_sent
@for_helpers
def incident(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Something went wrong: first the telephone, then these words."""
    visit = my_visit(request, visit_id)
    form = IncidentForm(sent(request))
    act = lambda: report_incident(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        visit_id=visit_id,
        severity=Severity(form.cleaned_data["severity"]),
        words=form.cleaned_data["words"],
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("社区知道了，会联系您。"))
        return see_other("volunteer:visit", visit_id)
    return render(request, "volunteer/incident.html", {"form": form, "visit": visit, "need": visit.need})
