"""规则公示: the Standard as people read it, for the city or a place, with what changed, when, and what is announced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.standards.queries import published_versions, standard_by_id
from nuanliu.domain.standards.timeline import timeline_of
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import chapters, moments

MOST_DIGITS = 8
LONGEST_SEARCH = 40
SHOWN_CHANGES = 3
ON_A_PAGE = 10


@require_safe
def standard(request: HouseRequest) -> HttpResponse:
    """Every rule in force (or of `?version=`) in plain words, for the city or `?place=`, with its legal basis."""
    places = places_with_rules()
    place = asked_place(request, places)
    line = timeline_of(place=place.pk if place else None)
    current = line.at(request.now)
    shown = _asked_version(request.GET.get("version", "")) or current
    words = asked_words(request)
    is_current = shown == current
    turns = moments(line=line) if is_current else []
    city = timeline_of().at(request.now) if place and is_current else None
    context = {
        "standard": shown,
        "is_current": is_current,
        "place": place,
        "places": places,
        "words": words,
        "chapters": chapters(standard=shown, line=line if is_current else None, now=request.now, city=city, words=words)
        if shown
        else [],
        "announced": [one for one in reversed(turns) if one.at > request.now],
        "latest": [one for one in turns if one.at <= request.now][:SHOWN_CHANGES],
    }
    return render(request, "public/standard.html", context)


@require_safe
def history(request: HouseRequest) -> HttpResponse:
    """What changed one after the other, for the city or `?place=`, and the way to each version as it was."""
    places = places_with_rules()
    place = asked_place(request, places)
    line = timeline_of(place=place.pk if place else None)
    page = page_of(request=request, rows=moments(line=line), size=ON_A_PAGE)
    versions = {one.number: one for one in published_versions().filter(number__in=[row.number for row in page.rows])}
    rows = [(moment, versions.get(moment.number)) for moment in page.rows]
    first = line.spans[0] if line.spans else None
    return render(
        request,
        "public/standard_history.html",
        {"rows": rows, "page": page, "place": place, "places": places, "first": first},
    )


def places_with_rules() -> list[Node]:
    """The places that have or had rules of their own, by name."""
    scopes = published_versions().exclude(scope_node=None).values("scope_node")
    return list(Node.objects.filter(pk__in=scopes, closed_at=None).order_by("path"))


def asked_place(request: HttpRequest, places: list[Node]) -> Node | None:
    """The place of `?place=`, by its code; None for the city and for anything else."""
    code = request.GET.get("place", "")
    return next((one for one in places if one.code == code), None)


def asked_words(request: HttpRequest) -> str:
    """What is searched for."""
    return tidy_text(request.GET.get("q", ""))[:LONGEST_SEARCH]


def _asked_version(number: str) -> Standard | None:
    """The version of this number, by which older lines of the book were counted; None for any other text."""
    if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS):
        return None
    found = published_versions().filter(number=int(number)).values_list("pk", flat=True).first()
    return standard_by_id(version_id=found) if found is not None else None
