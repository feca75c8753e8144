"""Shops near me, a code to show at the till, and what I have used."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance.models import Noted, Redemption
from nuanliu.domain.alliance.outlook import refusal_of
from nuanliu.domain.alliance.queries import access_redemption, shown_offers
from nuanliu.domain.alliance.types import NotedState
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.queries import access_person
from nuanliu.platform import clock
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.shops import ShopsForm, look_for_shops, place_of
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import PressForm
from nuanliu.usecases.keep_shelf import goods_at
from nuanliu.usecases.show_code import offer_for, own_code, show_code
from nuanliu.usecases.undo_redemption import undo_redemption

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 20


@require_safe
@for_helpers
def shops(request: HouseRequest) -> HttpResponse:
    """Shops near me, and what a coin does there."""
    person = access_person(actor=request.actor, person_id=me(request))
    form = ShopsForm(request.GET or None)
    here = place_of(person) or place_of(person.home_site)
    context = {
        "form": form,
        "looked": look_for_shops(request=request, form=form, here=here),
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
        "site": person.home_site,
        "goods": [good for good in goods_at(site=person.home_site_id) if good.left],
    }
    return render(request, "volunteer/shops.html", context)


@asked_or_sent
@for_helpers
def offer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """One courtesy: what it is, whether I can have it now, and the button that gives me a code."""
    found = offer_for(offer_id=offer_id)
    person = access_person(actor=request.actor, person_id=me(request))
    form = PressForm(sent(request))
    if request.method == "POST":
        made = []
        act = lambda: made.append(  # noqa: E731 (read together with its one use)
            show_code(actor=request.actor, offer_id=found.pk, token=form.cleaned_data["token"], now=request.now)
        )
        if done(form, act):
            return see_other("volunteer:code", made[0].id)
    context = {
        "form": form,
        "offer": found,
        "shown": next(
            (
                one
                for one in shown_offers(shops=[found.shop], now=request.now)[found.shop_id]
                if one.offer.pk == found.pk
            ),
            None,
        ),
        "refusal": refusal_of(person=person, offer=found, now=request.now),
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
    }
    return render(request, "volunteer/offer.html", context)


@require_safe
@for_helpers
def code(request: HouseRequest, code_id: UUID) -> HttpResponse:
    """Eight characters and a QR code, to be shown at the till."""
    found = own_code(actor=request.actor, code_id=code_id)
    address = request.build_absolute_uri(reverse("merchant:till", args=[found.code]))
    context = {
        "code": found,
        "offer": found.offer,
        "is_over": request.now >= found.expires_at,
        "used": Redemption.objects.filter(person_id=me(request), code=found.code).first() if found.used_at else None,
        "qr": qr_svg(text=address, label=_("给店里扫的码"), scale=6),
    }
    return render(request, "volunteer/code.html", context)


@require_safe
@for_helpers
def used(request: HouseRequest) -> HttpResponse:
    """What I have used, the newest first; today's can be undone."""
    return _used(request, PressForm())


def _used(request: HouseRequest, form: PressForm) -> HttpResponse:
    rows = Redemption.objects.filter(person_id=me(request)).select_related("shop__node").order_by("-made_at", "-id")
    refused = Noted.objects.filter(person_id=me(request), state=NotedState.REFUSED).select_related("shop__node")
    context = {
        "form": form,
        "page": page_of(request=request, rows=rows, size=PAGE),
        "refused": refused.order_by("-entered_at")[:PAGE],
        "today": clock.local_date(request.now),
    }
    return render(request, "volunteer/used.html", context)


@require_POST
@for_helpers
def undo(request: HouseRequest, redemption_id: UUID) -> HttpResponse:
    """On the same day: the coins come back."""
    found = access_redemption(actor=request.actor, redemption_id=redemption_id)
    form = PressForm(request.POST)
    if not done(form, lambda: undo_redemption(actor=request.actor, redemption_id=found.id, now=request.now)):
        return _used(request, form)
    messages.success(request, _("撤销了，币回到您的存折里。"))
    return see_other("volunteer:used")
