"""The old person's first page, her messages, and who may act for her."""

from uuid import UUID

from django.http import HttpResponse

from nuanliu.domain.care.queries import needs_of, next_need_of
from nuanliu.domain.care.series.pairs import pairs_asked_of
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.notices.operations import mark_read
from nuanliu.domain.notices.queries import inbox_of, unread_count
from nuanliu.domain.passbook.giving import gifts_for
from nuanliu.domain.passbook.households import is_asked_to_share
from nuanliu.domain.people.joining.queries import askings_for
from nuanliu.domain.people.models import Proxy
from nuanliu.domain.people.queries import proxies_for, proxy_of
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing
from nuanliu.portals.ui.acting import done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.act_for_parent import take_back_proxy

MESSAGES_ON_A_PAGE = 4


def home(request: HouseRequest, side: Side) -> HttpResponse:
    """Three big buttons, what comes next, and one thing that waits for her word: the next one when that is said."""
    need = next_need_of(elder_id=side.elder.pk, now=request.now)
    served = needs_of(elder_id=side.elder.pk).filter(state=NeedState.SERVED).first()
    asked = askings_for(elder_id=side.elder.pk)[:1]
    gifts = [] if asked else gifts_for(receiver_id=side.elder.pk, now=request.now)[:1]
    pairs = [] if asked or gifts else pairs_asked_of(elder_id=side.elder.pk)[:1]
    context = {
        "pairs": pairs,
        "coming": Standing(need, request.now, href=side.url("need", need_id=need.id)) if need else None,
        "served": Standing(served, request.now, href=side.url("need", need_id=served.id)) if served else None,
        "unread": unread_count(person_id=side.elder.pk),
        "asked": asked,
        "gifts": gifts,
        "is_asked_to_share": not asked and not gifts and not pairs and is_asked_to_share(person_id=side.elder.pk),
    }
    return show(request, side, "elder/home.html", context)


def more(request: HouseRequest, side: Side) -> HttpResponse:
    """The quieter pages."""
    context = {"unread": unread_count(person_id=side.elder.pk), "back": side.url("home")}
    return show(request, side, "elder/more.html", context)


def messages(request: HouseRequest, side: Side) -> HttpResponse:
    """What she was told; pressing 我看过了 marks all of it read."""
    form = ActForm(sent(request))
    if request.method == "POST" and done(form, lambda: mark_read(person_id=side.elder.pk, now=request.now)):
        return see_other(side.url("messages"))
    told = inbox_of(person_id=side.elder.pk)
    context = {
        "page": page_of(request=request, rows=told, size=MESSAGES_ON_A_PAGE),
        "form": form,
        "has_unread": any(one.notice.read_at is None for one in told),
        "back": side.url("more"),
    }
    return show(request, side, "elder/messages.html", context)


def helpers(request: HouseRequest, side: Side) -> HttpResponse:
    """Who may act for her."""
    asked = askings_for(elder_id=side.elder.pk)
    context = {"proxies": proxies_for(elder_id=side.elder.pk), "asked": asked, "back": side.url("more")}
    return show(request, side, "elder/proxies.html", context)


def withdraw(request: HouseRequest, side: Side, proxy_id: UUID) -> HttpResponse:
    """Take the agreement back, after asking once more."""
    proxy = _proxy_of(side, proxy_id)
    if proxy.withdrawn_at is not None:
        return see_other(side.url("proxies"))
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            take_back_proxy(actor=side.actor, proxy_id=proxy_id, now=request.now)
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(side.url("proxies"))
    context = {"form": form, "proxy": proxy, "back": side.url("proxies")}
    return show(request, side, "elder/withdraw.html", context)


def _proxy_of(side: Side, proxy_id: UUID) -> Proxy:
    """Her agreement, in force or taken back: pressing twice leads on. Raises NotVisible for anybody else's."""
    found = proxy_of(elder_id=side.elder.pk, proxy_id=proxy_id)
    if found is None:
        raise NotVisible
    return found
