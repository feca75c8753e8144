"""领东西: a piece off the shelf for coins, its slip to sign, and back the same day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance.models import Good
from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.queries import access_person
from nuanliu.platform import clock, words
from nuanliu.portals.desk.shelf_forms import HandoverForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.hand_over import access_handover, hand_over, prove_pin, undo_handover
from nuanliu.usecases.keep_shelf import goods_at, shelf_sites


@opens_with(Power.SHELF_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Which piece, and how she agrees."""
    person = access_person(actor=request.actor, person_id=person_id)
    goods = [good for site in shelf_sites(actor=request.actor) for good in goods_at(site=site.pk) if good.left]
    form = HandoverForm(sent(request))
    form.fields["good"].choices = [(str(good.id), _card(good)) for good in goods]  # type: ignore[attr-defined]
    made: list[UUID] = []

    def act() -> None:
        said = form.cleaned_data
        proved = Proved(said["proved"])
        if proved is Proved.PIN:
            whose: dict[str, Any] = {"actor": request.actor, "person_id": person_id, "now": request.now}
            prove_pin(pin=said["pin"], address=address_of(request), **whose)
        done_ = hand_over(
            actor=request.actor,
            person_id=person_id,
            good_id=UUID(said["good"]),
            proved=proved,
            token=said["token"],
            now=request.now,
        )
        made.append(done_.id)

    if request.method == "POST" and done(form, act):
        return see_other("desk:handed-over", person_id=person_id, handover_id=made[0])
    savings = savings_of(person_id=person.pk, site_id=person.home_site_id)
    return render(request, "desk/handover.html", {"form": form, "person": person, "goods": goods, "savings": savings})


def _card(good: Good) -> Card:
    said = {"price": words.coins(good.price), "left": good.left}
    return Card(f"{good.name} {good.measure}", _("%(price)s，还有 %(left)s 份") % said)


@opens_with(Power.SHELF_KEEP)
@require_safe
def handed_over(request: HouseRequest, person_id: UUID, handover_id: UUID) -> HttpResponse:
    """The slip to sign, and undoing."""
    return _slip(request, person_id, handover_id, ActForm())


def _slip(request: HouseRequest, person_id: UUID, handover_id: UUID, form: ActForm) -> HttpResponse:
    made = access_handover(actor=request.actor, person_id=person_id, handover_id=handover_id)
    savings = savings_of(person_id=made.person_id, site_id=made.home_site)
    is_today = made.day == clock.local_date(request.now)
    context = {"form": form, "made": made, "person": made.person, "savings": savings, "is_today": is_today}
    return render(request, "desk/handed_over.html", context)


@opens_with(Power.SHELF_KEEP)
@require_POST
def take_back(request: HouseRequest, person_id: UUID, handover_id: UUID) -> HttpResponse:
    """The piece goes back on the shelf, the coins into her book."""
    form = ActForm(request.POST)
    access_handover(actor=request.actor, person_id=person_id, handover_id=handover_id)
    whose: dict[str, Any] = {"actor": request.actor, "person_id": person_id, "handover_id": handover_id}
    if done(form, lambda: undo_handover(now=request.now, **whose)):
        messages.success(request, _("撤销了。东西放回货架，币回到存折。"))
        return see_other("desk:handed-over", person_id=person_id, handover_id=handover_id)
    return _slip(request, person_id, handover_id, form)
