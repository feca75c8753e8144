"""The old person and the time that her family shares: yes or no with her digits, and leaving."""

from django.http import HttpResponse

from nuanliu.domain.network.models import Login
from nuanliu.domain.passbook.types import MemberState, SaidHow
from nuanliu.domain.people.models import PinCard
from nuanliu.domain.signing.operations import check_own_pin
from nuanliu.platform.errors import Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.elder.forms import SignedForm
from nuanliu.portals.ui.acting import ask_for_button, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.share_time import answer_sharing, leave_household, sharing_of


def household(request: HouseRequest, side: Side) -> HttpResponse:
    """Who shares with her, or who asks to."""
    found = sharing_of(actor=side.actor, person_id=side.elder.pk, now=request.now)
    has_card = PinCard.objects.filter(person_id=side.elder.pk, voided_at=None).exists()
    is_asked = found.mine is not None and found.mine.state == MemberState.ASKED
    act = request.POST.get("answer", "")
    form = SignedForm(sent(request), asks_pin=has_card and is_asked, is_no=act != "yes")
    if act in {"yes", "no", "leave"} and form.is_valid():
        try:
            _act(request, side, form, act)
        except Unable as refusal:
            refuse(form, refusal)
            if "pin" in form.fields and refusal.code == "wrong":
                form.add_error("pin", str(refusal.words))
        else:
            return see_other(side.url("household"))
    elif request.method == "POST":
        ask_for_button(form)
    context = {"form": form, "sharing": found, "is_asked": is_asked, "back": side.url("more")}
    return show(request, side, "elder/household.html", context)


def _act(request: HouseRequest, side: Side, form: SignedForm, act: str) -> None:
    who = side.elder.pk
    if act == "leave":
        leave_household(actor=side.actor, person_id=who, now=request.now)
        return
    is_signed = act == "yes" and "pin" in form.fields
    if is_signed:
        login = Login.objects.get(pk=who)
        check_own_pin(login=login, pin=form.cleaned_data["pin"], address=address_of(request), now=request.now)
    how = SaidHow.CARD if is_signed else SaidHow.SELF
    answer_sharing(actor=side.actor, person_id=who, is_yes=act == "yes", how=how, now=request.now)
