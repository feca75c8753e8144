"""The desk writes down who is related by which paper, and helps to give time to a relative."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.giving import access_gift, is_undoable
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.domain.signing.operations import check_own_pin
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.giving_forms import GiftHeardForm, GiveForm, KinForm, SeenForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.amounts import whole_steps
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.confirm_kin import confirm_kin, find_relative, kin_recorded
from nuanliu.usecases.give_time import answer_gift, give_time, giving_of, take_back_gift

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


def _placed(request: HouseRequest, person_id: UUID) -> Person:
    person = access_person(actor=request.actor, person_id=person_id)
    if not request.actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    return person


@opens_with(Power.NEED_PLACE)
@asked_or_sent
def kin(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Who is recorded as kin, by which paper; one more, or one seen."""
    person = _placed(request, person_id)
    is_seen = "relative" in request.POST
    form = KinForm(request.POST if request.method == "POST" and not is_seen else None)
    seen = SeenForm(request.POST if is_seen else None)
    if request.method == "POST" and (_see(request, person, seen) if is_seen else _add(request, person, form)):
        messages.success(request, _("记下了。"))
        return see_other("desk:kin", person_id=person_id)
    rows = list(kin_recorded(actor=request.actor, person_id=person_id))
    context = {
        "person": person,
        "rows": [(row, SeenForm(initial={"relative": row.relative_id, "kinship": row.kinship})) for row in rows],
        "form": form,
        "seen": seen,
    }
    return render(request, "desk/kin.html", context)


def _add(request: HouseRequest, person: Person, form: KinForm) -> bool:
    def act() -> None:
        said = form.cleaned_data
        relative = find_relative(actor=request.actor, name=said["name"], phone=said["phone"], but=person.pk)
        _confirm(request, person, relative.pk, form)

    return done(form, act)


def _see(request: HouseRequest, person: Person, form: SeenForm) -> bool:
    return done(form, lambda: _confirm(request, person, form.cleaned_data["relative"], form))


def _confirm(request: HouseRequest, person: Person, relative_id: UUID, form: forms.Form) -> None:
    confirm_kin(
        actor=request.actor,
        person_id=person.pk,
        relative_id=relative_id,
        kinship=Kinship(form.cleaned_data["kinship"]),
        proof=KinProof(form.cleaned_data["proof"]),
        now=request.now,
    )


@opens_with(Power.NEED_PLACE)
@asked_or_sent
def give(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Time to a relative, for somebody who stands at the desk."""
    person = _placed(request, person_id)
    found = giving_of(actor=request.actor, giver_id=person_id, now=request.now)
    step = found.standard.minutes("credit_step_min")
    form = GiveForm(
        sent(request),
        giving=found,
        has_card=person.pin_cards.filter(voided_at=None).exists(),
        amounts=whole_steps(most=found.givable, step=step),
        say=words.minutes,
    )
    made: list[Gift] = []
    if request.method == "POST" and done(form, lambda: made.append(_give(request, person, form))):
        messages.success(request, _("记下了。等对方点头，时间就到对方的存折。"))
        return see_other("desk:gift", gift_id=made[0].id)
    keys = ("transfer_kinships", "transfer_yearly_max_min", "transfer_answer_days", "transfer_undo_min")
    context = {
        "person": person,
        "giving": found,
        "form": form,
        "others": [choice for choice in found.kin if choice.refusal is not None],
        "rules": said_rules(keys=keys, standard=found.standard),
    }
    return render(request, "desk/give.html", context)


def _give(request: HouseRequest, person: Person, form: GiveForm) -> Gift:
    said = form.cleaned_data
    if said.get("pin"):
        check_own_pin(login=person.login, pin=said["pin"], address=address_of(request), now=request.now)
    return give_time(
        actor=request.actor,
        giver_id=person.pk,
        receiver_id=UUID(said["relative"]),
        minutes=said["amount"],
        how=form.how,
        token=said["token"],
        now=request.now,
    )


@opens_with(Power.NEED_ASSIST)
@asked_or_sent
def gift(request: HouseRequest, gift_id: UUID) -> HttpResponse:
    """One gift: ring the receiver and write what she says; or back to the giver at her word."""
    found = access_gift(actor=request.actor, gift_id=gift_id)
    act = request.POST.get("act", "")
    heard = GiftHeardForm(request.POST if act in {"yes", "no"} else None)
    back = ActForm(request.POST if request.method == "POST" and act not in {"yes", "no"} else None)
    if request.method == "POST" and _did(request, found, act, heard, back):
        messages.success(request, _("记下了。家里人会收到消息。"))
        return see_other("desk:gift", gift_id=gift_id)
    is_waiting = found.state == GiftState.WAITING and request.now < found.answer_by
    hears = request.actor.may(Power.NEED_ASSIST, path=found.receiver.home_site.path)
    places = request.actor.may(Power.NEED_PLACE, path=found.giver.home_site.path)
    context = {
        "gift": found,
        "heard": heard,
        "back": back,
        "is_late": found.state == GiftState.WAITING and not is_waiting,
        "may_hear": is_waiting and hears and request.actor.id != found.made_by,
        "is_hers": is_waiting and request.actor.id == found.made_by,
        "may_take_back": places and is_undoable(gift=found, now=request.now),
    }
    return render(request, "desk/gift.html", context)


def _did(request: HouseRequest, found: Gift, act: str, heard: GiftHeardForm, back: ActForm) -> bool:
    if act == "back":
        return done(back, lambda: take_back_gift(actor=request.actor, gift_id=found.id, now=request.now))
    if act not in {"yes", "no"}:
        ask_for_button(back)
        return False
    return done(
        heard,
        lambda: answer_gift(
            actor=request.actor,
            gift_id=found.id,
            is_yes=act == "yes",
            how=SaidHow(heard.cleaned_data["how"]),
            note=heard.cleaned_data["note"],
            now=request.now,
        ),
    )
