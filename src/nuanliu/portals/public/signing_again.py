"""Proving once more who one is, before something sensitive; then on with what was begun."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.devices import idle_warning
from nuanliu.domain.signing.operations import check_own_password, check_own_pin
from nuanliu.domain.signing.types import PROOF_LASTS, Way
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import safe_next, see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, DigitsField
from nuanliu.portals.ui.idle import more_time, remaining
from nuanliu.portals.ui.recent import KEPT, is_proof_recent
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest, sent
from nuanliu.portals.ui.steps import first_step_done

SLACK = timedelta(seconds=30)


class OwnPassword(ActForm):
    """Her password."""

    password = forms.CharField(
        label=_("您的密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class OwnPin(ActForm):
    """The four digits of her card."""

    pin = DigitsField(
        label=_("四位密码"),
        length=4,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@never_cache
def again(request: HouseRequest) -> HttpResponse:
    """Is it really you? Asked of whoever is signed in."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    account: Login = request.user
    back = safe_next(request, fallback="/")
    if is_proof_recent(request):
        return see_other(back)
    by_card = bool(request.session.get(SIGNED_IN_BY_CARD))
    form = OwnPin(sent(request)) if by_card else OwnPassword(sent(request))
    if request.method == "POST" and done(form, lambda: _check(request, account, form, by_card=by_card)):
        way = Way.CARD if by_card else Way.PASSWORD
        return first_step_done(request, account=account, way=way, back=back, is_again=True)
    context = {"form": form, "next": back, "has_way": by_card or account.has_usable_password()}
    return render(request, "public/again.html", context)


def _check(request: HouseRequest, account: Login, form: ActForm, *, by_card: bool) -> None:
    said: dict[str, Any] = {"login": account, "address": address_of(request), "now": request.now}
    if by_card:
        check_own_pin(pin=form.cleaned_data["pin"], **said)
    else:
        check_own_password(password=form.cleaned_data["password"], **said)


@never_cache
@require_safe
def go_on(request: HouseRequest) -> HttpResponse:
    """The form that was sent before the proof was asked for: one button sends it once more."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    kept = request.session.pop(KEPT, None)
    if not kept or request.now - datetime.fromisoformat(kept["at"]) > PROOF_LASTS or not is_proof_recent(request):
        return see_other("public:places")
    fields = [(name, value) for name, values in kept["fields"].items() for value in values]
    return render(request, "public/go_on.html", {"path": kept["path"], "fields": fields})


@never_cache
def still_there(request: HouseRequest) -> HttpResponse:
    """Comes by itself some minutes before an idle person is signed out; one button gives more time."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    back = safe_next(request, fallback="/")
    left = remaining(request)
    is_pressed = request.method == "POST"  # harmless however often: it needs no token
    if is_pressed:
        more_time(request)
    if is_pressed or left > idle_warning(now=request.now) + SLACK:
        return see_other(back)
    minutes = -(-int(left.total_seconds()) // 60)
    page = render(request, "public/still_there.html", {"next": back, "minutes": minutes})
    page.headers["Refresh"] = f"{int(left.total_seconds()) + 2}"
    return page
