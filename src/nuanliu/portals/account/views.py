"""How I sign in: an overview, and choosing a password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import contact_of
from nuanliu.domain.signing.devices import devices_of
from nuanliu.domain.signing.passwords import choose_password
from nuanliu.domain.signing.seconds import seconds_of
from nuanliu.portals.account.doors import login_of, own_account
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest, sent


class PasswordForm(ActForm):
    """A new password, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("新密码"),
        help_text=gettext_lazy("至少 10 个字。一句您记得住的话最好。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )
    again = forms.CharField(
        label=gettext_lazy("再写一遍"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        said = super().clean() or self.cleaned_data
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("两遍写得不一样。"))
        return said


@own_account
@require_safe
def home(request: HouseRequest) -> HttpResponse:
    """What I sign in with, and where I am signed in."""
    account = login_of(request)
    person = Person.objects.filter(pk=account.pk).first()
    context = {
        "account": account,
        "phone": contact_of(person=person).phone if person else "",
        "seconds": seconds_of(login=account),
        "devices": devices_of(login=account, now=request.now),
    }
    return render(request, "account/home.html", context)


@own_account
@recently_signed_in()
def password(request: HouseRequest) -> HttpResponse:
    """Choose one; everywhere else I am signed out."""
    account = login_of(request)
    form = PasswordForm(sent(request))

    def choose() -> None:
        said = form.cleaned_data
        choose_password(login=account, password=said["password"], token=said["token"], now=request.now)

    if request.method == "POST" and done(form, choose):
        update_session_auth_hash(request, account)
        messages.success(request, _("新密码好了。别的设备都已退出。"))
        return see_other("account:home")
    return render(request, "account/password.html", {"form": form, "has_one": account.has_usable_password()})
