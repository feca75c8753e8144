"""Signing in with a telephone: the number, the code that was sent to it, and where several share it, which of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.codes import UnableToSendCode, send_code, sent_code, sign_in_with_code
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.types import HALF_WAY_LASTS, SEND_AGAIN_AFTER, Channel, Purpose, Way
from nuanliu.domain.signing.written import DIGITS, code_of, phone_of
from nuanliu.platform.errors import Unable
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import SeeOther, safe_next, see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, DigitsField, PhoneField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.steps import first_step_done

CODE, PROVED = "code-sent", "telephone-proved"
"""Session marks: which code is waited for; whose telephone has been proved, where several share it."""


class PhoneForm(ActForm):
    """The telephone number."""

    phone = PhoneField(label=_("您的手机号码"), help_text=_("我们给它发一个验证码。"))


class CodeForm(ActForm):
    """The six digits."""

    code = DigitsField(
        label=_("六位验证码"),
        length=DIGITS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WhoForm(ActForm):
    """Which of those who share a telephone."""

    who = forms.ChoiceField(label=_("您是哪一位？"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]


def _with_next(page: str, back: str) -> SeeOther:
    return SeeOther(f"{resolve_url(page)}{'?' if back else ''}{urlencode({'next': back}) if back else ''}")


@never_cache
def phone(request: HouseRequest) -> HttpResponse:
    """Which telephone? The answer is the same whether or not we know it."""
    form = PhoneForm(sent(request))
    back = safe_next(request, fallback="")
    if request.method == "POST" and form.is_valid():
        try:
            request.session[CODE] = str(_sent(request, form.cleaned_data["phone"], form.cleaned_data["token"]))
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return _with_next("public:sign-in-code", back)
    return render(request, "public/sign_in_phone.html", {"form": form, "next": back})


def _sent(request: HouseRequest, number: str, token: UUID, channel: Channel = Channel.SMS) -> UUID:
    """The id of the code that is on its way; of the one that went out a moment ago if it is too soon for another."""
    try:
        return send_code(
            phone=number,
            purpose=Purpose.SIGN_IN,
            channel=channel,
            address=address_of(request),
            token=token,
            now=request.now,
        ).pk
    except UnableToSendCode as refusal:
        if refusal.code == "too_soon" and request.session.get(CODE) is None:
            return UUID(str(refusal.details["sent"]))
        raise


@never_cache
def code(request: HouseRequest) -> HttpResponse:
    """The six digits; or another code, as a message or read out by a call."""
    waiting = _waited_for(request)
    back = safe_next(request, fallback="")
    if waiting is None:
        return _with_next("public:sign-in-phone", back)
    form = CodeForm(sent(request))
    if request.method == "POST":
        again = request.POST.get("again", "")
        answer = _again(request, waiting, form, again) if again in set(Channel) else _typed(request, waiting, form)
        if answer is not None:
            return answer
    return render(request, "public/sign_in_code.html", _context(request, waiting, form, back))


def _waited_for(request: HouseRequest) -> OneTimeCode | None:
    kept = request.session.get(CODE)
    return sent_code(code_id=UUID(kept), now=request.now) if kept else None


def _context(request: HouseRequest, waiting: OneTimeCode, form: ActForm, back: str) -> dict[str, object]:
    wait = waiting.sent_at + SEND_AGAIN_AFTER - request.now
    return {
        "form": form,
        "next": back,
        "phone": phone_of(waiting),
        "by_voice": waiting.channel == Channel.VOICE,
        "wait_seconds": max(int(wait.total_seconds()), 0),
        "shown": code_of(code_id=waiting.pk) if settings.DEMO or settings.DEBUG else "",
    }


def _again(request: HouseRequest, waiting: OneTimeCode, form: CodeForm, channel: str) -> HttpResponse | None:
    """Another code to the same telephone."""
    token_form = ActForm(request.POST)
    if not token_form.is_valid():
        form.errors.clear()
        form.add_error(None, token_form.errors["token"].as_data()[0])
        return None
    try:
        request.session[CODE] = str(
            _sent(request, phone_of(waiting), token_form.cleaned_data["token"], Channel(channel))
        )
    except Unable as refusal:
        form.errors.clear()
        refuse(form, refusal)
        return None
    return _with_next("public:sign-in-code", safe_next(request, fallback=""))


def _typed(request: HouseRequest, waiting: OneTimeCode, form: CodeForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        logins = sign_in_with_code(
            code_id=waiting.pk, typed=form.cleaned_data["code"], address=address_of(request), now=request.now
        )
    except Unable as refusal:
        refuse(form, refusal)
        return None
    request.session.pop(CODE, None)
    back = safe_next(request, fallback="")
    if len(logins) == 1:
        return first_step_done(request, account=logins[0], way=Way.CODE, back=back or resolve_url("public:places"))
    request.session.cycle_key()
    request.session[PROVED] = {"logins": [str(one.pk) for one in logins], "at": request.now.isoformat()}
    return _with_next("public:sign-in-who", back)


@never_cache
def who(request: HouseRequest) -> HttpResponse:
    """Where several share the telephone: which of them it is."""
    kept = request.session.get(PROVED)
    if not kept or request.now - datetime.fromisoformat(kept["at"]) > HALF_WAY_LASTS:
        return see_other("public:sign-in-phone")
    people = list(Person.objects.filter(pk__in=kept["logins"], closed_at=None).order_by("registered_at", "pk"))
    form = WhoForm(sent(request), people=people)
    back = safe_next(request, fallback="")
    if request.method == "POST" and form.is_valid():
        request.session.pop(PROVED, None)
        account = Login.objects.get(pk=form.cleaned_data["who"])
        return first_step_done(request, account=account, way=Way.CODE, back=back or resolve_url("public:places"))
    return render(request, "public/sign_in_who.html", {"form": form, "next": back})
