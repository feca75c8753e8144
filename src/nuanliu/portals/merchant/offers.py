"""The owner's offers: written, limited, pictured, put out, paused, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance.models import Offer
from nuanliu.domain.alliance.queries import access_offer, access_shop, shown_offers, stock_of
from nuanliu.domain.alliance.types import OfferState
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.merchant.forms import PressForm
from nuanliu.portals.merchant.offer_forms import LimitsForm, PhotoForm, WordsForm, initial_limits, initial_words
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_offers import limit_offer, picture_offer, set_offer, write_offer

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
KEEP = Power.SHOP_KEEP
TOLD = {
    OfferState.LIVE: gettext_lazy("放出去了，志愿者看得到了。"),
    OfferState.PAUSED: gettext_lazy("暂停了，志愿者先看不到。"),
    OfferState.ENDED: gettext_lazy("结束了。"),
}


@require_safe
@opens_with(KEEP)
def offers(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """All that the shop offers, and what is not put out."""
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=KEEP)
    return render(
        request,
        "merchant/offers.html",
        {"shop": shop, "may_keep": True, "shown": shown_offers(shops=[shop], now=request.now)[shop.pk]},
    )


@asked_or_sent
@opens_with(KEEP)
def new(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """Write one; it is put out on the next page."""
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=KEEP)
    form = WordsForm(sent(request))
    made: list[Offer] = []
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        write_offer(
            actor=request.actor, shop_id=shop.pk, said=form.said(), token=form.cleaned_data["token"], now=request.now
        )
    )
    if request.method == "POST" and done(form, act):
        return see_other("merchant:offer", made[0].pk)
    return render(request, "merchant/offer_words.html", {"shop": shop, "may_keep": True, "form": form})


@require_safe
@opens_with(KEEP)
def offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """As volunteers see it, and what can be done with it."""
    return _offer(request, access_offer(actor=request.actor, offer_id=offer_id, power=KEEP), PressForm())


def _offer(request: HouseRequest, found: Offer, form: PressForm) -> HttpResponse:
    left = stock_of(offers=[found]).get(found.pk)
    return render(
        request,
        "merchant/offer.html",
        {"offer": found, "shop": found.shop, "may_keep": True, "left": left, "form": form},
    )


@asked_or_sent
@opens_with(KEEP)
def write(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """Its words anew."""
    found = access_offer(actor=request.actor, offer_id=offer_id, power=KEEP)
    form = WordsForm(sent(request), initial=initial_words(found))
    act = lambda: write_offer(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        shop_id=found.shop_id,
        offer_id=found.pk,
        said=form.said(),
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        return see_other("merchant:offer", found.pk)
    return render(
        request, "merchant/offer_words.html", {"shop": found.shop, "may_keep": True, "offer": found, "form": form}
    )


@asked_or_sent
@opens_with(KEEP)
def limits(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """When, how many, how often."""
    found = access_offer(actor=request.actor, offer_id=offer_id, power=KEEP)
    form = LimitsForm(sent(request), initial=initial_limits(found, left=stock_of(offers=[found]).get(found.pk)))
    act = lambda: limit_offer(actor=request.actor, offer_id=found.pk, limits=form.limits(), now=request.now)  # noqa: E731
    if request.method == "POST" and done(form, act):
        return see_other("merchant:offer", found.pk)
    return render(
        request, "merchant/offer_limits.html", {"shop": found.shop, "may_keep": True, "offer": found, "form": form}
    )


@asked_or_sent
@opens_with(KEEP)
def photo(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """A photograph of it."""
    found = access_offer(actor=request.actor, offer_id=offer_id, power=KEEP)
    form = PhotoForm(sent(request), request.FILES if request.method == "POST" else None)
    act = lambda: picture_offer(  # noqa: E731 (read together with its one use)
        actor=request.actor, offer_id=found.pk, photo=form.cleaned_data["photo"].read(), now=request.now
    )
    if request.method == "POST" and done(form, act):
        return see_other("merchant:offer", found.pk)
    return render(
        request, "merchant/offer_photo.html", {"shop": found.shop, "may_keep": True, "offer": found, "form": form}
    )


@require_POST
@opens_with(KEEP)
def state(request: HouseRequest, offer_id: UUID, to: str) -> HttpResponse:
    """Put out, pause, end."""
    found = access_offer(actor=request.actor, offer_id=offer_id, power=KEEP)
    if to not in {one.value for one in OfferState}:
        raise NotVisible
    form, wanted = PressForm(request.POST), OfferState(to)
    if not done(form, lambda: set_offer(actor=request.actor, offer_id=found.pk, state=wanted, now=request.now)):
        return _offer(request, found, form)
    messages.success(request, str(TOLD[wanted]))
    return see_other("merchant:offer", found.pk)
