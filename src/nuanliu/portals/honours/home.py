"""The commendations; planning one; one of them as a single list of what is next, by when and by whom."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.models import Category
from nuanliu.domain.honours.queries import access_category, access_commendation, commendations_for, open_for_nominations
from nuanliu.domain.honours.types import CampaignState, Measure
from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.honours.doors import for_those_concerned
from nuanliu.portals.honours.tasks import tasks_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import MEASURES, STATES, category_name, state_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.plan import change_category, plan_commendation

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


class PlanForm(ActForm):
    """Which year, what it is called, and two days."""

    year = WholeNumberField(label=gettext_lazy("哪一年"), min_value=2000, max_value=2999)
    title = TextField(label=gettext_lazy("叫什么"), max_length=60)
    freeze_day = DayField(label=gettext_lazy("数据算到哪一天"), help_text=gettext_lazy("这一天过完，数据冻结。"))
    review_day = DayField(label=gettext_lazy("委员评到哪一天"))


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


class CategoryForm(ActForm):
    """How many, and a number for each criterion: hours for minutes, and ratings as they are said."""

    places = WholeNumberField(label=gettext_lazy("最多表彰几名"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        self.criteria = list(category.criteria.order_by("choice", "measure"))
        initial: dict[str, Any] = {"places": category.places}
        super().__init__(*args, initial=initial, **kwargs)
        for one in self.criteria:
            measure = Measure(one.measure)
            name, most = str(MEASURES[measure]), 100_000
            label = _("%(what)s：最多") if one.is_most else _("%(what)s：至少")
            field: forms.Field = WholeNumberField(label=label % {"what": name}, min_value=0, max_value=most)
            field.initial = one.needed
            if measure is Measure.MINUTES:
                field.help_text, field.initial = _("小时"), one.needed // 60
            if measure is Measure.RATING:
                field = forms.DecimalField(
                    label=label % {"what": name}, min_value=1, max_value=5, decimal_places=2, help_text=_("满分 5 分")
                )
                field.initial = f"{one.needed / 100:.2f}"
                field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[one.measure] = field

    def needed(self) -> dict[UUID, int]:
        """What was written, in the units of the criteria."""
        factor = {Measure.MINUTES.value: 60, Measure.RATING.value: 100}
        return {one.pk: int(self.cleaned_data[one.measure] * factor.get(one.measure, 1)) for one in self.criteria}


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
