"""Time for my family: to whom, and how much."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.amounts import AmountForm, whole_steps
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.give_time import Giving, KinChoice, give_time, giving_of


@require_safe
@for_helpers
def gift(request: HouseRequest) -> HttpResponse:
    """To whom: the relatives to whom time may be given, and why not to the others."""
    found = _giving(request)
    keys = ("transfer_kinships", "transfer_receiver_min_age", "transfer_yearly_max_min")
    context = {
        "giving": found,
        "others": [choice for choice in found.kin if choice.refusal is not None],
        "rules": said_rules(keys=keys, standard=found.standard),
        "site": found.giver.home_site,
    }
    return render(request, "volunteer/gift.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def gift_to(request: HouseRequest, relative_id: UUID) -> HttpResponse:
    """How much, for this one."""
    found = _giving(request)
    choice = _choice(found, relative_id)
    step = found.standard.minutes("credit_step_min")
    form = AmountForm(sent(request), amounts=whole_steps(most=found.givable, step=step), say=words.minutes)
    made: list[Gift] = []
    if request.method == "POST" and done(form, lambda: made.append(_give(request, form, relative_id))):
        messages.success(request, _("记下了。等对方点头，时间就到对方的存折。"))
        return see_other("volunteer:gift-given", gift_id=made[0].id)
    context = {
        "form": form,
        "giving": found,
        "choice": choice,
        "rules": said_rules(keys=("transfer_answer_days", "transfer_undo_min"), standard=found.standard),
    }
    return render(request, "volunteer/gift_to.html", context)


def _give(request: HouseRequest, form: AmountForm, relative_id: UUID) -> Gift:
    return give_time(
        actor=request.actor,
        giver_id=me(request),
        receiver_id=relative_id,
        minutes=form.cleaned_data["amount"],
        how=SaidHow.SELF,
        token=form.cleaned_data["token"],
        now=request.now,
    )


def _giving(request: HouseRequest) -> Giving:
    return giving_of(actor=request.actor, giver_id=me(request), now=request.now)


def _choice(found: Giving, relative_id: UUID) -> KinChoice:
    choice = next((one for one in found.open_to if one.person.pk == relative_id), None)
    if choice is None:
        raise NotVisible
    return choice
