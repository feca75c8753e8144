"""Regular pairing at the desk: the list, a new one, and one pair with what either side has said on the telephone."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.series.models import Pair
from nuanliu.domain.care.series.pairs import access_pair, pairs_within
from nuanliu.domain.care.series.types import LIVE_PAIR, PairSide, PairState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import find_people
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.gate import powers_at
from nuanliu.portals.desk.helpers import helpers_named
from nuanliu.portals.desk.pair_forms import EndForm, NewForm, RestForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.weekly import PAIRS
from nuanliu.usecases.pairing.ask import UnableToPair, answer_pair, ask_pair
from nuanliu.usecases.pairing.change import end_pair, pause_pair, resume_pair

if TYPE_CHECKING:
    from collections.abc import Callable

TABS: dict[str, Promise] = {
    state: PAIRS[state] for state in (PairState.ASKED, PairState.ACTIVE, PairState.PAUSED, PairState.ENDED)
}


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: HouseRequest) -> HttpResponse:
    """All of one state; POST asks for a new one."""
    form = NewForm(sent(request))
    made: list[Pair] = []
    if request.method == "POST" and done(form, lambda: made.append(_ask(request, form))):
        messages.success(request, _("记下了。没说过同意的一方，会收到消息。"))
        return see_other("desk:pair", pair_id=made[0].id)
    asked = request.GET.get("state", "")
    state = asked if asked in TABS else PairState.ACTIVE
    rows = pairs_within(actor=request.actor).filter(state=state).order_by("elder__name", "id")
    context = {"form": form, "page": page_of(request=request, rows=rows), "tabs": TABS, "state": state}
    return render(request, "desk/pairs.html", context)


def _one(found: list[Any], field: str) -> UUID:
    if len(found) == 1:
        return UUID(str(found[0].pk))
    words = _("没有找到，请换一个写法。") if not found else _("有几位，请写全一些。")
    raise UnableToPair("which_one", words, field=field)


def _ask(request: HouseRequest, form: NewForm) -> Pair:
    said = form.cleaned_data
    people = [one.person for one in find_people(actor=request.actor, text=said["elder"], limit=8)]
    known = set(Elder.objects.filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))
    elder_id = _one([one for one in people if one.pk in known], "elder")
    helper_id = _one(helpers_named(actor=request.actor, text=said["helper"]), "helper")
    pair = ask_pair(
        actor=request.actor, elder_id=elder_id, volunteer_id=helper_id, token=said["token"], now=request.now
    )
    if said["is_agreed"]:
        pair = answer_pair(actor=request.actor, pair_id=pair.id, side=PairSide.ELDER, is_agreed=True, now=request.now)
    return pair


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HouseRequest, pair_id: UUID) -> HttpResponse:
    """One pair: what either side said, a rest with a substitute, going on, an end."""
    found = access_pair(actor=request.actor, pair_id=pair_id)
    if not request.actor.may(Power.BOARD_SEE, path=found.site.path):
        raise NotVisible
    act = request.POST.get("act", "")
    plain = ActForm(request.POST if act not in {"pause", "end"} and request.method == "POST" else None)
    rest = RestForm(request.POST if act == "pause" else None)
    end = EndForm(request.POST if act == "end" else None)
    who: dict[str, Any] = {"actor": request.actor, "pair_id": pair_id, "now": request.now}
    acts: dict[str, tuple[ActForm, Callable[[], object]]] = {
        "elder-yes": (plain, lambda: answer_pair(**who, side=PairSide.ELDER, is_agreed=True)),
        "elder-no": (plain, lambda: answer_pair(**who, side=PairSide.ELDER, is_agreed=False)),
        "helper-yes": (plain, lambda: answer_pair(**who, side=PairSide.VOLUNTEER, is_agreed=True)),
        "helper-no": (plain, lambda: answer_pair(**who, side=PairSide.VOLUNTEER, is_agreed=False)),
        "resume": (plain, lambda: resume_pair(**who)),
        "pause": (
            rest,
            lambda: pause_pair(**who, until=rest.cleaned_data["until"], substitute_id=_substitute(request, rest)),
        ),
        "end": (end, lambda: end_pair(**who, reason=end.cleaned_data["reason"])),
    }
    if request.method == "POST" and act not in acts:
        ask_for_button(plain)
    elif request.method == "POST" and done(*acts[act]):
        messages.success(request, _("记下了。"))
        return see_other("desk:pair", pair_id=pair_id)
    context = {
        "form": next((one for one in (plain, rest, end) if one.is_bound), plain),
        "plain": plain,
        "rest": rest,
        "end": end,
        "pair": found,
        "is_live": found.state in LIVE_PAIR,
        "may": powers_at(request, path=found.site.path),
    }
    return render(request, "desk/pair.html", context)


def _substitute(request: HouseRequest, rest: RestForm) -> UUID | None:
    text = rest.cleaned_data["substitute"]
    return _one(helpers_named(actor=request.actor, text=text), "substitute") if text else None
