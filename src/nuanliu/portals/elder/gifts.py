"""Somebody of the family gives her time: she takes it or not. Her four digits are her signature."""

from uuid import UUID

from django.http import HttpResponse

from nuanliu.domain.network.models import Login
from nuanliu.domain.passbook.giving import access_gift
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.domain.people.models import PinCard
from nuanliu.domain.signing.operations import check_own_pin
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.elder.forms import SignedForm
from nuanliu.portals.ui.acting import ask_for_button, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.give_time import answer_gift


def gift(request: HouseRequest, side: Side, gift_id: UUID) -> HttpResponse:
    """Who gives how much: yes with the digits, no without; afterwards, what became of it."""
    found = access_gift(actor=side.actor, gift_id=gift_id)
    if found.receiver_id != side.elder.pk:
        raise NotVisible
    may_answer = found.state == GiftState.WAITING and request.now < found.answer_by
    said = request.POST.get("answer")
    has_card = PinCard.objects.filter(person_id=side.elder.pk, voided_at=None).exists()
    form = SignedForm(sent(request), asks_pin=has_card, is_no=said == "no")
    if said in {"yes", "no"} and form.is_valid():
        try:
            _answer(request, side, form, found, is_yes=said == "yes")
        except Unable as refusal:
            refuse(form, refusal)
            if "pin" in form.fields and refusal.code == "wrong":
                form.add_error("pin", str(refusal.words))
        else:
            return see_other(side.url("gift", gift_id=gift_id))
    elif request.method == "POST" and said not in {"yes", "no"}:
        ask_for_button(form)
    context = {"form": form, "gift": found, "may_answer": may_answer, "back": side.url("home")}
    return show(request, side, "elder/gift.html", context)


def _answer(request: HouseRequest, side: Side, form: SignedForm, found: Gift, *, is_yes: bool) -> None:
    is_signed = is_yes and "pin" in form.fields
    if is_signed:
        login = Login.objects.get(pk=side.elder.pk)
        check_own_pin(login=login, pin=form.cleaned_data["pin"], address=address_of(request), now=request.now)
    how = SaidHow.CARD if is_signed else SaidHow.SELF
    answer_gift(actor=side.actor, gift_id=found.id, is_yes=is_yes, how=how, now=request.now)
