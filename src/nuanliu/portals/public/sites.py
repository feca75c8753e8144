"""服务站点: found by words, by county, the nearest first where a place is known; and a page of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites as open_sites
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.geo import Place, metres_between
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.paging import Page, page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.shops import place_of

ON_A_PAGE = 24
LONGEST_WORDS = 40
NEIGHBOURS = 3
FAR = 10**9
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class SiteShown:
    """One site, the county it is in, and how far it is if that is known."""

    site: Node
    county: Node | None
    metres: int | None


class SitesForm(AskForm):
    """What is looked for. `near` is offered where the place of a site is known."""

    word = TextField(label=gettext_lazy("找什么"), max_length=LONGEST_WORDS, required=False)
    county = forms.ChoiceField(label=gettext_lazy("哪个县区"), required=False)
    near = forms.ChoiceField(label=gettext_lazy("离哪儿近"), required=False)

    def __init__(self, *args: Any, sites: Sequence[Node], counties: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anywhere = ("", _("都看看"))
        self.fields["county"].choices = [anywhere, *((one.code, one.name) for one in counties)]  # type: ignore[attr-defined]
        placed = [(site.code, site.name) for site in sites if place_of(site)]
        if placed:
            self.fields["near"].choices = [anywhere, *placed]  # type: ignore[attr-defined]
        else:
            del self.fields["near"]

    def wanted(self, name: str) -> str:
        """What was asked for; what cannot be asked for is as if not asked."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "") if self.is_bound else ""


@require_safe
def sites(request: HouseRequest) -> HttpResponse:
    """Where to go or to ring."""
    rows = list(open_sites().select_related("parent__parent"))
    counties = _counties(rows)
    form = SitesForm(request.GET or None, sites=rows, counties=counties)
    words, county, near = (form.wanted(name) for name in ("word", "county", "near"))
    found = [site for site in rows if _says(site, words) and (not county or _code(county_of(site)) == county)]
    here = next((place_of(site) for site in rows if site.code == near), None) or _place_of_reader(request)
    page = page_of(request=request, rows=by_distance(found, here), size=ON_A_PAGE)
    context = {"form": form, "page": page, "groups": _groups(page, here), "is_filtered": bool(words or county)}
    return render(request, "public/sites.html", context)


@require_safe
def site(request: HouseRequest, site_code: str) -> HttpResponse:
    """One site: where, when, what can be done there, and which others are near."""
    rows = list(open_sites().select_related("parent__parent"))
    found = next((one for one in rows if one.code == site_code), None)
    if found is None:
        raise NotVisible
    here = place_of(found)
    others = by_distance([one for one in rows if one.pk != found.pk], here) if here else []
    context = {
        "site": found,
        "county": county_of(found),
        "near": [one for one in others if one.metres is not None][:NEIGHBOURS],
    }
    return render(request, "public/site.html", context)


def county_of(site: Node) -> Node | None:
    """The county above a site whose parents are told; None where it stands under the city."""
    above = site.parent
    while above is not None and above.kind != NodeKind.COUNTY:
        above = above.parent
    return above


def by_distance(rows: Sequence[Node], here: Place | None) -> list[SiteShown]:
    """The nearest first; where nothing is known, as they came and last."""
    found = [SiteShown(site, county_of(site), _metres(site, here)) for site in rows]
    return sorted(found, key=lambda one: FAR if one.metres is None else one.metres)


def _metres(site: Node, here: Place | None) -> int | None:
    there = place_of(site)
    return metres_between(here, there) if here and there else None


def _code(node: Node | None) -> str:
    return node.code if node else ""


def _counties(rows: Sequence[Node]) -> list[Node]:
    found = {county.pk: county for county in map(county_of, rows) if county is not None}
    return sorted(found.values(), key=lambda one: one.code)


def _says(site: Node, words: str) -> bool:
    """Whether every word stands in the name, the address, or the name of a place above."""
    above = site.parent
    said = [site.name, site.short_name, site.address, *([above.name] if above else [])]
    county = county_of(site)
    text = " ".join([*said, county.name if county else ""]).casefold()
    return all(word.casefold() in text for word in words.split()[:MOST_WORDS])


def _place_of_reader(request: HouseRequest) -> Place | None:
    """Where somebody who is signed in lives, if that is known."""
    if request.actor.id is None:
        return None
    return place_of(Person.objects.filter(pk=request.actor.id).first() or Node())


def _groups(page: Page, here: Place | None) -> list[tuple[str, list[SiteShown]]]:
    """By county while no distance orders them; else one list."""
    if here is not None:
        return [("", list(page.rows))]
    groups: dict[str, list[SiteShown]] = {}
    for shown in page.rows:
        groups.setdefault(shown.county.name if shown.county else "", []).append(shown)
    return list(groups.items())
