"""My second step: the app, the passkeys, the codes for a bad day."""

import base64
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.signing import totp
from nuanliu.domain.signing.passkeys import add_passkey, begin_adding, is_possible
from nuanliu.domain.signing.seconds import add_authenticator, new_recovery_codes, remove_second, seconds_of
from nuanliu.platform.errors import Unable
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.account.doors import login_of, own_account
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm, DigitsField, TextField
from nuanliu.portals.ui.idle import lacks_second
from nuanliu.portals.ui.once import keep_once, look_at, take_once
from nuanliu.portals.ui.passkeys import asked_of_browser, origin_of
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest, sent

SECRET, CODES_ONCE = "app-being-added", "recovery-codes-shown-once"
ASKED = "passkey-being-added"


class PasskeyForm(ActForm):
    """What the browser answered, and how she calls the key."""

    name = TextField(
        label=gettext_lazy("叫它什么"),
        help_text=gettext_lazy("比如：我的手机"),
        max_length=40,
        initial=gettext_lazy("我的钥匙"),
    )
    answer = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("没有成功。请再按一次。")},
    )


class DigitsForm(ActForm):
    """What the app shows now."""

    digits = DigitsField(
        label=gettext_lazy("手机上的六位数字"),
        length=totp.DIGITS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@own_account
@require_safe
def second_step(request: HouseRequest) -> HttpResponse:
    """What I have set up; whoever has to and has nothing yet is led here before anything else."""
    return _shown(request, ActForm())


def _shown(request: HouseRequest, form: ActForm) -> HttpResponse:
    context = {
        "seconds": seconds_of(login=login_of(request)),
        "must": lacks_second(request),
        "form": form,
        "is_passkey_possible": is_possible(origin=origin_of(request)),
    }
    return render(request, "account/second_step.html", context)


@own_account
@recently_signed_in()
def authenticator(request: HouseRequest) -> HttpResponse:
    """Scan, then type what the app shows: so it is known to work before it is asked for."""
    account = login_of(request)
    secret = _secret(request)
    form = DigitsForm(sent(request))

    def add() -> None:
        said = form.cleaned_data
        add_authenticator(login=account, secret=secret, typed=said["digits"], token=said["token"], now=request.now)

    if request.method == "POST" and done(form, add):
        request.session.pop(SECRET, None)
        return _added(request, form)
    address = totp.address(secret=secret, issuer=settings.BRAND, account=account.username)
    context = {
        "form": form,
        "qr": qr_svg(text=address, label=_("给验证器扫的二维码"), scale=5),
        "address": address,
        "secret": totp.written(secret),
    }
    return render(request, "account/authenticator.html", context)


def _secret(request: HouseRequest) -> bytes:
    """The secret that is being added."""
    kept = look_at(request, SECRET)
    if kept:
        return base64.b64decode(kept)
    secret = totp.new_secret()
    keep_once(request, SECRET, base64.b64encode(secret).decode())
    return secret


def _added(request: HouseRequest, form: ActForm) -> HttpResponse:
    """Everywhere else she is signed out; with the first second step come the codes for a bad day."""
    account = login_of(request)
    update_session_auth_hash(request, account)
    messages.success(request, _("第二步设好了。下次登录就会问。"))
    if seconds_of(login=account).recovery_left:
        return see_other("account:second-step")
    codes = new_recovery_codes(login=account, token=form.cleaned_data["token"], now=request.now)
    keep_once(request, CODES_ONCE, codes)
    return see_other("account:recovery")


@own_account
@recently_signed_in()
@require_POST
def remove_authenticator(request: HouseRequest) -> HttpResponse:
    """The app is not asked for any more."""
    return _removed(request, passkey_id=None)


@own_account
@recently_signed_in()
@require_POST
def remove_passkey(request: HouseRequest, passkey_id: UUID) -> HttpResponse:
    """This passkey is not taken any more."""
    return _removed(request, passkey_id=passkey_id)


def _removed(request: HouseRequest, *, passkey_id: UUID | None) -> HttpResponse:
    """Take one away, or say why not."""
    account = login_of(request)
    form = ActForm(request.POST)

    def remove() -> None:
        token = form.cleaned_data["token"]
        remove_second(login=account, passkey_id=passkey_id, token=token, now=request.now)

    if done(form, remove):
        update_session_auth_hash(request, account)
        messages.success(request, _("已经去掉。别的设备都已退出。"))
        return see_other("account:second-step")
    return _shown(request, form)


@own_account
@recently_signed_in()
def passkey(request: HouseRequest) -> HttpResponse:
    """The browser makes a passkey; this page alone needs a script, because only a script can ask the browser."""
    account, origin = login_of(request), origin_of(request)
    if not is_possible(origin=origin):
        return render(request, "account/no_passkey.html")
    form = PasskeyForm(sent(request))
    state = take_once(request, ASKED)

    def add() -> None:
        said = form.cleaned_data
        add_passkey(
            login=account,
            origin=origin,
            state=state or {},
            answer=said["answer"],
            name=said["name"],
            token=said["token"],
            now=request.now,
        )

    if request.method == "POST" and done(form, add):
        return _added(request, form)
    asked, state = begin_adding(login=account, origin=origin)
    keep_once(request, ASKED, state)
    return render(request, "account/passkey.html", {"form": form, "asked": asked_of_browser(asked)})


@own_account
@recently_signed_in()
def recovery(request: HouseRequest) -> HttpResponse:
    """The codes, shown once, to print and put away; or a button for new ones."""
    account = login_of(request)
    form, seconds = ActForm(sent(request)), seconds_of(login=account)
    if request.method == "POST" and form.is_valid() and seconds.has_any:
        try:
            codes = new_recovery_codes(login=account, token=form.cleaned_data["token"], now=request.now)
        except Unable as refusal:
            form.add_error(None, str(refusal.words))
        else:
            keep_once(request, CODES_ONCE, codes)
            return see_other("account:recovery")
    codes = take_once(request, CODES_ONCE)
    context = {"codes": codes, "form": form, "seconds": seconds}
    return render(request, "account/recovery.html", context)
