"""One box finds the caller."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import Found, find_people
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest

MOST_SHOWN = 20
LONGEST = 100


def picked(*, text: str, found: list[Found]) -> Found | None:
    """The hit whose number is `text`; None if it is no number of the list."""
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= len(found):
        return found[int(text) - 1]
    return None


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HouseRequest) -> HttpResponse:
    """The search box; who is found alone, or picked by her number among those found, is opened at once."""
    if request.method == "POST":
        return keep(request, "q", "among")
    said = asked(request)
    text = tidy_text(said.get("q", ""))[:LONGEST]
    among = tidy_text(said.get("among", ""))[:LONGEST]
    if among and text.isascii() and text.isdigit() and len(text) < 3:
        found = find_people(actor=request.actor, text=among, limit=MOST_SHOWN)
        chosen = picked(text=text, found=found)
        if chosen:
            return redirect("hotline:elder", elder_id=chosen.person.pk)
        text = among
    else:
        found = find_people(actor=request.actor, text=text, limit=MOST_SHOWN) if text else []
    if len(found) == 1:
        return redirect("hotline:elder", elder_id=found[0].person.pk)
    return render(
        request,
        "hotline/home.html",
        {"text": text, "found": found, "is_full": len(found) == MOST_SHOWN, "most": MOST_SHOWN},
    )
