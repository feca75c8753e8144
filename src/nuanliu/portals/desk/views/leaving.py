"""Somebody has died, or moved away, or is back: the desk writes it down, and settles what was left."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.types import DeathPaper, EstateState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.desk.leaving_forms import DeathForm, HeirForm, MistakeForm, WhyForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.record_death import record_death, take_back_death
from nuanliu.usecases.settle_estate import decide_heir, left_by, name_heir

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
RULES = ("death_transfer_days", "death_transfer_times", "death_transfer_kinships", "death_time_else", "death_coin_to")


@opens_with(Power.NEED_PLACE)
@asked_or_sent
def death(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Where it stands, and the one thing that may be done next."""
    left = left_by(actor=request.actor, person_id=person_id, now=request.now)
    act = request.POST.get("act", "")
    data = request.POST if request.method == "POST" else None
    record = DeathForm(data if act == "record" else None)
    heir = HeirForm(data if act == "name" else None, left=left)
    mistake = MistakeForm(data if act == "mistake" else None, auto_id="mistake_%s")
    why = WhyForm(data if act not in {"record", "name", "mistake"} else None)
    if data is not None and _did(request, person_id, act, record, heir, mistake, why):
        messages.success(request, _("记下了。"))
        return see_other("desk:death", person_id=person_id)
    standard = standard_in_force(at=request.now, site=left.person.home_site_id)
    estate = left.estate
    context: dict[str, Any] = {
        "person": left.person,
        "left": left,
        "estate": estate,
        "is_open": estate is not None and estate.state == EstateState.OPEN and request.now < estate.closes_at,
        "is_named": estate is not None and estate.state == EstateState.NAMED,
        "is_mine": estate is not None and estate.first_by == request.actor.id,
        "others": [one for one in left.kin if one.refusal is not None],
        "record": record,
        "heir": heir,
        "mistake": mistake,
        "why": why,
        "rules": said_rules(keys=RULES, standard=standard),
    }
    return render(request, "desk/death.html", context)


def _did(  # noqa: PLR0917 (the forms of one page)
    request: HouseRequest,
    person_id: UUID,
    act: str,
    record: DeathForm,
    heir: HeirForm,
    mistake: MistakeForm,
    why: WhyForm,
) -> bool:
    who: dict[str, Any] = {"actor": request.actor, "person_id": person_id, "now": request.now}
    if act == "record":
        return done(
            record,
            lambda: record_death(
                died_on=record.cleaned_data["died_on"],
                paper=DeathPaper(record.cleaned_data["paper"]),
                reason=_("人不在了"),
                **who,
            ),
        )
    if act == "name":
        return done(heir, lambda: name_heir(heir_id=UUID(heir.cleaned_data["relative"]), **who))
    if act in {"yes", "no"}:
        return done(why, lambda: decide_heir(is_yes=act == "yes", reason=why.cleaned_data["reason"], **who))
    if act == "mistake":
        return done(mistake, lambda: take_back_death(reason=mistake.cleaned_data["reason"], **who))
    ask_for_button(why)
    return False
