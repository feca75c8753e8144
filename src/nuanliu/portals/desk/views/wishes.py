"""Wishes to be registered: a clerk takes one, rings, and registers the old person or writes why not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.joining.types import WishEnd, WishFor, WishState
from nuanliu.domain.people.joining.wishes import Said, access_wish, said_in, wishes_within
from nuanliu.domain.people.queries import find_people
from nuanliu.domain.people.types import ToldBy
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.wish_to_register import close_wish, take_wish

FOUND_SHOWN = 6
TOLD_BY = {WishFor.SELF.value: ToldBy.SELF.value, WishFor.FAMILY.value: ToldBy.FAMILY.value}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list."""

    wish: RegisterWish
    name: str


class EndForm(ActForm):
    """Why nobody is registered."""

    end = forms.ChoiceField(
        label=gettext_lazy("为什么不登记"),
        choices=[
            (WishEnd.NOT_REACHED.value, gettext_lazy("打了几次，没人接")),
            (WishEnd.NOT_WANTED.value, gettext_lazy("老人不想登记")),
            (WishEnd.KNOWN.value, gettext_lazy("已经登记过了")),
        ],
        widget=forms.RadioSelect,
    )


def waiting_wishes(request: HouseRequest) -> list[Waiting]:
    """Who waits to be rung, the longest first."""
    rows = wishes_within(actor=request.actor).filter(state=WishState.WAITING.value)
    return [Waiting(wish, said.name) for wish in rows if (said := said_in(wish)) is not None]


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HouseRequest, wish_id: UUID) -> HttpResponse:
    """One wish: take it, ring, then register her or close it."""
    found = access_wish(actor=request.actor, wish_id=wish_id)
    act = request.POST.get("act", "")
    ring = ActForm(request.POST if request.method == "POST" and act != "close" else None)
    end = EndForm(request.POST if act == "close" else None)
    if act == "take" and done(ring, lambda: take_wish(actor=request.actor, wish_id=wish_id, now=request.now)):
        return see_other("desk:wish", wish_id=wish_id)
    if act == "close" and done(end, lambda: _close(request, wish_id, end)):
        messages.success(request, _("记下了。留下的姓名和电话已经删掉。"))
        return see_other("desk:askings")
    if act not in {"take", "close"} and ring.is_bound:
        ask_for_button(ring)
    return render(request, "desk/wish.html", {"ring": ring, "end": end} | _shown(request, found))


def _close(request: HouseRequest, wish_id: UUID, form: EndForm) -> object:
    end = WishEnd(form.cleaned_data["end"])
    return close_wish(actor=request.actor, wish_id=wish_id, end=end, now=request.now)


def _shown(request: HouseRequest, found: RegisterWish) -> dict[str, Any]:
    said = said_in(found)
    return {
        "wish": found,
        "said": said,
        "is_mine": found.taken_by is not None and found.taken_by == request.actor.id,
        "candidates": find_people(actor=request.actor, text=said.name, limit=FOUND_SHOWN) if said else [],
    }


def wish_asked_for(request: HouseRequest) -> RegisterWish | None:
    """The wish that `?wish=` names, while it waits. Raises NotVisible if it is not one of the desk's."""
    try:
        wish_id = UUID(request.GET.get("wish", ""))
    except ValueError:
        return None
    return access_wish(actor=request.actor, wish_id=wish_id)


def as_wished(request: HouseRequest, found: RegisterWish | None) -> dict[str, str]:
    """What was said, put where it belongs in the form; the number only for the clerk who rings."""
    said = said_in(found) if found is not None else None
    if found is None or said is None:
        return {}
    known = {"name": said.name, "note": said.word, "told_by": TOLD_BY[found.for_whom]}
    if found.taken_by == request.actor.id:
        known |= _numbers(found, said)
    return known | ({"site": str(found.site_id)} if found.site_id else {})


def _numbers(found: RegisterWish, said: Said) -> dict[str, str]:
    """Where we rang is hers, or that of whoever of the family asked."""
    return {"phone": said.phone} if found.for_whom == WishFor.SELF else {"contact1_phone": said.phone}
