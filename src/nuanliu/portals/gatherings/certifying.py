"""One certification for a whole roll, and what can be corrected of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.gatherings.counted import COUNTED
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.rules import may_certify
from nuanliu.domain.gatherings.types import GatheringState
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.certify_forms import CertifyForm, VoidForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.afterwards import void_line
from nuanliu.usecases.gather.certify import assess_roll, certify_gathering
from nuanliu.usecases.gather.roll import return_roll


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.VISIT_CERTIFY)
def certify(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Look at the whole roll with the Standard's arithmetic; certify it, correct lines, or send it back."""
    gathering = _to_certify(request, gathering_id)
    if gathering.state != GatheringState.ROLLED:
        return see_other("gatherings:gathering", gathering.id)
    found = assess_roll(actor=request.actor, gathering=gathering, now=request.now)
    form, pressed = CertifyForm(sent(request), found=found), request.POST.get("act", "")
    if request.method == "POST":
        if pressed not in {"certify", "return"}:
            ask_for_button(form)
        elif done(form, lambda: _act(request, gathering, form, pressed)):
            return see_other("gatherings:gathering", gathering.id)
    context = {"form": form, "gathering": gathering, "found": found, "rows": form.rows()}
    return render(request, "gatherings/certify.html", context)


def _act(request: HouseRequest, gathering: Gathering, form: CertifyForm, pressed: str) -> None:
    whose: dict[str, Any] = {"actor": request.actor, "gathering_id": gathering.id, "now": request.now}
    reason = form.cleaned_data["reason"]
    if pressed == "return":
        return_roll(reason=reason, **whose)
        messages.success(request, _("退回去了。"))
        return
    decided = certify_gathering(corrected=form.corrected(), reason=reason, **whose)
    is_done = decided.state == GatheringState.CERTIFIED
    messages.success(request, _("认定好了，时间都记进存折了。") if is_done else _("复核好了，还要请另一位同事认定。"))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.VISIT_CERTIFY)
def void(request: HouseRequest, gathering_id: UUID, signup_id: UUID) -> HttpResponse:
    """One line does not count, after asking why."""
    gathering = _to_certify(request, gathering_id)
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, id=signup_id)
    line = rows.select_related("person").first()
    if line is None:
        raise NotVisible
    if line.credit not in COUNTED:
        return see_other("gatherings:gathering", gathering.id)
    form = VoidForm(sent(request))

    def act() -> None:
        void_line(actor=request.actor, signup_id=signup_id, reason=form.cleaned_data["reason"], now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("这一行不算了，已经冲正。"))
        return see_other("gatherings:gathering", gathering.id)
    return render(request, "gatherings/void.html", {"form": form, "gathering": gathering, "line": line})


def _to_certify(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_certify(actor=request.actor, gathering=found):
        raise NotVisible
    return found
