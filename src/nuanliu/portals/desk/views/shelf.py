"""爱心货架: what stands on it, what came in, what a count found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.portals.desk.shelf_forms import CountForm, GoodForm, StockInForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_shelf import (
    access_good,
    count_stock,
    end_good,
    goods_at,
    one_good,
    put_good,
    shelf_sites,
    stock_in,
)

MOVES = {
    "in": gettext_lazy("进货"),
    "handed": gettext_lazy("领走"),
    "back": gettext_lazy("撤销，放回"),
    "counted": gettext_lazy("盘点"),
}


@opens_with(Power.SHELF_KEEP)
@require_safe
def shelf(request: HouseRequest) -> HttpResponse:
    """Every shelf that the actor keeps."""
    shelves = [(site, goods_at(site=site.pk, with_ended=True)) for site in shelf_sites(actor=request.actor)]
    return render(request, "desk/shelf.html", {"shelves": shelves})


@opens_with(Power.SHELF_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """A new kind of goods."""
    form, places = GoodForm(sent(request)), shelf_sites(actor=request.actor)
    form.fields["site"].choices = [(str(site.pk), site.name) for site in places]  # type: ignore[attr-defined]
    made: list[UUID] = []

    def act() -> None:
        said = form.cleaned_data
        good = put_good(
            actor=request.actor,
            site_id=UUID(said["site"]),
            name=said["name"],
            measure=said["measure"],
            price=said["price"] * 100,
            token=said["token"],
            now=request.now,
        )
        made.append(good.id)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("放上货架了。请记第一次进货。"))
        return see_other("desk:good", good_id=made[0])
    return render(request, "desk/shelf_new.html", {"form": form})


@opens_with(Power.SHELF_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def good(request: HouseRequest, good_id: UUID) -> HttpResponse:
    """One kind of goods: in, counted, off the shelf."""
    access_good(actor=request.actor, good_id=good_id)
    act = request.POST.get("act", "")
    forms: dict[str, ActForm] = {
        "in": StockInForm(sent(request) if act == "in" else None, auto_id="in_%s"),
        "count": CountForm(sent(request) if act == "count" else None, auto_id="count_%s"),
        "end": ActForm(sent(request) if act not in {"in", "count"} else None, auto_id="end_%s"),
    }
    pressed = forms.get(act, forms["end"])
    if request.method == "POST":
        if act in forms and done(pressed, lambda: _act(request, good_id, act, pressed)):
            return see_other("desk:good", good_id=good_id)
        if act not in forms:
            ask_for_button(pressed)
    found = one_good(actor=request.actor, good_id=good_id)
    context: dict[str, Any] = {
        "good": found.good,
        "moves": [(move, MOVES[move.kind]) for move in found.moves],
        "handovers": found.handovers,
        "forms": forms,
        "form": pressed,
    }
    return render(request, "desk/good.html", context)


def _act(request: HouseRequest, good_id: UUID, act: str, form: ActForm) -> None:
    said = form.cleaned_data
    whose: dict[str, Any] = {"actor": request.actor, "good_id": good_id, "now": request.now}
    if act == "in":
        stock_in(pieces=said["pieces"], source=said["source"], token=said["token"], **whose)
        messages.success(request, _("进货记下了。"))
    elif act == "count":
        found = count_stock(counted=said["counted"], reason=said["reason"], token=said["token"], **whose)
        messages.success(request, _("盘点记下了，有差。") if found else _("盘点记下了，一份不差。"))
    else:
        end_good(**whose)
        messages.success(request, _("下架了。"))
