"""Signing in and out: an old person with her card, everyone else with account and password."""

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.operations import sign_in_with_card, sign_in_with_password
from nuanliu.domain.signing.types import Way
from nuanliu.platform.errors import Unable
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.public.places import places_of
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import safe_next, see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.entering import address_of, enter
from nuanliu.portals.ui.forms import ActForm, DigitsField, TextField
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest, sent
from nuanliu.portals.ui.steps import first_step_done
from nuanliu.usecases import demo_people as demo


class CardForm(ActForm):
    """What stands on an old person's card, and her four digits."""

    number = TextField(
        label=_("卡号"),
        help_text=_("印在卡的正面。"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    pin = DigitsField(
        label=_("四位密码"),
        length=4,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """The number as printed, without what people type between its digits."""
        return tidy_digits(self.cleaned_data["number"]).replace("-", "")


class PasswordForm(ActForm):
    """Account and password."""

    username = TextField(
        label=_("账号或手机号码"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
def sign_in(request: HouseRequest) -> HttpResponse:
    """Who are you? An old person, or somebody with an account."""
    context = {"next": safe_next(request, fallback="")}
    return render(request, "public/sign_in.html", context)


@never_cache
def with_card(request: HouseRequest) -> HttpResponse:
    """An old person's card; the page that a shared tablet waits at."""
    scanned = {"number": tidy_digits(request.GET.get("number", ""))[:12]}
    form = CardForm(sent(request), initial={name: text for name, text in scanned.items() if text.isascii()})
    if request.method == "POST" and form.is_valid():
        try:
            account = sign_in_with_card(
                number=form.cleaned_data["number"],
                pin=form.cleaned_data["pin"],
                address=address_of(request),
                now=request.now,
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            enter(request, account=account, way=Way.CARD)
            return see_other(safe_next(request, fallback="") or "elder:home")
    context = {"form": form, "next": safe_next(request, fallback=""), "card": demo.ELDER_CARD, "pin": demo.ELDER_PIN}
    return render(request, "public/sign_in_card.html", context)


@never_cache
def with_password(request: HouseRequest) -> HttpResponse:
    """Account and password."""
    form = PasswordForm(sent(request))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            account = sign_in_with_password(
                username=answers["username"],
                password=answers["password"],
                address=address_of(request),
                now=request.now,
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            back = safe_next(request, fallback="") or resolve_url("public:places")
            return first_step_done(request, account=account, way=Way.PASSWORD, back=back)
    context = {"form": form, "next": safe_next(request, fallback="")}
    return render(request, "public/sign_in_account.html", context)


@never_cache
def places(request: HouseRequest) -> HttpResponse:
    """Straight on when there is one way; else a choice."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = places_of(request.actor)
    if len(found) == 1:
        return see_other(found[0].page)
    return render(request, "public/places.html", {"places": found})


@require_POST
def sign_out(request: HouseRequest) -> HttpResponse:
    """The session ends. A shared tablet waits for the next card."""
    by_card = request.session.get(SIGNED_IN_BY_CARD, False)
    logout(request)
    response = see_other("public:sign-in-card" if by_card else "public:home")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
def demo_sign_in(request: HouseRequest) -> HttpResponse:
    """One click into a made-up person; there is no such page outside demo mode."""
    if not settings.DEMO:
        raise Http404
    wanted = request.POST.get("role", "")
    person = next((one for one in demo.demo_people() if one.key == wanted), None)
    if person is None:
        return see_other("public:home")
    enter(request, account=Login.objects.get(pk=person.login_id), way=Way.DEMO)
    return see_other(person.landing)
