"""I do not agree with what was decided about my visit."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.disputes.queries import dispute_of
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.disputing import dispute_page
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.visits import my_visit


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def dispute(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Object, add words, appeal; and what came of it."""
    visit = my_visit(request, visit_id)
    context = dispute_page(request, actor=request.actor, visit=visit)
    if context is None:
        there = dispute_of(site=visit.site_id, visit=visit.id)
        return see_other("volunteer:dispute" if there else "volunteer:visit", visit_id)
    found = context.get("dispute")
    mine = {"is_mine": found is not None and found.side == "helper"}
    return render(request, "volunteer/dispute.html", {**context, **mine, "visit": visit, "need": visit.need})
