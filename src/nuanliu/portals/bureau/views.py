"""The bureau's desk: figures by county and site, a site's needs, the check of the books."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.types import NeedState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.unserved import answers_counted
from nuanliu.usecases.reconcile import last_check
from nuanliu.usecases.site_figures import (
    DONE,
    UNDER_WAY,
    WAITING,
    Tally,
    figures_by_county,
    needs_at,
    overseen_site,
)

PAGE = 30
STAGES: dict[str, tuple[Promise, frozenset[NeedState]]] = {
    "all": (_("全部"), frozenset()),
    "waiting": (_("等人帮"), WAITING),
    "under-way": (_("正在办"), UNDER_WAY),
    "done": (_("办好了"), DONE),
    "ended": (_("取消作废"), frozenset({NeedState.CANCELLED, NeedState.VOIDED})),
}


@require_safe
@opens_with(Power.CITY_SEE)
def sites(request: HouseRequest) -> HttpResponse:
    """Live figures of every county and site."""
    counties = figures_by_county(actor=request.actor, now=request.now)
    total = Tally()
    for county in counties:
        total.add(county.tally)
    context = {"counties": counties, "total": total, "last_check": last_check()}
    return show(request, "bureau/sites.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def site(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """One site's needs, read only, without names."""
    found = overseen_site(actor=request.actor, site_id=site_id)
    stage = request.GET.get("stage", "all")
    if stage not in STAGES:
        raise NotVisible
    needs = needs_at(site=found, states=STAGES[stage][1])
    context = {
        "site": found,
        "stage": stage,
        "stages": [(code, label) for code, (label, _states) in STAGES.items()],
        "page": page_of(request=request, rows=needs, size=PAGE),
        "nobody": answers_counted(paths=[found.path], now=request.now),
        "crumbs": [(reverse("bureau:sites"), _("各站点")), ("", found.name)],
    }
    return show(request, "bureau/site.html", context)


@require_safe
@opens_with(Power.BOOKS_CHECK)
def books(request: HouseRequest) -> HttpResponse:
    """Derive every counter again from the journal, now, and say what does not agree."""
    return show(request, "bureau/books.html", {"report": check_books()})
