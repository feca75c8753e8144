"""The steps of a commendation, each asked about on a page of its own; and the press sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nuanliu.domain.honours.models import Commendation, Place
from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.policies import Ranked
from nuanliu.domain.honours.queries import access_commendation
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.honours.asking import STEPS, ReasonForm, StepForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.listing import standing_places
from nuanliu.usecases.commend.ranking import ranked

SHOWS_THE_LIST = {"list", "confirm", "back"}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def act(request: HouseRequest, commendation_id: UUID, act: str) -> HttpResponse:
    """Ask, show what will happen, and do it."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    step = STEPS.get(act)
    if step is None or not request.actor.has(step.power):
        raise NotVisible
    form = (ReasonForm if step.needs_reason else StepForm)(sent(request))

    def run() -> None:
        more: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if step.needs_reason else {}
        if act == "papers":
            more["check_address"] = request.build_absolute_uri(reverse("public:check"))
        step.run(actor=request.actor, commendation_id=one.pk, now=request.now, **more)

    if request.method == "POST" and done(form, run):
        messages.success(request, str(step.said))
        return see_other("honours:commendation", one.pk)
    context = {"one": one, "step": step, "form": form, "lists": _lists(one) if act in SHOWS_THE_LIST else []}
    return render(request, "honours/step.html", context)


def _lists(one: Commendation) -> list[tuple[str, list[dict[str, Any]]]]:
    """The list as it would be, or as it was made, by category with full names."""
    found: list[tuple[str, list[dict[str, Any]]]] = []
    if one.state == CampaignState.FROZEN:
        order = ranked(commendation=one)
        for category in one.categories.order_by("position"):
            rows = {row.pk: row for row in category.frozen.filter(is_met=True, is_nominated=True).defer("facts")}
            names = full_names(rows=list(rows.values()))
            lines = [_line(line, names[line.candidate], is_chosen=line.is_chosen) for line in order[category.pk]]
            found.append((category_name(category), lines))
        return found
    places = standing_places(commendation=one)
    names = full_names(rows=[place.frozen for place in places])
    for place in places:
        name = category_name(place.category)
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(_line(place, names[place.frozen_id], is_chosen=True))
    return found


def _line(one: Ranked | Place, name: str, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "name": name,
        "points": f"{one.points / 100:.2f}",
        "yes": one.yes,
        "no": one.no,
        "eligible": one.eligible,
        "is_chosen": is_chosen,
    }
