"""The first page of my data."""

from django.http import HttpResponse

from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.erase_person import closing_under_way


@about
def home(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Where everything about my data is."""
    names = ("data", "channels", "consents", "looked", "close")
    context = {
        "urls": {name: whose.url(name) for name in names},
        "closing": closing_under_way(person_id=whose.person.pk),
        "back": whose.up,
    }
    return show(request, whose, "mine/home.html", context)
