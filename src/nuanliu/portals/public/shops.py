"""Shops of the alliance, for everybody: who they are, what a coin does there, a picture of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.alliance.models import Picture
from nuanliu.domain.alliance.queries import live_shops, shown_shops
from nuanliu.domain.network.queries import sites as open_sites
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.shops import ShopsForm, look_for_shops, place_of


@require_safe
def shops(request: HouseRequest) -> HttpResponse:
    """Shops that thank volunteers with a courtesy: found by words, by kind, by the site they are near."""
    sites = list(open_sites())
    form = ShopsForm(request.GET or None, sites=sites)
    near = form.wanted("near")
    here = next((place_of(site) for site in sites if str(site.pk) == near), None)
    context = {"form": form, "looked": look_for_shops(request=request, form=form, here=here)}
    return render(request, "public/shops.html", context)


@require_safe
def shop(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """One shop and everything it offers."""
    found = live_shops().filter(pk=shop_id).first()
    if found is None:
        raise NotVisible
    shown = shown_shops(found=[(found, None)], now=request.now)[0]
    return render(request, "public/shop.html", {"shown": shown})


@require_safe
def picture(request: HouseRequest, picture_id: UUID) -> HttpResponse:  # noqa: ARG001 (a view is given its request)
    """The photograph of a courtesy: our own JPEG, the same for ever under its id."""
    found = Picture.objects.filter(pk=picture_id).first()
    if found is None:
        raise NotVisible
    response = HttpResponse(bytes(found.data), content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
