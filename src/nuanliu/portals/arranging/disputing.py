"""She, or her relative, does not agree with what was decided about a visit."""

from uuid import UUID

from django.http import HttpResponse

from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import need_here, visit_here
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.disputing import dispute_page
from nuanliu.portals.ui.request import HouseRequest


def object_to(request: HouseRequest, side: Side, need_id: UUID, visit_id: UUID) -> HttpResponse:
    """Object, add words, appeal; and what came of it."""
    side.insist(ProxyPower.CONFIRM)
    found = need_here(side, need_id)
    visit = visit_here(found, visit_id)
    context = dispute_page(request, actor=side.actor, visit=visit)
    here = side.url("need", need_id=need_id)
    if context is None:
        done = request.method == "POST"
        return see_other(side.url("object", need_id=need_id, visit_id=visit_id) if done else here)
    dispute = context.get("dispute")
    mine = {"is_mine": dispute is not None and dispute.side == "elder"}
    context = {**context, **mine, "need": found, "visit": visit, "back": here}
    return show(request, side, "arranging/object.html", context)
