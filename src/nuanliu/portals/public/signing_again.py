"""Proving once more who one is, before something sensitive; then on with what was begun."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.codes import check_own_code, send_code, sent_code
from nuanliu.domain.signing.devices import idle_warning
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.operations import check_own_password, check_own_pin, own_phone
from nuanliu.domain.signing.types import PROOF_LASTS, Channel, Purpose, Way
from nuanliu.domain.signing.written import DIGITS, code_of
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import SeeOther, safe_next, see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, DigitsField
from nuanliu.portals.ui.idle import more_time, remaining
from nuanliu.portals.ui.recent import KEPT, is_proof_recent
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest, sent
from nuanliu.portals.ui.steps import first_step_done

OWN_CODE = "own-code-sent"
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


class OwnCode(ActForm):
    """The six digits that went to her telephone."""

    code = DigitsField(
        label=_("六位验证码"),
        length=DIGITS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


FORMS: dict[Way, type[ActForm]] = {Way.CARD: OwnPin, Way.PASSWORD: OwnPassword, Way.CODE: OwnCode}


@never_cache
def again(request: HouseRequest) -> HttpResponse:
    """Is it really you? Asked of whoever is signed in: her four digits, her password, or a code to her telephone."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    account: Login = request.user
    back = safe_next(request, fallback="/")
    if is_proof_recent(request):
        return see_other(back)
    way, phone = _way_of(request, account)
    is_sending = request.method == "POST" and "send" in request.POST
    form = ActForm(request.POST) if is_sending else FORMS[way](sent(request))
    if is_sending and done(form, lambda: _send(request, phone, form)):
        return SeeOther(f"{request.path}?{urlencode({'next': back})}")
    if not is_sending and request.method == "POST" and done(form, lambda: _check(request, account, form, way)):
        return first_step_done(request, account=account, way=way, back=back, is_again=True)
    waiting = _waiting(request) if way is Way.CODE else None
    context = {
        "form": form,
        "next": back,
        "has_way": way is not Way.CODE or bool(phone),
        "phone": phone if way is Way.CODE else "",
        "is_sent": waiting is not None,
        "shown": code_of(code_id=waiting.pk) if waiting and (settings.DEMO or settings.DEBUG) else "",
    }
    return render(request, "public/again.html", context)


def _way_of(request: HouseRequest, account: Login) -> tuple[Way, str]:
    """How she can prove it, and her own telephone if that is how."""
    if request.session.get(SIGNED_IN_BY_CARD):
        return Way.CARD, ""
    if account.has_usable_password():
        return Way.PASSWORD, ""
    return Way.CODE, own_phone(login=account)


def _send(request: HouseRequest, phone: str, form: ActForm) -> None:
    if not phone:
        raise NotVisible
    made = send_code(
        phone=phone,
        purpose=Purpose.SIGN_IN,
        channel=Channel.VOICE if request.POST["send"] == Channel.VOICE else Channel.SMS,
        address=address_of(request),
        token=form.cleaned_data["token"],
        now=request.now,
    )
    request.session[OWN_CODE] = str(made.pk)


def _waiting(request: HouseRequest) -> OneTimeCode | None:
    kept = request.session.get(OWN_CODE)
    return sent_code(code_id=UUID(kept), now=request.now) if kept else None


def _check(request: HouseRequest, account: Login, form: ActForm, way: Way) -> None:
    said: dict[str, Any] = {"login": account, "address": address_of(request), "now": request.now}
    if way is Way.CARD:
        check_own_pin(pin=form.cleaned_data["pin"], **said)
    elif way is Way.PASSWORD:
        check_own_password(password=form.cleaned_data["password"], **said)
    else:
        waiting = _waiting(request)
        check_own_code(code_id=waiting.pk if waiting else new_id(), typed=form.cleaned_data["code"], **said)
        request.session.pop(OWN_CODE, None)


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
