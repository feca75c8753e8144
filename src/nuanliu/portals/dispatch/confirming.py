"""Before invitations leave: who is asked, until when, and what happens if she cannot."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nuanliu.domain.dispatch.queries import access_run, newer_than
from nuanliu.domain.dispatch.types import RunState
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.dispatch.words import week_words
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.dispatch.confirming import confirm
from nuanliu.usecases.dispatch.looking import ticked

_MOST = 200


class ConfirmForm(ActForm):
    """Yes."""

    is_all = forms.BooleanField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.DISPATCH)
def confirm_run(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """What would be sent, and sending it."""
    run = access_run(actor=request.actor, run_id=run_id)
    if run.state != RunState.DONE:
        raise NotVisible
    wanted = _wanted(request)
    form, sent_now = ConfirmForm(sent(request)), []

    def act() -> None:
        sent_now.append(confirm(actor=request.actor, run_id=run_id, needs=wanted, now=request.now))

    if request.method == "POST" and done(form, act):
        words = ngettext("%(n)d 处正在去请。回话会写在这里。", "%(n)d 处正在去请。回话会写在这里。", sent_now[0])
        messages.success(request, words % {"n": sent_now[0]})
        return see_other("dispatch:run", run_id=run_id)
    standard = standard_in_force(at=request.now, site=run.scope_id)
    context = {
        "run": run,
        "week": week_words(run.week),
        "form": form,
        "is_all": wanted is None,
        "ticked": ticked(run=run, needs=wanted, now=request.now),
        "hours": standard.hours("invite_answer_hours"),
        "waves": standard.integer("dispatch_waves_most"),
        "newer": newer_than(run=run),
    }
    return render(request, "dispatch/confirm.html", context)


def _wanted(request: HouseRequest) -> list[UUID] | None:
    """The needs that were ticked; None for all of the week."""
    said = request.POST if request.method == "POST" else request.GET
    if said.get("all"):
        return None
    found = []
    for text in said.getlist("need")[:_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
