"""The second step of signing in: six digits of the app, a passkey, or a recovery code."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from nuanliu.domain.signing.passkeys import begin_using, check_passkey, is_possible
from nuanliu.domain.signing.seconds import check_second, seconds_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import safe_next, see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.once import keep_once, take_once
from nuanliu.portals.ui.passkeys import asked_of_browser, origin_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.steps import HalfWay, half_way, steps_done

ASKED = "passkey-asked-for"


class SecondForm(ActForm):
    """Six digits or a recovery code."""

    digits = TextField(
        label=_("手机上的六位数字"),
        help_text=_("手机不在身边，写一个恢复码。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class AnswerForm(ActForm):
    """What the browser answered for a passkey."""

    answer = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": _("没有成功。请再按一次，或写六位数字。")},
    )


@never_cache
def second(request: HouseRequest) -> HttpResponse:
    """Asked of whoever has given the first proof in this browser."""
    waiting = half_way(request)
    if waiting is None:
        return see_other("public:sign-in")
    back = safe_next(request, fallback="/places")
    if "answer" in request.POST:
        form: ActForm = AnswerForm(request.POST)
        act = _by_passkey(request, waiting, form)
    else:
        form = SecondForm(sent(request))
        act = _by_digits(request, waiting, form)
    if request.method == "POST" and done(form, act):
        return steps_done(request, waiting, back=back)
    context = {
        "form": form,
        "second": form if isinstance(form, SecondForm) else SecondForm(),
        "next": back,
        "is_again": waiting.is_again,
        "asked": _asked(request, waiting),
    }
    return render(request, "public/second.html", context)


def _by_digits(request: HouseRequest, waiting: HalfWay, form: ActForm) -> Callable[[], None]:
    def check() -> None:
        check_second(
            login=waiting.login, typed=form.cleaned_data["digits"], address=address_of(request), now=request.now
        )

    return check


def _by_passkey(request: HouseRequest, waiting: HalfWay, form: ActForm) -> Callable[[], None]:
    state = take_once(request, ASKED)

    def check() -> None:
        check_passkey(
            login=waiting.login,
            origin=origin_of(request),
            state=state or {},
            answer=form.cleaned_data["answer"],
            address=address_of(request),
            now=request.now,
        )

    return check


def _asked(request: HouseRequest, waiting: HalfWay) -> str:
    """What the browser is asked, if she has passkeys and this address can take them."""
    origin = origin_of(request)
    if not is_possible(origin=origin) or not seconds_of(login=waiting.login).passkeys:
        return ""
    asked, state = begin_using(login=waiting.login, origin=origin)
    keep_once(request, ASKED, state)
    return asked_of_browser(asked)
