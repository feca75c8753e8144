"""The relative's first page, and the first page of one parent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.queries import needs_of, next_need_of
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.people.queries import proxies_of
from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import HouseRequest

POWER_WORDS: dict[str, Promise] = {
    ProxyPower.ASK: _("请人帮忙"),
    ProxyPower.SEE: _("看安排和时间"),
    ProxyPower.CONFIRM: _("说来了没来"),
    ProxyPower.GIVE: _("送时间"),
}


def home(request: HouseRequest) -> HttpResponse:
    """Everyone who agreed that this relative acts for her, and in what."""
    if request.actor.id is None:
        return to_sign_in(request)
    parents = [
        {"elder": proxy.elder, "agreed_at": proxy.agreed_at, "powers": [POWER_WORDS[power] for power in proxy.powers]}
        for proxy in proxies_of(relative_id=request.actor.id)
    ]
    context = {"parents": parents}
    return render(request, "family/home.html", context)


def parent(request: HouseRequest, side: Side) -> HttpResponse:
    """One parent: what comes next, and what may be done."""
    coming = served = None
    if ProxyPower.SEE in side.powers:
        coming = next_need_of(elder_id=side.elder.pk, now=request.now)
        served = needs_of(elder_id=side.elder.pk).filter(state=NeedState.SERVED).first()
    context = {
        "coming": Standing(coming, request.now, href=side.url("need", need_id=coming.id)) if coming else None,
        "served": Standing(served, request.now, href=side.url("need", need_id=served.id)) if served else None,
        "may_see": ProxyPower.SEE in side.powers,
        "back": reverse("family:home"),
    }
    return show(request, side, "family/parent.html", context)
