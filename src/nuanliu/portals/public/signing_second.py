"""The second step of signing in: six digits of the app, a passkey, or a recovery code."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from nuanliu.domain.signing.seconds import check_second
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import safe_next, see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.steps import half_way, steps_done


class SecondForm(ActForm):
    """Six digits or a recovery code."""

    digits = TextField(
        label=_("手机上的六位数字"),
        help_text=_("手机不在身边，写一个恢复码。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


@never_cache
def second(request: HouseRequest) -> HttpResponse:
    """Asked of whoever has given the first proof in this browser."""
    waiting = half_way(request)
    if waiting is None:
        return see_other("public:sign-in")
    form = SecondForm(sent(request))
    back = safe_next(request, fallback="/places")

    def check() -> None:
        check_second(
            login=waiting.login, typed=form.cleaned_data["digits"], address=address_of(request), now=request.now
        )

    if request.method == "POST" and done(form, check):
        return steps_done(request, waiting, back=back)
    return render(request, "public/second.html", {"form": form, "next": back, "is_again": waiting.is_again})
