"""Paper: the day's list, and the slip a helper carries to the door."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.care.menu.queries import terms_of
from nuanliu.domain.care.queries import needs_within
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.portals.desk.gate import visit_at_desk
from nuanliu.portals.desk.rows import row_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.reveal import address_on_slip

MOST_ROWS = 500
FURTHEST = timedelta(days=730)
ON_PAPER = [
    state.value
    for state in NeedState
    if state not in {NeedState.CANCELLED, NeedState.VOIDED, NeedState.RETURNED, NeedState.SUBMITTED}
]


def asked_day(request: HouseRequest) -> date:
    """The day in `?day=`; today for anything else, and for what is years away."""
    today = local_date(request.now)
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return asked if abs(asked - today) <= FURTHEST else today


@opens_with(Power.BOARD_SEE)
@require_safe
def day(request: HouseRequest) -> HttpResponse:
    """Everything that is arranged for one day, in the order of the day."""
    when = asked_day(request)
    start, end = day_bounds(when)
    rows = needs_within(actor=request.actor).filter(starts_at__gte=start, starts_at__lt=end, state__in=ON_PAPER)
    context = {
        "day": when,
        "today": local_date(request.now),
        "before": when - timedelta(days=1),
        "after": when + timedelta(days=1),
        "rows": [row_of(need) for need in rows.order_by("starts_at", "id")[:MOST_ROWS]],
    }
    return render(request, "desk/day.html", context)


@opens_with(Power.PERSON_REVEAL)
@require_safe
def slip(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """What the helper carries: where, when, what, and lines for hours and signature. The code is never on it.

    The address stands on it in full, so it is for those who may see that, and the look is written down.
    """
    visit = visit_at_desk(request, visit_id)
    address = address_on_slip(actor=request.actor, visit=visit, now=request.now)
    context = {"visit": visit, "need": visit.need, "address": address, "terms": terms_of(need=visit.need)}
    return render(request, "desk/slip.html", context)
