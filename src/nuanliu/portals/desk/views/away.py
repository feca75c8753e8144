"""Somebody moved away, or is back: the desk writes it down."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.resting import away_of
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.rest_account import come_back, move_away


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """She moved away, or is back."""
    person = access_person(actor=request.actor, person_id=person_id)
    if not request.actor.may(Power.NEED_PLACE, path=person.home_site.path) or person.died_on is not None:
        raise NotVisible
    form = ActForm(request.POST if request.method == "POST" else None)
    act = {"moved": move_away, "back": come_back}.get(request.POST.get("act", ""))
    if request.method == "POST" and act is None:
        ask_for_button(form)
    elif act is not None and done(form, lambda: act(actor=request.actor, person_id=person_id, now=request.now)):
        messages.success(request, _("记下了。"))
        return see_other("desk:away", person_id=person_id)
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    keys = ("moved_away_keep_months", "moved_away_may_give", "moved_away_reactivates", "dormant_after_months")
    context = {
        "person": person,
        "away": away_of(person_id=person_id),
        "savings": savings_of(person_id=person_id, site_id=person.home_site_id),
        "form": form,
        "rules": said_rules(keys=keys, standard=standard),
    }
    return render(request, "desk/away.html", context)
