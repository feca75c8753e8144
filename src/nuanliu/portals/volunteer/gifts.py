"""How a gift of time stands: taken back by who gave it, answered by who gets it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.passbook.giving import access_gift, is_undoable
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import PressForm
from nuanliu.usecases.give_time import answer_gift, take_back_gift


@require_safe
@for_helpers
def given(request: HouseRequest, gift_id: UUID) -> HttpResponse:
    """How one gift stands, for the one who gave it and the one who gets it."""
    return _given(request, _mine(request, gift_id), PressForm())


def _mine(request: HouseRequest, gift_id: UUID) -> Gift:
    found = access_gift(actor=request.actor, gift_id=gift_id)
    if me(request) not in {found.giver_id, found.receiver_id}:
        raise NotVisible
    return found


def _given(request: HouseRequest, found: Gift, form: PressForm) -> HttpResponse:
    is_mine = found.giver_id == me(request)
    context = {
        "form": form,
        "gift": found,
        "is_mine": is_mine,
        "may_take_back": is_mine and is_undoable(gift=found, now=request.now),
        "may_answer": not is_mine and found.state == GiftState.WAITING and request.now < found.answer_by,
    }
    return render(request, "volunteer/gift_given.html", context)


@require_POST
@for_helpers
def undo(request: HouseRequest, gift_id: UUID) -> HttpResponse:
    """The giver thinks again."""
    found, form = _mine(request, gift_id), PressForm(request.POST)
    if found.giver_id != me(request):
        raise NotVisible
    if not done(form, lambda: take_back_gift(actor=request.actor, gift_id=gift_id, now=request.now)):
        return _given(request, found, form)
    messages.success(request, _("撤回了，又回到您的存折里。"))
    return see_other("volunteer:ways")


@require_POST
@for_helpers
def answer(request: HouseRequest, gift_id: UUID) -> HttpResponse:
    """The receiver says yes or no."""
    found, form = _mine(request, gift_id), PressForm(request.POST)
    if found.receiver_id != me(request):
        raise NotVisible
    said = request.POST.get("answer")
    if said not in {"yes", "no"}:
        ask_for_button(form)
        return _given(request, found, form)
    act = lambda: answer_gift(  # noqa: E731 (read together with its one use)
        actor=request.actor, gift_id=gift_id, is_yes=said == "yes", how=SaidHow.SELF, now=request.now
    )
    if not done(form, act):
        return _given(request, found, form)
    return see_other("volunteer:gift-given", gift_id=gift_id)
