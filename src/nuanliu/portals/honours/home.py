"""The commendations; planning one; one of them as a single list of what is next, by when and by whom."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.queries import access_category, access_commendation, commendations_for, open_for_nominations
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.honours.doors import for_those_concerned
from nuanliu.portals.honours.forms import CategoryForm, PlanForm
from nuanliu.portals.honours.tasks import tasks_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import STATES, category_name, state_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.plan import change_category, plan_commendation

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_those_concerned
def home(request: HouseRequest) -> HttpResponse:
    """Every year that the reader may see, and the way to nominate."""
    found = commendations_for(actor=request.actor)
    context = {
        "lines": [(one, state_of(one.state, STATES)) for one in found],
        "may_plan": request.actor.has(Power.COMMEND),
        "may_nominate": request.actor.has(Power.NOMINATE),
        "open": open_for_nominations(),
    }
    return render(request, "honours/home.html", context)


@asked_or_sent
@opens_with(Power.COMMEND)
def new(request: HouseRequest) -> HttpResponse:
    """Plan a year."""
    year = local_date(request.now).year
    proposed = {
        "year": year,
        "title": _("%(year)s 年度表彰") % {"year": year},
        "freeze_day": date(year, 12, 20),
        "review_day": date(year, 12, 28),
    }
    form, made = PlanForm(sent(request), initial=proposed), []

    def act() -> None:
        said = form.cleaned_data
        found = plan_commendation(
            actor=request.actor,
            year=said["year"],
            title=said["title"],
            freeze_day=said["freeze_day"],
            review_day=said["review_day"],
            token=said["token"],
            now=request.now,
        )
        made.append(found.pk)

    if request.method == "POST" and done(form, act):
        return see_other("honours:commendation", made[0])
    return render(request, "honours/new.html", {"form": form})


@require_safe
@for_those_concerned
def commendation(request: HouseRequest, commendation_id: UUID) -> HttpResponse:
    """What is next, by when, and by whom."""
    found = access_commendation(actor=request.actor, commendation_id=commendation_id)
    context = {
        "one": found,
        "status": state_of(found.state, STATES),
        "tasks": tasks_of(request=request, one=found),
        "may_cancel": request.actor.has(Power.COMMEND)
        and found.state in {CampaignState.DRAFT, CampaignState.OPEN, CampaignState.FROZEN},
    }
    return render(request, "honours/commendation.html", context)


@asked_or_sent
@opens_with(Power.COMMEND)
def category(request: HouseRequest, category_id: UUID) -> HttpResponse:
    """The criteria of one category, as long as nominations have not begun."""
    found = access_category(actor=request.actor, category_id=category_id)
    if found.commendation.state != CampaignState.DRAFT and request.method != "POST":
        raise NotVisible
    form = CategoryForm(sent(request), category=found)

    def act() -> None:
        change_category(
            actor=request.actor,
            category_id=found.pk,
            places=form.cleaned_data["places"],
            needed=form.needed(),
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了。"))
        return see_other("honours:commendation", found.commendation_id)
    context = {"form": form, "category": found, "name": category_name(found)}
    return render(request, "honours/category.html", context)
