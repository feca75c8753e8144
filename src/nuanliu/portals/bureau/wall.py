"""The screen in the hall: large figures, thanks and honours; nobody's name; the browser renews it, without a script."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.types import Dimension
from nuanliu.portals.bureau.figures.amounts import hours, month_words
from nuanliu.portals.bureau.figures.words import value_words
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.wall_figures import wall_of

EVERY_SECONDS = 60


@require_safe
def wall(request: HouseRequest) -> HttpResponse:
    """Open to the hall, so to anybody: sums of the whole city only."""
    found = wall_of(now=request.now)
    names = value_words(dimension=Dimension.SERVICE, values=[code for code, _count in found.services])
    context = {
        "wall": found,
        "month_words": month_words(found.month_first),
        "month_hours": hours(found.month.served_minutes),
        "year_hours": hours(found.year.served_minutes),
        "services": [(names[code], count) for code, count in found.services],
    }
    response = render(request, "bureau/wall.html", context)
    response.headers["Cache-Control"] = "max-age=30"
    response.headers["Refresh"] = str(EVERY_SECONDS)
    return response
