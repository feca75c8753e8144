"""The city as a map of tiles: every town once, in its county, the darker the more hours were served there."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.queries import first_month
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.portals.bureau.figures.amounts import hours
from nuanliu.portals.bureau.figures.asking import frame, question_of
from nuanliu.portals.bureau.figures.charts import Tile, shade_of
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.see_figures import towns_of

TAILS = ("街道", "镇", "民族乡", "乡")
_PEOPLES = ("苗族", "彝族", "回族", "布依族", "白族", "仡佬族")


@dataclass(frozen=True, slots=True)
class County:
    """A county, its hours, its towns."""

    name: str
    said: str
    href: str
    tiles: list[Tile]


def short(name: str) -> str:
    """`梭戛` for `梭戛苗族彝族回族乡`: what fits a tile; the whole name is in the link."""
    if words.english():
        return name
    for tail in TAILS:
        name = name.removesuffix(tail)
    for people in _PEOPLES * 3:
        name = name.removesuffix(people)
    return name


@require_safe
@opens_with(Power.CITY_SEE)
def town_map(request: HouseRequest) -> HttpResponse:
    """Every town of the place."""
    question = question_of(request)
    found = towns_of(place=question.place, period=question.period)
    most = max((one.amount for _county, _sum, towns in found for _town, one in towns), default=0)
    counties = [
        County(
            name=county.name,
            said=_("%(hours)s 小时") % {"hours": hours(whole.amount)},
            href=question.link("home", place=county),
            tiles=[
                Tile(
                    short(town.name),
                    hours(one.amount),
                    shade_of(value=one.amount, most=most),
                    question.link("home", place=town),
                )
                for town, one in towns
            ],
        )
        for county, whole, towns in found
    ]
    context = {
        **frame(request, question, page="map", first=first_month()),
        "counties": counties,
        "shades": range(5),
        "most": hours(most),
        "fresh_at": fresh_at(),
    }
    return show(request, "bureau/map.html", context)
