"""A volunteer at the desk would like to be helped too: the same person is entered as one who receives."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.receiving import ReceiveForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.receive_help import receive_help, why_not_yet


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Two questions; then a need can be placed for her like for any old person."""
    person = access_person(actor=request.actor, person_id=person_id)
    if not request.actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    form = ReceiveForm(sent(request))
    act = lambda: receive_help(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        person_id=person_id,
        lives_alone=form.lives_alone,
        floor=form.cleaned_data["floor"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("登记好了，现在可以替本人记需求。"))
        return see_other("desk:person", person_id=person_id)
    is_elder = getattr(person, "elder", None) is not None
    context = {
        "person": person,
        "form": form,
        "is_elder": is_elder,
        "not_yet": why_not_yet(person=person, now=request.now),
    }
    return render(request, "desk/receive.html", context)
