"""The till: a code in, the courtesy shown, one big button; what was taken today, and undoing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.models import Redemption
from nuanliu.domain.alliance.policies import UnableToRedeem, code_unknown
from nuanliu.domain.alliance.queries import access_redemption, shops_of
from nuanliu.domain.alliance.till.types import Made
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.merchant.forms import CodeForm, PressForm
from nuanliu.portals.ui.acting import done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.limits import is_too_fast
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.redeem_at_shop import at_till, redeem
from nuanliu.usecases.undo_redemption import undo_redemption

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
MOST_TODAY = 50
MOST_LOOKS = 60
"""Codes that are looked at from one address in a minute: more than a till can, far fewer than guessing needs."""


@asked_or_sent
@opens_with(Power.SHOP_SEE)
def home(request: HouseRequest) -> HttpResponse:
    """The code that a volunteer shows, and what was taken today."""
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        code = codes.read(form.cleaned_data["code"])
        if code:
            return see_other("merchant:till", code)
        refuse(form, code_unknown())
    return _home(request, form)


def _home(request: HouseRequest, form: CodeForm, undoing: PressForm | None = None) -> HttpResponse:
    shops = shops_of(actor=request.actor)
    today = clock.local_date(request.now)
    rows = Redemption.objects.filter(shop__in=shops, day=today).select_related("shop__node")
    context = {
        "form": form,
        "undoing": undoing,
        "shops": shops,
        "shop": shops[0] if len(shops) == 1 else None,
        "today": rows.order_by("-made_at", "-id")[:MOST_TODAY],
        "may_keep": request.actor.has(Power.SHOP_KEEP),
    }
    return render(request, "merchant/home.html", context)


@asked_or_sent
@opens_with(Power.SHOP_SEE)
def till(request: HouseRequest, till_code: str) -> HttpResponse:
    """What the code is for: look at the passbook, and press."""
    form = PressForm(sent(request))
    made: list[Made] = []
    if is_too_fast(request, what="till", most=MOST_LOOKS):
        return see_other("merchant:home")
    if request.method == "POST" and done(form, lambda: made.append(_redeemed(request, form, till_code))):
        return see_other("merchant:done", made[0].id)
    try:
        seen = at_till(actor=request.actor, code=till_code, now=request.now)
    except UnableToRedeem as refusal:
        asked = CodeForm({"code": till_code, "token": request.POST.get("token", "")})
        asked.full_clean()
        asked.errors.clear()
        refuse(asked, refusal)
        return _home(request, asked)
    if seen.done is not None and not form.is_bound:
        return see_other("merchant:done", seen.done.id)
    return render(
        request,
        "merchant/till.html",
        {
            "form": form,
            "seen": seen,
            "shop": seen.shop,
            "may_keep": request.actor.may(Power.SHOP_KEEP, path=seen.shop.node.path),
        },
    )


def _redeemed(request: HouseRequest, form: PressForm, code: str) -> Made:
    return redeem(actor=request.actor, code=code, token=form.cleaned_data["token"], now=request.now)


@require_safe
@opens_with(Power.SHOP_SEE)
def made(request: HouseRequest, redemption_id: UUID) -> HttpResponse:
    """Done, in large; it can be undone today."""
    return _made(request, redemption_id, PressForm())


def _made(request: HouseRequest, redemption_id: UUID, form: PressForm) -> HttpResponse:
    found = access_redemption(actor=request.actor, redemption_id=redemption_id)
    if not request.actor.may(Power.SHOP_SEE, path=found.shop.node.path):
        raise NotVisible
    context = {"shop": found.shop, "one": found, "form": form, "is_today": found.day == clock.local_date(request.now)}
    return render(request, "merchant/done.html", context)


@require_POST
@opens_with(Power.SHOP_SEE)
def undo(request: HouseRequest, redemption_id: UUID) -> HttpResponse:
    """The coins go back to the volunteer."""
    found = access_redemption(actor=request.actor, redemption_id=redemption_id)
    form = PressForm(request.POST)
    if not done(form, lambda: undo_redemption(actor=request.actor, redemption_id=found.id, now=request.now)):
        return _made(request, redemption_id, form)
    messages.success(request, _("撤销了，币退给志愿者了。"))
    return see_other("merchant:home")
