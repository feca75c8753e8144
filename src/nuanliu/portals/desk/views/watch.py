"""What the desk looks after while people are out: who is overdue, whom to ring, what went wrong; and QR for doors."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.watching.doors import Whose, door_key
from nuanliu.domain.care.watching.models import Incident
from nuanliu.domain.care.watching.queries import (
    access_incident,
    access_photo,
    incidents_within,
    open_incidents,
    watched,
)
from nuanliu.domain.care.watching.types import IncidentState, Severity
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.joining.operations import picture_of
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.desk.gate import powers_at, visit_at_desk
from nuanliu.portals.desk.watch_forms import HandledForm, IncidentForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.conduct.faults import may_accuse
from nuanliu.usecases.watching.incidents import close_incident, report_incident

MOST = 100
SHOWN_CLOSED = 20
SHOWN_SITES = 10


@opens_with(Power.BOARD_SEE)
@require_safe
def watch(request: HouseRequest) -> HttpResponse:
    """Overdue, silent, and what went wrong."""
    closed = incidents_within(actor=request.actor).filter(state=IncidentState.CLOSED)
    context = {
        "watched": watched(actor=request.actor, now=request.now),
        "incidents": list(open_incidents(actor=request.actor)[:MOST]),
        "closed": list(closed[:SHOWN_CLOSED]),
        "sites": list(sites_under(paths=request.actor.paths(Power.NEED_PLACE))[:SHOWN_SITES]),
    }
    return render(request, "desk/watch.html", context)


@opens_with(Power.NEED_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Somebody told the desk that something went wrong."""
    visit = visit_at_desk(request, visit_id)
    form, made = IncidentForm(sent(request)), list[Incident]()
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        report_incident(
            actor=request.actor,
            visit_id=visit_id,
            severity=Severity(form.cleaned_data["severity"]),
            words=form.cleaned_data["words"],
            token=form.cleaned_data["token"],
            now=request.now,
        )
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了。处理好以后，请写明怎么处理的。"))
        return see_other("desk:incident", made[0].id)
    return render(request, "desk/incident_new.html", {"form": form, "visit": visit, "need": visit.need})


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HouseRequest, incident_id: UUID) -> HttpResponse:
    """One incident, and what was done about it."""
    found = access_incident(actor=request.actor, incident_id=incident_id)
    form = HandledForm(sent(request))
    act = lambda: close_incident(  # noqa: E731 (read together with its one use)
        actor=request.actor, incident_id=incident_id, words=form.cleaned_data["handled"], now=request.now
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("处理好了。"))
        return see_other("desk:watch")
    context = {
        "incident": found,
        "visit": found.visit,
        "need": found.visit.need,
        "form": form,
        "is_open": found.state == IncidentState.OPEN,
        "may": powers_at(request, path=found.site.path),
        "may_accuse": may_accuse(actor=request.actor, path=found.site.path),
    }
    return render(request, "desk/incident.html", context)


@require_safe
def photo(request: HouseRequest, visit_photo_id: UUID) -> HttpResponse:
    """A photograph of a visit, to keep and never to be run by a browser."""
    found = access_photo(actor=request.actor, photo_id=visit_photo_id)
    response = HttpResponse(picture_of(found.paper), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


@opens_with(Power.NEED_PLACE)
@require_safe
def door(request: HouseRequest, whose: str, subject_id: UUID) -> HttpResponse:
    """The QR for an old person's door, or for the wall of a site, to print."""
    if whose not in set(Whose):
        raise Http404
    if whose == Whose.ELDER:
        person = access_person(actor=request.actor, person_id=subject_id)
        name, is_person = person.name, True
    else:
        site = sites_under(paths=request.actor.paths(Power.NEED_PLACE)).filter(pk=subject_id).first()
        if site is None:
            raise NotVisible
        name, is_person = site.name, False
    key = door_key(whose=Whose(whose), subject=subject_id)
    address = request.build_absolute_uri(reverse("volunteer:scan", args=[whose, subject_id, key]))
    context = {
        "name": name,
        "is_person": is_person,
        "subject_id": subject_id,
        "qr": qr_svg(text=address, label=_("志愿者扫这里"), scale=6),
    }
    return render(request, "desk/door.html", context)
