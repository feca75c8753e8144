"""Codes that were taken down while the line was away; and the sheet to take them down on."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.alliance.models import Noted
from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.merchant.forms import NotedForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.note_codes import note_code

SHOWN = 30
LINES_ON_PAPER = range(12)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.SHOP_SEE)
def offline(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """One code after another from the paper, and what came of each."""
    shop = access_shop(actor=request.actor, shop_id=shop_id)
    form = NotedForm(sent(request))
    act = lambda: note_code(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        shop_id=shop.pk,
        code=form.cleaned_data["code"],
        taken_at=form.moment(now=request.now),
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        return see_other("merchant:offline", shop.pk)
    context = {
        "shop": shop,
        "may_keep": request.actor.may(Power.SHOP_KEEP, path=shop.node.path),
        "form": form,
        "noted": Noted.objects.filter(shop=shop).order_by("-entered_at", "-id")[:SHOWN],
        "hours": standard_in_force(at=request.now, site=shop.site_id).hours("offline_till_hours"),
    }
    return render(request, "merchant/offline.html", context)


@require_safe
@opens_with(Power.SHOP_SEE)
def sheet(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """A sheet to print and keep beside the till."""
    shop = access_shop(actor=request.actor, shop_id=shop_id)
    return render(request, "merchant/sheet.html", {"shop": shop, "lines": LINES_ON_PAPER})
