"""My own time for my own need: one page makes me somebody who may ask; then the questions of asking follow."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.queries import access_person
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.receiving import ReceiveForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.receive_help import receive_help, why_not_yet


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def receive(request: HouseRequest) -> HttpResponse:
    """Two questions, or why not yet; whoever may ask already goes on to asking."""
    if request.actor.is_elder:
        return see_other("elder:ask")
    person = access_person(actor=request.actor, person_id=me(request))
    form = ReceiveForm(sent(request))
    act = lambda: receive_help(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        person_id=person.pk,
        lives_alone=form.lives_alone,
        floor=form.cleaned_data["floor"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        return see_other("elder:ask")
    context = {
        "form": form,
        "not_yet": why_not_yet(person=person, now=request.now),
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
        "site": person.home_site,
    }
    return render(request, "volunteer/receive.html", context)
