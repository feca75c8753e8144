"""服务单子: what a site offers, leaving a service out and taking it in again, and the menu on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.menu.queries import left_out_at, services_offered
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.menu_forms import MenuForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.menu_papers import card_pdf, poster_pdf
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_menu import leave_out, menu_site, menu_sites, take_in


@opens_with(Power.NEED_PLACE)
@require_safe
def menu(request: HouseRequest) -> HttpResponse:
    """The menu of one site, with what is left out and why."""
    places = menu_sites(actor=request.actor)
    asked = request.GET.get("site", "")
    site = next((one for one in places if str(one.pk) == asked), places[0] if places else None)
    if site is None:
        raise NotVisible
    out = left_out_at(site_id=site.pk)
    rows = [(one, out.get(one.pk)) for one in services_offered()]
    context: dict[str, Any] = {
        "site": site,
        "places": places,
        "rows": rows,
        "offered": sum(left is None for _one, left in rows),
        "may_keep": request.actor.may(Power.MENU_KEEP, path=site.path),
    }
    return render(request, "desk/menu.html", context)


@opens_with(Power.MENU_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HouseRequest, site_id: UUID, service_id: UUID) -> HttpResponse:
    """Leave one out, or take it in again; either with the reason."""
    site = menu_site(actor=request.actor, site_id=site_id)
    if not request.actor.may(Power.MENU_KEEP, path=site.path):
        raise NotVisible
    found = Service.objects.filter(pk=service_id, is_offered=True).first()
    if found is None:
        raise NotVisible
    out = left_out_at(site_id=site.pk).get(found.pk)
    form = MenuForm(sent(request))
    if request.method == "POST" and done(form, lambda: _act(request, site, found, form)):
        return see_other_menu(site)
    return render(request, "desk/menu_service.html", {"form": form, "site": site, "service": found, "out": out})


def _act(request: HouseRequest, site: Node, found: Service, form: MenuForm) -> None:
    """What was asked for is in the button, so that pressing it twice does not undo it."""
    act = take_in if request.POST.get("act") == "in" else leave_out
    act(
        actor=request.actor,
        site_id=site.pk,
        service_id=found.pk,
        reason=form.cleaned_data["reason"],
        now=request.now,
    )
    messages.success(request, _("又能做了。") if act is take_in else _("先不做了。老人点不到这一项。"))


def see_other_menu(site: Node) -> HttpResponse:
    """Back to the menu of this site."""
    response = see_other("desk:menu")
    response.headers["Location"] += f"?site={site.pk}"
    return response


@opens_with(Power.NEED_PLACE)
@require_safe
def poster(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """The A3 poster."""
    site = menu_site(actor=request.actor, site_id=site_id)
    made = poster_pdf(site=site, services=services_offered(site_id=site.pk), at=request.now)
    return inline_pdf(made, name="menu-poster.pdf")


@opens_with(Power.NEED_PLACE)
@require_safe
def card(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """The A4 tick-card."""
    site = menu_site(actor=request.actor, site_id=site_id)
    made = card_pdf(site=site, services=services_offered(site_id=site.pk), at=request.now)
    return inline_pdf(made, name="menu-card.pdf")
