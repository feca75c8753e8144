"""Who comes regularly (结对): her pairs, whom she may ask, and one pair with its answer, rest and end."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.domain.care.series.models import Pair
from nuanliu.domain.care.series.pairs import access_pair, met_by, pairs_of
from nuanliu.domain.care.series.types import LIVE_PAIR, PairSide, PairState
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.ui.acting import ask_for_button, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.pairing.ask import answer_pair, ask_pair
from nuanliu.usecases.pairing.change import end_pair, resume_pair

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 3


def regulars(request: HouseRequest, side: Side) -> HttpResponse:
    """Her pairs, and the last helpers she may ask; POST asks one of them."""
    side.insist(ProxyPower.SEE)
    known = met_by(person_id=side.elder.pk, is_elder=True, limit=MOST) if side.may_ask else []
    form = ActForm(sent(request))
    chosen = next((one for one in known if str(one.pk) == request.POST.get("helper", "")), None)
    if request.method == "POST" and chosen is None:
        ask_for_button(form)
    elif request.method == "POST" and form.is_valid() and chosen is not None:
        token = form.cleaned_data["token"]
        try:
            pair = ask_pair(
                actor=side.actor, elder_id=side.elder.pk, volunteer_id=chosen.pk, token=token, now=request.now
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(side.url("regular", pair_id=pair.id))
    pairs = [(one, side.url("regular", pair_id=one.id)) for one in pairs_of(person_id=side.elder.pk)]
    context = {"form": form, "pairs": pairs, "known": known, "back": side.url(side.front)}
    return show(request, side, "arranging/regulars.html", context)


def pair_here(side: Side, pair_id: UUID) -> Pair:
    """This old person's pair. Raises NotVisible for anybody else's."""
    found = access_pair(actor=side.actor, pair_id=pair_id)
    if found.elder_id != side.elder.pk:
        raise NotVisible
    return found


def regular(request: HouseRequest, side: Side, pair_id: UUID) -> HttpResponse:
    """One pair: yes or no where she is asked; go on again, or end it."""
    side.insist(ProxyPower.SEE)
    found = pair_here(side, pair_id)
    form = ActForm(sent(request))
    if request.method == "POST":
        side.insist(ProxyPower.ASK)
        if _pressed(request, side, found, form):
            return see_other(side.url("regular", pair_id=pair_id))
    context = {
        "form": form,
        "pair": found,
        "is_asked": found.state == PairState.ASKED and found.elder_agreed_at is None,
        "is_waiting": found.state == PairState.ASKED and found.elder_agreed_at is not None,
        "is_paused": found.state == PairState.PAUSED,
        "is_active": found.state == PairState.ACTIVE,
        "is_live": found.state in LIVE_PAIR,
        "back": side.url("regulars"),
    }
    return show(request, side, "arranging/regular.html", context)


def _pressed(request: HouseRequest, side: Side, found: Pair, form: ActForm) -> bool:
    who: dict[str, Any] = {"actor": side.actor, "pair_id": found.id, "now": request.now}
    reason = _("老人不要了") if side.is_herself else _("家人说不要了")
    acts: dict[str, Callable[[], object]] = {
        "yes": lambda: answer_pair(**who, side=PairSide.ELDER, is_agreed=True),
        "no": lambda: answer_pair(**who, side=PairSide.ELDER, is_agreed=False),
        "resume": lambda: resume_pair(**who),
        "end": lambda: end_pair(**who, reason=reason),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        ask_for_button(form)
        return False
    if not form.is_valid():
        return False
    try:
        act()
    except Unable as refusal:
        refuse(form, refusal)
        return False
    return True
