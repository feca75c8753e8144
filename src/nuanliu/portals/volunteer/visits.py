"""My visits: today, one visit from taking to the passbook, and the lists."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.care.disputes.queries import dispute_of
from nuanliu.domain.care.menu.queries import terms_of
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import (
    access_visit,
    address_for_helper,
    address_opens_at,
    helper_sheet,
    visits_of,
    visits_today,
)
from nuanliu.domain.care.series.wished import change_asked, wishes_of
from nuanliu.domain.care.types import STANDING_VISIT, VisitState
from nuanliu.domain.people.queries import contact_of
from nuanliu.domain.standards.policies import retold_steps
from nuanliu.domain.standards.queries import standard_by_id, standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.disputes.raising import may_dispute

PAGE = 10
COMING = (VisitState.TAKEN.value, VisitState.SERVING.value)


def my_visit(request: HouseRequest, visit_id: UUID) -> Visit:
    """My own visit. Raises NotVisible for anyone else's, whatever else I may see of it."""
    visit = access_visit(actor=request.actor, visit_id=visit_id)
    if visit.volunteer_id != me(request):
        raise NotVisible
    return visit


@dataclass(frozen=True, slots=True)
class Door:
    """Where to go and whom to ask for; everything empty while it is not shown, `opens_at` then says when."""

    name: str
    phone: str
    address: str
    opens_at: datetime

    @property
    def is_shown(self) -> bool:
        """Whether the helper may see it now."""
        return bool(self.name)


def door_of(*, visit: Visit, now: datetime) -> Door:
    """The old person's door and telephone, inside the time in which the helper may see them."""
    opens_at, address = address_opens_at(visit=visit), address_for_helper(visit=visit, now=now)
    if address is None:
        return Door("", "", "", opens_at)
    elder = visit.need.elder
    return Door(elder.name, contact_of(person=elder).phone, address, opens_at)


@require_safe
@for_helpers
def today(request: HouseRequest) -> HttpResponse:
    """What I do today, in order; the next thing first and big."""
    rows = visits_today(volunteer_id=me(request), now=request.now)
    to_do = [visit for visit in rows if visit.state in COMING]
    first = next((visit for visit in to_do if visit.state == VisitState.SERVING), to_do[0] if to_do else None)
    coming = visits_of(volunteer_id=me(request)).filter(state=VisitState.TAKEN, need__starts_at__gt=request.now)
    context = {
        "next_visit": first,
        "starts_from": starts_from(first) if first else None,
        "door": door_of(visit=first, now=request.now) if first else None,
        "terms": terms_of(need=first.need) if first else None,
        "later": [visit for visit in to_do if visit is not first],
        "finished": [visit for visit in rows if visit.state not in COMING],
        "afterwards": None if rows else coming.order_by("need__starts_at", "id").first(),
    }
    return render(request, "volunteer/today.html", context)


@require_safe
@for_helpers
def visits(request: HouseRequest, *, past: bool = False) -> HttpResponse:
    """My visits: those to come, soonest first; or those behind me, newest first.

    One that was never started stands among those to come as long as it could still begin.
    """
    rows = visits_of(volunteer_id=me(request))
    last = standard_in_force(at=request.now).span("check_in_last_hours")
    coming = Q(state=VisitState.SERVING) | Q(state=VisitState.TAKEN, need__ends_at__gt=request.now - last)
    rows = rows.exclude(coming) if past else rows.filter(coming).order_by("need__starts_at", "id")
    context = {"is_past": past, "page": page_of(request=request, rows=rows, size=PAGE)}
    return render(request, "volunteer/visits.html", context)


@require_safe
@for_helpers
def visit(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """One visit: where, what to know, what to do now, what happens next."""
    return shown(request, my_visit(request, visit_id))


def shown(request: HouseRequest, visit: Visit, *, form: ActForm | None = None) -> HttpResponse:
    """The page of one visit; the form may carry a refusal."""
    door, stands = door_of(visit=visit, now=request.now), visit.state in STANDING_VISIT
    context = {
        "form": form or ActForm(),
        "visit": visit,
        "need": visit.need,
        "door": door,
        "sheet": helper_sheet(visit=visit) if door.is_shown else "",
        "stands": stands,
        "is_missed": visit.state == VisitState.TAKEN and request.now > visit.need.ends_at,
        "is_ahead": visit.state in COMING,
        "terms": terms_of(need=visit.need) if visit.state in COMING else None,
        "may_start": visit.state == VisitState.TAKEN and starts_from(visit) <= request.now <= starts_until(visit),
        "starts_from": starts_from(visit),
        "dispute": dispute_of(site=visit.site_id, visit=visit.id),
        "may_object": may_dispute(visit=visit, now=request.now),
        "may_choose": may_choose(visit),
        "choose_by": choose_by(visit),
        "steps": next_steps(visit),
        "change": change_asked(visit=visit) if visit.state == VisitState.TAKEN else None,
        "wishes": wishes_of(needs=[visit.need]).get(visit.need_id),
        **_decided(visit),
    }
    return render(request, "volunteer/visit.html", context)


def starts_from(visit: Visit) -> datetime:
    """From when the visit can be started."""
    agreed: datetime = visit.need.starts_at
    return agreed - standard_in_force(at=agreed, site=visit.site_id).span("check_in_early_min")


def starts_until(visit: Visit) -> datetime:
    """Until when the button still begins it; later it is for the site to sort out."""
    agreed: datetime = visit.need.ends_at
    standard = standard_in_force(at=visit.need.starts_at, site=visit.site_id)
    return agreed + standard.span("check_in_last_hours")


def may_choose(visit: Visit) -> bool:
    """Whether the site has certified it and waits for the helper to say TIME or COIN."""
    return visit.state == VisitState.CERTIFIED and not visit.choice and bool(visit.counted_minutes)


def choose_by(visit: Visit) -> datetime | None:
    """Until when the helper may say so, by the Standard that was in force at the decision."""
    if not may_choose(visit) or visit.certified_at is None:
        return None
    days = standard_in_force(at=visit.certified_at, site=visit.site_id).days("credit_choice_days")
    return visit.certified_at + timedelta(days=days)


def _decided(visit: Visit) -> dict[str, Any]:
    """The Standard that counted the visit, and its arithmetic line by line."""
    if visit.standard_version is None:
        return {}
    standard = standard_by_id(version_id=visit.standard_version)
    return {"standard": standard, "arithmetic": retold_steps(stored=visit.arithmetic, standard=standard)}


def next_steps(visit: Visit) -> list[str]:
    """Codes of what is still to come for this visit, for the words of the page."""
    order = [VisitState.TAKEN, VisitState.SERVING, VisitState.SERVED, VisitState.CONFIRMED, VisitState.CERTIFIED]
    codes = [state.value for state in order]
    return codes[codes.index(visit.state) :] if visit.state in codes else []
