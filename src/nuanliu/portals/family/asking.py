"""A relative asks to act for an old person, sees what became of it, and may take the asking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.network.queries import sites
from nuanliu.domain.people.operations import OPPOSITE
from nuanliu.domain.people.types import Kinship, ProxyPower
from nuanliu.portals.family.forms import AskForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.act_for_parent import Meant, ask_to_act, withdraw_asking


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HouseRequest) -> HttpResponse:
    """One page; the answer is the same whoever is known here."""
    if request.actor.id is None:
        return to_sign_in(request)
    form = AskForm(sent(request), sites=sites())
    if request.method == "POST" and done(form, lambda: _ask(request, form)):
        messages.success(request, _("替您问了。老人点了头，这里就会出现。"))
        return see_other("family:home")
    return render(request, "family/ask_to_act.html", {"form": form})


def _ask(request: HouseRequest, form: AskForm) -> object:
    said = form.cleaned_data
    is_to_me = Kinship(said["kinship"])
    return ask_to_act(
        actor=request.actor,
        meant=Meant(name=said["name"], phone=said["phone"], site_id=UUID(said["site"])),
        kinship=OPPOSITE.get(is_to_me, is_to_me),
        powers=tuple(ProxyPower(power) for power in said["powers"]),
        token=said["token"],
        now=request.now,
    )


@require_POST
def take_back(request: HouseRequest, asking_id: UUID) -> HttpResponse:
    """She no longer asks."""
    if request.actor.id is None:
        return to_sign_in(request)
    form = ActForm(request.POST)
    done(form, lambda: withdraw_asking(actor=request.actor, asking_id=asking_id, now=request.now))
    return see_other("family:home")
