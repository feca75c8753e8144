"""Asking for a week, watching it come, and the proposal by day, by helper, and who is not served."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.dispatch.models import Run
from nuanliu.domain.dispatch.queries import access_run, awaits_yes, newer_than, next_monday, runs_within, scopes_of
from nuanliu.domain.dispatch.types import UNDER_WAY, RunState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.portals.dispatch.words import ANSWERS, CHOSEN, DAYS, STATES, STEPS, week_words
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.dispatch.looking import (
    days_of,
    helper_lines,
    helpers_of,
    lines_of,
    needs_of_day,
    unserved_of,
)
from nuanliu.usecases.dispatch.running import ask_run, cancel_run
from nuanliu.usecases.dispatch.saying import FAILURES, REASONS, gap_words, points, why

WEEKS = 4
LOOK_AGAIN_SECONDS = 3
ON_A_PAGE = 40
opens = opens_with(Power.DISPATCH)


class WeekForm(ActForm):
    """Which place, which week."""

    scope = forms.ChoiceField(label=gettext_lazy("哪里"))
    week = forms.ChoiceField(label=gettext_lazy("哪一周"))

    def __init__(self, *args: Any, scopes: list[Node], monday: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weeks = [monday + timedelta(days=7 * ahead) for ahead in range(WEEKS)]
        self.fields["scope"].choices = [(str(one.pk), one.name) for one in scopes]  # type: ignore[attr-defined]
        self.fields["week"].choices = [(day.isoformat(), week_words(day)) for day in weeks]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def home(request: HouseRequest) -> HttpResponse:
    """Ask for a week; the plans so far."""
    scopes, monday = scopes_of(actor=request.actor), next_monday(now=request.now)
    form = WeekForm(sent(request), scopes=scopes, monday=monday)
    made: list[Run] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            ask_run(
                actor=request.actor,
                scope_id=UUID(said["scope"]),
                week=date.fromisoformat(said["week"]),
                token=said["token"],
                now=request.now,
            )
        )

    if request.method == "POST" and done(form, act):
        return see_other("dispatch:run", run_id=made[0].pk)
    page = page_of(request=request, rows=runs_within(actor=request.actor))
    lines = [(one, week_words(one.week), STATES[one.state]) for one in page.rows]
    return render(request, "dispatch/home.html", {"form": form, "page": page, "lines": lines, "one": len(scopes) == 1})


@require_safe
@opens
def run(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """One plan: how far it is, or what it proposes."""
    return show(request, access_run(actor=request.actor, run_id=run_id), ActForm())


def show(request: HouseRequest, found: Run, form: ActForm) -> HttpResponse:
    """The page of one plan."""
    is_under_way = found.state in UNDER_WAY
    context: dict[str, Any] = {
        "run": found,
        "week": week_words(found.week),
        "state": STATES[found.state],
        "is_under_way": is_under_way,
        "step": STEPS.index(found.state) + 1 if is_under_way else len(STEPS),
        "failure": FAILURES.get(found.failure, ""),
        "form": form,
        "newer": newer_than(run=found),
        "answers": ANSWERS,
        "chosen_words": CHOSEN,
    }
    if found.state == RunState.DONE:
        context |= _proposal(request, found)
    response = render(request, "dispatch/run.html", context)
    if is_under_way:
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _proposal(request: HouseRequest, found: Run) -> dict[str, Any]:
    by = request.GET.get("by", "day")
    context: dict[str, Any] = {
        "gap": gap_words(millionths=found.gap),
        "left": found.needs - found.served,
        "awaits_yes": awaits_yes(run=found),
    }
    if found.follows is not None:
        context["change"] = points(hundredths=found.worth - found.follows.worth)
        context["is_same"] = found.worth == found.follows.worth
    if by == "helper":
        page = page_of(request=request, rows=helpers_of(run=found), size=ON_A_PAGE)
        return {**context, "by": by, "page": page, "lines": helper_lines(run=found, found=page.rows)}
    if by == "nobody":
        page = page_of(request=request, rows=unserved_of(run=found), size=ON_A_PAGE)
        missed = [(line, REASONS[line.row.reason]) for line in lines_of(run=found, rows=page.rows)]
        return {**context, "by": by, "page": page, "lines": missed}
    days = days_of(run=found)
    asked = request.GET.get("day", "")
    first = next((day for day, count in days if count), 1)
    day = int(asked) if asked in {"1", "2", "3", "4", "5", "6", "7"} else first
    page = page_of(request=request, rows=needs_of_day(run=found, day=day), size=ON_A_PAGE)
    lines = [
        (line, [(one, why(parts=one.visit.parts)) for one in line.chosen])
        for line in lines_of(run=found, rows=page.rows)
    ]
    return {
        **context,
        "by": "day",
        "day": day,
        "days": [(number, DAYS[number - 1], count) for number, count in days],
        "page": page,
        "lines": lines,
        "may_tick": any(line.is_open for line, _chosen in lines),
    }


@require_POST
@opens
def stop(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """No more of it."""
    found, form = access_run(actor=request.actor, run_id=run_id), ActForm(request.POST)
    if done(form, lambda: cancel_run(actor=request.actor, run_id=run_id, now=request.now)):
        messages.success(request, _("停了。什么也没有改。"))
        return see_other("dispatch:run", run_id=run_id)
    return show(request, found, form)


@require_POST
@opens
def again(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """The same week proposed anew, with what was changed; what people know is kept where it can be."""
    found, form = access_run(actor=request.actor, run_id=run_id), ActForm(request.POST)
    made: list[Run] = []

    def act() -> None:
        made.append(
            ask_run(
                actor=request.actor,
                scope_id=found.scope_id,
                week=found.week,
                token=form.cleaned_data["token"],
                now=request.now,
                follows=found.pk,
            )
        )

    if done(form, act):
        return see_other("dispatch:run", run_id=made[0].pk)
    return show(request, found, form)
