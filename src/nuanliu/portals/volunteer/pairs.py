"""My pairs (结对): what I am asked first, whom I visit regularly, whom I might; one pair with its answer, rest, end."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.care.queries import visits_of
from nuanliu.domain.care.series.models import Pair
from nuanliu.domain.care.series.pairs import access_pair, asked_first, met_by, pairs_of
from nuanliu.domain.care.series.types import LIVE_PAIR, PairSide, PairState
from nuanliu.domain.care.types import VisitState
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.pair_forms import PauseForm
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.change_need import answer_change
from nuanliu.usecases.pairing.ask import answer_pair, ask_pair
from nuanliu.usecases.pairing.change import end_pair, pause_pair, resume_pair
from nuanliu.usecases.pairing.first import pass_first

if TYPE_CHECKING:
    from collections.abc import Callable

MET = 6
COMING = 6
asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@asked_or_sent
@for_helpers
def pairs(request: HouseRequest) -> HttpResponse:
    """All of it; POST asks an old person whom I have helped."""
    known = met_by(person_id=me(request), is_elder=False, limit=MET)
    form = ActForm(sent(request))
    chosen = next((one for one in known if str(one.pk) == request.POST.get("elder", "")), None)
    if request.method == "POST" and chosen is None:
        ask_for_button(form)
    elif request.method == "POST" and chosen is not None:
        elder_id = chosen.pk
        act = lambda: ask_pair(  # noqa: E731 (read together with its one use)
            actor=request.actor,
            elder_id=elder_id,
            volunteer_id=me(request),
            token=form.cleaned_data["token"],
            now=request.now,
        )
        if done(form, act):
            messages.success(request, _("问了，老人同意就结成对。"))
            return see_other("volunteer:pairs")
    return _show(request, form)


def _show(request: HouseRequest, form: ActForm) -> HttpResponse:
    context = {
        "form": form,
        "first": asked_first(volunteer_id=me(request), now=request.now).order_by("need__starts_at", "need_id"),
        "pairs": pairs_of(person_id=me(request)),
        "known": met_by(person_id=me(request), is_elder=False, limit=MET),
    }
    return render(request, "volunteer/pairs.html", context)


@require_POST
@for_helpers
def first(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """I go, or somebody else may."""
    form, act = ActForm(request.POST), request.POST.get("act", "")
    if not asked_first(volunteer_id=me(request), now=request.now).filter(need_id=need_id).exists():
        raise NotVisible
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: accept_need(actor=request.actor, need_id=need_id, now=request.now),
        "pass": lambda: pass_first(actor=request.actor, need_id=need_id, now=request.now),
    }
    if act not in acts:
        ask_for_button(form)
        return _show(request, form)
    if done(form, acts[act]):
        words = _("您接下了。老人会知道您要来。") if act == "take" else _("好的，另请别人。")
        messages.success(request, words)
        return see_other("volunteer:pairs")
    return _show(request, form)


def my_pair(request: HouseRequest, pair_id: UUID) -> Pair:
    """My own pair. Raises NotVisible for anyone else's."""
    found = access_pair(actor=request.actor, pair_id=pair_id)
    if found.volunteer_id != me(request):
        raise NotVisible
    return found


@asked_or_sent
@for_helpers
def pair(request: HouseRequest, pair_id: UUID) -> HttpResponse:
    """One pair: answer, rest with or without a substitute, go on, end."""
    found, act = my_pair(request, pair_id), request.POST.get("act", "")
    rest = PauseForm(request.POST if act == "pause" else None)
    form = ActForm(request.POST if act != "pause" and request.method == "POST" else None)
    who: dict[str, Any] = {"actor": request.actor, "pair_id": pair_id, "now": request.now}
    acts: dict[str, tuple[ActForm, Callable[[], object]]] = {
        "yes": (form, lambda: answer_pair(**who, side=PairSide.VOLUNTEER, is_agreed=True)),
        "no": (form, lambda: answer_pair(**who, side=PairSide.VOLUNTEER, is_agreed=False)),
        "pause": (
            rest,
            lambda: pause_pair(**who, until=rest.cleaned_data["until"], substitute_id=rest.substitute_id()),
        ),
        "resume": (form, lambda: resume_pair(**who)),
        "end": (form, lambda: end_pair(**who, reason=_("志愿者不再结对"))),
    }
    if request.method == "POST" and act not in acts:
        ask_for_button(form)
    elif request.method == "POST" and done(*acts[act]):
        messages.success(request, _("记下了。"))
        return see_other("volunteer:pair", pair_id)
    coming = visits_of(volunteer_id=me(request)).filter(
        need__elder_id=found.elder_id, state=VisitState.TAKEN, need__starts_at__gt=request.now
    )
    context = {
        "form": rest if act == "pause" else form,
        "plain": form,
        "rest": rest,
        "pair": found,
        "coming": coming.order_by("need__starts_at", "id")[:COMING],
        "is_asked": found.state == PairState.ASKED and found.volunteer_agreed_at is None,
        "is_live": found.state in LIVE_PAIR,
    }
    return render(request, "volunteer/pair.html", context)


@require_POST
@for_helpers
def change_answer(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """A visit that I had taken was changed: it suits me, or I step back."""
    form, act = ActForm(request.POST), request.POST.get("act", "")
    if act not in {"yes", "no"}:
        return see_other("volunteer:visit", visit_id)
    is_agreed = act == "yes"
    if done(
        form,
        lambda: answer_change(actor=request.actor, visit_id=visit_id, is_agreed=is_agreed, now=request.now),
    ):
        messages.success(request, _("好的，就照新的时间。") if is_agreed else _("退掉了，不扣信用分。"))
    return see_other("volunteer:visit", visit_id)
