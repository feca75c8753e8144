"""Signing in, as far as the desk helps with it: a PIN card to print, and letting somebody try again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.operations import issue_pin_card
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.signing.release import release, sign_out_everywhere
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.desk.views.people import show_person
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.once import keep_once, take_once
from nuanliu.portals.ui.request import HouseRequest

CARD_ONCE = "card-shown-once"


@opens_with(Power.NEED_PLACE)
@require_POST
def issue_card(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """A new PIN card; the old one no longer works. The PIN is on the next page and nowhere else."""
    found = access_person(actor=request.actor, person_id=person_id)
    form = ActForm(request.POST)

    def issue() -> None:
        card, pin = issue_pin_card(actor=request.actor, person=found, now=request.now)
        keep_once(request, CARD_ONCE, {"person": str(person_id), "number": card.number, "pin": pin})

    if not done(form, issue):
        return show_person(request, found, card_form=form)
    return see_other("desk:card", person_id=person_id)


@opens_with(Power.NEED_PLACE)
@require_safe
def card(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """The card to print. Shown once: after this page nobody can read the PIN."""
    found = access_person(actor=request.actor, person_id=person_id)
    kept = take_once(request, CARD_ONCE)
    if kept is None or kept["person"] != str(person_id):
        messages.warning(request, _("密码只显示一次。要再打印，请重新发一张卡。"))
        return see_other("desk:person", person_id=person_id)
    address = request.build_absolute_uri(f"{reverse('public:sign-in-card')}?{urlencode({'number': kept['number']})}")
    context = {
        "person": found,
        "number": kept["number"],
        "pin": kept["pin"],
        "qr": qr_svg(text=address, label=_("扫一扫，打开登录页，卡号已经填好"), scale=4),
        "issued": request.now,
    }
    return render(request, "desk/card.html", context)


@opens_with(Power.NEED_PLACE)
@require_POST
def let_try(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """She was wrong too often; the desk has looked at her and lets her try at once."""
    found = access_person(actor=request.actor, person_id=person_id)
    form = ActForm(request.POST)
    if done(form, lambda: release(actor=request.actor, person_id=person_id, now=request.now)):
        messages.success(request, _("可以再试登录了。"))
        return see_other("desk:person", person_id=person_id)
    return show_person(request, found, card_form=form)


@opens_with(Power.NEED_PLACE)
@require_POST
def sign_out(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Her telephone is lost: she is signed out on every device."""
    found = access_person(actor=request.actor, person_id=person_id)
    form = ActForm(request.POST)

    def end() -> None:
        token = form.cleaned_data["token"]
        sign_out_everywhere(actor=request.actor, person_id=person_id, token=token, now=request.now)

    if done(form, end):
        messages.success(request, _("所有设备都退出了。"))
        return see_other("desk:person", person_id=person_id)
    return show_person(request, found, card_form=form)
