"""What an hour brings besides itself: what happens above the cap, and the bonus on coins, line by line."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.passbook.bonus_models import Bonus
from nuanliu.domain.passbook.bonuses import gives_overflow, paid_in_year
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.overflow import CAPS, OverflowForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.ways import asked_or_sent
from nuanliu.usecases.say_overflow import say_overflow

ON_A_PAGE = 20
BONUSES = (
    "bonus_star3_percent",
    "bonus_star4_percent",
    "bonus_star5_percent",
    "bonus_campaign_max_percent",
    "bonus_yearly_cap",
    "bonus_from_funded_pool_only",
)


@asked_or_sent
@for_helpers
def overflow(request: HouseRequest) -> HttpResponse:
    """What is to happen above the cap; she may say it anew at any time."""
    if request.actor.id is None:
        raise NotVisible
    person = access_person(actor=request.actor, person_id=request.actor.id)
    said = gives_overflow(person=person.pk)
    initial = {} if said is None else {"agrees": "yes" if said else "no"}
    form = OverflowForm(sent(request), initial=initial)
    if request.method == "POST":
        act = lambda: say_overflow(  # noqa: E731 (read together with its one use)
            actor=request.actor,
            person_id=person.pk,
            agrees=form.cleaned_data["agrees"] == "yes",
            token=form.cleaned_data["token"],
            now=request.now,
        )
        if done(form, act):
            messages.success(request, _("记下了，随时可以改。"))
            return see_other("volunteer:ways")
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    context = {"form": form, "rules": said_rules(keys=CAPS, standard=standard)}
    return render(request, "volunteer/overflow.html", context)


@require_safe
@for_helpers
def bonuses(request: HouseRequest) -> HttpResponse:
    """Every bonus: how it was worked out, and what limited it."""
    if request.actor.id is None:
        raise NotVisible
    person = access_person(actor=request.actor, person_id=request.actor.id)
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    rows = Bonus.objects.filter(person=person).order_by("-day", "-made_at", "id")
    context = {
        "page": page_of(request=request, rows=rows, size=ON_A_PAGE),
        "this_year": paid_in_year(person=person.pk, year=local_date(request.now).year),
        "rules": said_rules(keys=BONUSES, standard=standard),
    }
    return render(request, "volunteer/bonuses.html", context)
