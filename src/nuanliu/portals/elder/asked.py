"""Somebody of the family would like to act for her: she says in what, or no. Her four digits are her signature."""

from uuid import UUID

from django.http import HttpResponse

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.joining.queries import asking_for
from nuanliu.domain.people.joining.types import AskingState
from nuanliu.domain.people.models import PinCard
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.signing.operations import check_own_pin
from nuanliu.platform.errors import Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.elder.forms import AnswerForm
from nuanliu.portals.ui.acting import ask_for_button, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.act_for_parent import BY_CARD, HERSELF, Answer, answer_asking


def asked(request: HouseRequest, side: Side, asking_id: UUID) -> HttpResponse:
    """Who asks, for what; yes with the digits, no without."""
    asking = asking_for(elder_id=side.elder.pk, asking_id=asking_id)
    if asking.state != AskingState.WAITING:
        return see_other(side.url("proxies"))
    has_card = PinCard.objects.filter(person_id=side.elder.pk, voided_at=None).exists()
    is_no = request.POST.get("answer") != "yes" and request.method == "POST"
    form = AnswerForm(
        sent(request), asked=asking.powers, has_card=has_card, is_no=is_no, initial={"powers": list(asking.powers)}
    )
    if request.POST.get("answer") in {"yes", "no"} and form.is_valid():
        try:
            _answer(request, side, form, asking_id, has_card=has_card)
        except Unable as refusal:
            refuse(form, refusal)
            if "pin" in form.fields and refusal.code == "wrong":
                form.add_error("pin", str(refusal.words))
        else:
            return see_other(side.url("proxies"))
    elif request.method == "POST":
        ask_for_button(form)
    return show(request, side, "elder/asked.html", {"form": form, "asking": asking, "back": side.url("proxies")})


def _answer(request: HouseRequest, side: Side, form: AnswerForm, asking_id: UUID, *, has_card: bool) -> None:
    powers: tuple[ProxyPower, ...] = ()
    if request.POST.get("answer") == "yes":
        powers = tuple(ProxyPower(code) for code in form.cleaned_data["powers"])
        if has_card:
            login = Login.objects.get(pk=side.elder.pk)
            pin = form.cleaned_data["pin"]
            check_own_pin(login=login, pin=pin, address=address_of(request), now=request.now)
    answer = Answer(powers=powers, how=BY_CARD if has_card and powers else HERSELF)
    answer_asking(actor=side.actor, asking_id=asking_id, answer=answer, now=request.now)
