"""The relative's first page, and the first page of one parent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nuanliu.domain.care.queries import needs_of, next_need_of
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.people.joining.queries import askings_of, whom_she_means
from nuanliu.domain.people.joining.types import AskingState
from nuanliu.domain.people.queries import proxies_of
from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.powers import POWER_WORDS
from nuanliu.portals.ui.request import HouseRequest


def home(request: HouseRequest) -> HttpResponse:
    """Everyone who agreed that this relative acts for her, and in what."""
    if request.actor.id is None:
        return to_sign_in(request)
    parents = [
        {"elder": proxy.elder, "agreed_at": proxy.agreed_at, "powers": [POWER_WORDS[power] for power in proxy.powers]}
        for proxy in proxies_of(relative_id=request.actor.id)
    ]
    waiting = [
        {"asking": asking, "who": whom_she_means(asking=asking).split(" ")[0]}
        for asking in askings_of(relative_id=request.actor.id)
        if asking.state == AskingState.WAITING
    ]
    context = {"parents": parents, "waiting": waiting, "form": ActForm()}
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
