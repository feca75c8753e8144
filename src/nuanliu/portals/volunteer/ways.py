"""What can I do with my time: each way with its rule; coins for it, a gift to the pool, and minutes to think again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.giving import gifts_for, gifts_to_take_back
from nuanliu.domain.passbook.resting import away_of
from nuanliu.domain.passbook.types import DealingKind
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.amounts import AmountForm, amounts
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rule, said_rules
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import DonateForm, PressForm
from nuanliu.usecases.rest_account import come_back
from nuanliu.usecases.say_overflow import cap_of
from nuanliu.usecases.use_time import Ways, access_dealing, convert_time, donate, purposes_of, take_back, ways_of

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
SAY: dict[Unit, Callable[[int], str]] = {Unit.TIME: words.minutes, Unit.COIN: words.coins}


@require_safe
@for_helpers
def ways(request: HouseRequest) -> HttpResponse:
    """What I have, what can be done with it, and what can still be undone."""
    return _ways(request, PressForm())


def _ways(request: HouseRequest, form: PressForm) -> HttpResponse:
    found = ways_of(actor=request.actor, now=request.now)
    rules = {
        "keep": ("time_expiry_months", "time_cap_min"),
        "ask": ("beneficiary_min_age",),
        "convert": ("time_to_coin_monthly_max_min", "coin_to_time_allowed"),
        "coins": ("coin_expiry_months", "sale_or_cash_allowed"),
        "share": ("household_kinships",),
        "shops": ("first_redemption_min", "coin_spend_monthly_cap"),
        "gift": ("transfer_kinships", "transfer_yearly_max_min"),
        "donate": ("donation_yearly_max_min", "donation_undo_min"),
    }
    context = {
        "ways": found,
        "form": form,
        "rules": {way: said_rules(keys=keys, standard=found.standard) for way, keys in rules.items()},
        "away": away_of(person_id=me(request)),
        "gifts": gifts_to_take_back(giver_id=me(request), now=request.now),
        "offered": gifts_for(receiver_id=me(request), now=request.now),
        "conversion": DealingKind.CONVERSION.value,
        "cap": cap_of(actor=request.actor, ways=found),
    }
    return render(request, "volunteer/ways.html", context)


@asked_or_sent
@for_helpers
def convert(request: HouseRequest) -> HttpResponse:
    """Coins for my time: how much."""
    found = ways_of(actor=request.actor, now=request.now)
    step = found.standard.minutes("credit_step_min")
    form = AmountForm(sent(request), amounts=amounts(most=found.convertible, step=step), say=words.minutes)
    if request.method == "POST":
        act = lambda: convert_time(  # noqa: E731 (read together with its one use)
            actor=request.actor,
            minutes=form.cleaned_data["amount"],
            token=form.cleaned_data["token"],
            now=request.now,
        )
        if done(form, act):
            messages.success(request, _("换好了，币记进存折了。"))
            return see_other("volunteer:ways")
    context = {"form": form, "ways": found, "undo_minutes": found.standard.minutes("transfer_undo_min")}
    return render(request, "volunteer/convert.html", context)


@asked_or_sent
@for_helpers
def give(request: HouseRequest, unit: str) -> HttpResponse:
    """To the pool of my site: how much, of time or of coins."""
    if unit not in SAY:
        raise NotVisible
    chosen = Unit(unit)
    found = ways_of(actor=request.actor, now=request.now)
    most, step = _most_and_step(found, chosen)
    form = DonateForm(
        sent(request), amounts=amounts(most=most, step=step), say=SAY[chosen], purposes=purposes_of(found.standard)
    )
    if request.method == "POST":
        act = lambda: donate(  # noqa: E731 (read together with its one use)
            actor=request.actor,
            unit=chosen,
            amount=form.cleaned_data["amount"],
            purpose=form.cleaned_data["purpose"],
            token=form.cleaned_data["token"],
            now=request.now,
        )
        if done(form, act):
            messages.success(request, _("捐好了，谢谢您！会有老人用上它。"))
            return see_other("volunteer:ways")
    context = {
        "form": form,
        "unit": chosen.value,
        "most": most,
        "undo_rule": said_rule(key="donation_undo_min", standard=found.standard),
    }
    return render(request, "volunteer/give.html", context)


@require_POST
@for_helpers
def undo(request: HouseRequest, dealing_id: UUID) -> HttpResponse:
    """Think again: what was done is undone, while the minutes last."""
    dealing = access_dealing(actor=request.actor, dealing_id=dealing_id)
    form = PressForm(request.POST)
    if not done(form, lambda: take_back(actor=request.actor, dealing_id=dealing.id, now=request.now)):
        return _ways(request, form)
    messages.success(request, _("撤回了，又回到您的存折里。"))
    return see_other("volunteer:ways")


@require_POST
@for_helpers
def back(request: HouseRequest) -> HttpResponse:
    """She is back: the account goes on as it was."""
    form = PressForm(request.POST)
    if not done(form, lambda: come_back(actor=request.actor, person_id=me(request), now=request.now)):
        return _ways(request, form)
    messages.success(request, _("欢迎回来，接着用。"))
    return see_other("volunteer:ways")


def _most_and_step(found: Ways, unit: Unit) -> tuple[int, int]:
    if unit is Unit.COIN:
        return found.donatable_coins, 100
    return found.donatable_time, found.standard.minutes("credit_step_min")
