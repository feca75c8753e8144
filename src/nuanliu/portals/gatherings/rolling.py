"""The roll: ticked on a phone, or typed in from paper by the numbers of the lines."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import lists_of
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.rules import may_roll
from nuanliu.domain.gatherings.types import GatheringState, SignupState
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.home import base_for, show_gathering
from nuanliu.portals.gatherings.roll_forms import PaperForm, TickForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.roll import keep_roll, open_roll


@require_POST
def begin(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Open the roll."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found, form = _to_roll(request, gathering_id), ActForm(request.POST)
    if done(form, lambda: open_roll(actor=request.actor, gathering_id=found.id, now=request.now)):
        return see_other("gatherings:roll", found.id)
    return show_gathering(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Tick who came; save and go on, or hand it in."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = _to_roll(request, gathering_id)
    form = TickForm(sent(request), lines=_placed(found))
    if found.state != GatheringState.HELD:
        return see_other("gatherings:gathering", found.id)
    hands_in = request.POST.get("act") == "hand_in"

    def act() -> None:
        keep_roll(
            actor=request.actor,
            gathering_id=found.id,
            came=form.came(),
            minutes=form.minutes(),
            hands_in=hands_in,
            is_paper=False,
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("交上去了，等认定。谢谢您。") if hands_in else _("存好了，可以接着点。"))
        return see_other("gatherings:gathering" if hands_in else "gatherings:roll", found.id)
    context = {"base": base_for(request), "form": form, "gathering": found, "rows": form.rows()}
    return render(request, "gatherings/roll.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Type in a roll that was kept on paper, by the numbers of its lines."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found, form = _to_roll(request, gathering_id), PaperForm(sent(request))
    if found.state != GatheringState.HELD:
        return see_other("gatherings:gathering", found.id)

    def act() -> None:
        keep_roll(
            actor=request.actor,
            gathering_id=found.id,
            came=form.cleaned_data["came"],
            minutes=form.cleaned_data["minutes"],
            hands_in=True,
            is_paper=True,
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("交上去了，等认定。谢谢您。"))
        return see_other("gatherings:gathering", found.id)
    context = {"form": form, "gathering": found, "count": len(_placed(found))}
    return render(request, "gatherings/paper.html", context)


def _to_roll(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_roll(actor=request.actor, gathering=found):
        raise NotVisible
    return found


def _placed(gathering: Gathering) -> list[Signup]:
    return [line for line in lists_of(gathering=gathering) if line.state == SignupState.IN]
