"""The first page of my data."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.request import HouseRequest


@require_safe
@about
def home(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Where everything about my data is."""
    context = {"consents_url": whose.url("consents"), "back": whose.up}
    return show(request, whose, "mine/home.html", context)
