"""有什么活动: what an old person can go to, and whether she goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.domain.gatherings.queries import calendar, my_signups, public_gathering
from nuanliu.domain.gatherings.types import GatheringState, Role, SignupState
from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.sign_up import leave_list, sign_up

PAGE = 4


def gatherings(request: HouseRequest, side: Side) -> HttpResponse:
    """What is on: at her own site first, then elsewhere."""
    rows = sorted(calendar(now=request.now)[:40], key=lambda one: one.site_id != side.elder.person.home_site_id)
    page = page_of(request=request, rows=rows, size=PAGE)
    mine = my_signups(person_id=side.elder.pk, gatherings=list(page.rows))
    shown = [(one, mine.get(one.id), side.url("gathering", gathering_id=one.id)) for one in page.rows]
    return show(
        request, side, "arranging/gatherings.html", {"page": page, "shown": shown, "back": side.url(side.front)}
    )


def gathering(request: HouseRequest, side: Side, gathering_id: UUID) -> HttpResponse:
    """One of them; one button says she comes, or that she does not."""
    found = public_gathering(gathering_id=gathering_id)
    mine = my_signups(person_id=side.elder.pk, gatherings=[found]).get(found.id)
    form = ActForm(sent(request))

    def act() -> None:
        side.insist(ProxyPower.ASK)
        if request.POST.get("act") == "leave":
            if mine is not None:
                leave_list(actor=side.actor, gathering_id=found.id, signup_id=mine.id, now=request.now)
            messages.success(request, _("好的，不去了。"))
            return
        made = sign_up(
            actor=side.actor, gathering_id=found.id, person_id=side.elder.pk, role=Role.GUEST, now=request.now
        )
        has_place = made.state == SignupState.IN
        messages.success(request, _("报上名了。") if has_place else _("排上队了。有名额就告诉您。"))

    if request.method == "POST" and done(form, act):
        return see_other(side.url("gathering", gathering_id=found.id))
    context = {
        "form": form,
        "gathering": found,
        "mine": mine,
        "guests": next((part for part in found.parts.all() if part.role == Role.GUEST), None),
        "is_open": found.state == GatheringState.ANNOUNCED and found.starts_at > request.now,
        "back": side.url("gatherings"),
    }
    return show(request, side, "arranging/gathering.html", context)
