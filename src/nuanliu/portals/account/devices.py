"""Where I am signed in: sign one out, or all of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.signing.devices import Device, devices_of, end_all_devices, end_device
from nuanliu.domain.signing.types import Way
from nuanliu.portals.account.doors import login_of, own_account
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm, Words
from nuanliu.portals.ui.request import HouseRequest

PROGRAMS: dict[str, Words] = {
    "wechat": gettext_lazy("微信"),
    "edge": "Edge",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}
SYSTEMS: dict[str, Words] = {
    "harmony": gettext_lazy("鸿蒙"),
    "android": gettext_lazy("安卓手机"),
    "iphone": "iPhone",
    "ipad": "iPad",
    "windows": "Windows",
    "mac": "Mac",
    "linux": "Linux",
}
WAYS: dict[str, Words] = {
    Way.CARD.value: gettext_lazy("用卡"),
    Way.PASSWORD.value: gettext_lazy("用密码"),
    Way.CODE.value: gettext_lazy("用验证码"),
    Way.DEMO.value: gettext_lazy("演示"),
}


def _row(device: Device, *, here: str | None) -> dict[str, object]:
    program, _space, system = device.browser.partition(" ")
    named = [str(words) for words in (PROGRAMS.get(program), SYSTEMS.get(system)) if words]
    return {
        "device": device,
        "name": " · ".join(named) or _("别的浏览器"),
        "way": WAYS.get(device.way, ""),
        "is_here": device.key == here,
        "is_tablet": device.way == Way.CARD,
    }


@own_account
@require_safe
def devices(request: HouseRequest) -> HttpResponse:
    """Every place where I am signed in, this one named as such."""
    rows = [_row(one, here=request.session.session_key) for one in devices_of(login=login_of(request), now=request.now)]
    return render(request, "account/devices.html", {"rows": rows, "form": ActForm()})


@own_account
@require_POST
def end_one(request: HouseRequest, device_id: UUID) -> HttpResponse:
    """Sign out at one of them."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return see_other("account:devices")
    token = form.cleaned_data["token"]
    end_device(login=login_of(request), device_id=device_id, token=token, now=request.now)
    messages.success(request, _("那台设备已经退出。"))
    return see_other("account:devices")


@own_account
@require_POST
def end_all(request: HouseRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return see_other("account:devices")
    end_all_devices(login=login_of(request), token=form.cleaned_data["token"], now=request.now)
    logout(request)
    messages.success(request, _("所有设备都退出了。"))
    return see_other("public:sign-in")
