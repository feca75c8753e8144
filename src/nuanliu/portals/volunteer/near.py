"""Needs near me: find one, look at it, take it or say it does not suit."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.care.invitations.queries import waiting_for_me
from nuanliu.domain.care.menu.queries import terms_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries import access_need, visits_today
from nuanliu.domain.care.series.pairs import asked_first
from nuanliu.domain.care.series.wished import wishes_of
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import NearForm, PressForm
from nuanliu.portals.volunteer.visits import starts_from
from nuanliu.usecases.accept_need import accept_need, decline_need
from nuanliu.usecases.matching.near import NearNeed, need_near, needs_near

FURTHEST_LOOK = 200
"""Needs looked through, the best for her first, before the day and the service are picked out."""
PAGE = 8
TO_GO = frozenset({VisitState.TAKEN, VisitState.SERVING})


@require_safe
@for_helpers
def home(request: HouseRequest) -> HttpResponse:
    """Needs near me, below what I have to do next today."""
    near = needs_near(actor=request.actor, now=request.now, limit=FURTHEST_LOOK)
    form = NearForm(request.GET or None, near=near, today=clock.local_date(request.now))
    day, service = form.wanted()
    shown = [one for one in near if _fits(one, day, service)]
    today = visits_today(volunteer_id=me(request), now=request.now)
    next_visit = next((visit for visit in today if visit.state in TO_GO), None)
    context = {
        "form": form,
        "page": page_of(request=request, rows=shown, size=PAGE),
        "is_filtered": bool(day or service),
        "count": len(shown),
        "next_visit": next_visit,
        "starts_from": starts_from(next_visit) if next_visit else None,
        "invited": waiting_for_me(volunteer_id=me(request), now=request.now).count(),
        "first": asked_first(volunteer_id=me(request), now=request.now).count(),
    }
    return render(request, "volunteer/home.html", context)


def _fits(one: NearNeed, day: date | None, service: str) -> bool:
    right_day = day is None or clock.local_date(one.need.starts_at) == day
    return right_day and (not service or one.need.service.code == service)


@require_safe
@for_helpers
def need(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """One need; whoever has taken it is led to the visit."""
    found = access_need(actor=request.actor, need_id=need_id)
    mine = _mine(found, me(request))
    return see_other("volunteer:visit", mine.id) if mine else _shown(request, found, PressForm())


@require_POST
@for_helpers
def take(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Take it; taking twice leads to the same visit, and whoever comes second is told so."""
    form = PressForm(request.POST)
    taken: list[Visit] = []
    if done(form, lambda: taken.append(accept_need(actor=request.actor, need_id=need_id, now=request.now))):
        messages.success(request, _("您接下了。老人会知道您要来。"))
        return see_other("volunteer:visit", taken[0].id)
    try:
        found = access_need(actor=request.actor, need_id=need_id)
    except NotVisible:
        messages.warning(request, " ".join(words for _target, words in form.summary()))
        return see_other("volunteer:home")
    return _shown(request, found, form)


@require_POST
@for_helpers
def decline(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Do not show it to me again."""
    form = PressForm(request.POST)
    if done(form, lambda: decline_need(actor=request.actor, need_id=need_id, now=request.now)):
        messages.success(request, _("好的，这一个不再给您看。"))
        return see_other("volunteer:home")
    return _shown(request, access_need(actor=request.actor, need_id=need_id), PressForm(), declining=form)


def _mine(found: Need, who: UUID) -> Visit | None:
    return next((v for v in found.visits.all() if v.volunteer_id == who and v.state in STANDING_VISIT), None)


def _shown(
    request: HouseRequest, found: Need, taking: PressForm, *, declining: PressForm | None = None
) -> HttpResponse:
    """The page with its two buttons, either of which may have been refused."""
    context: dict[str, Any] = {
        "form": declining or taking,
        "taking": taking,
        "declining": declining or PressForm(),
        "need": found,
        "near": need_near(actor=request.actor, need=found, now=request.now),
        "is_open": found.state == NeedState.OPEN and found.starts_at > request.now,
        "terms": terms_of(need=found),
        "wishes": wishes_of(needs=[found]).get(found.id),
        "standing": [visit for visit in found.visits.all() if visit.state in STANDING_VISIT],
    }
    return render(request, "volunteer/need.html", context)
