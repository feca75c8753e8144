"""What is kept how long, and when it was last swept."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nuanliu.domain.network.types import Power
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.retention import what_is_kept


@require_safe
@opens_with(Power.CITY_SEE)
def kept(request: HouseRequest) -> HttpResponse:
    """The page."""
    lines = what_is_kept(actor=request.actor, now=request.now)
    return show(request, "bureau/kept.html", {"lines": lines})
