"""The call sheet: whom to ring because a message alone does not reach them, with the words to say."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import mark_called
from nuanliu.domain.notices.queries import CallLine, call_sheet
from nuanliu.domain.people.models import Person
from nuanliu.portals.hotline.forms import CalledForm
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One person to ring, and everything to say in that one call, the oldest first."""

    person: Person
    lines: list[CallLine]


def calls_to_make(*, actor: Actor, now: datetime) -> list[Call]:
    """The sheet by person, the longest waiting first."""
    by_person: dict[str, list[CallLine]] = {}
    for line in call_sheet(actor=actor, now=now):
        by_person.setdefault(str(line.person.pk), []).append(line)
    return [Call(lines[0].person, lines) for lines in by_person.values()]


@opens_with(Power.CALL_SHEET)
@require_safe
def calls(request: HouseRequest) -> HttpResponse:
    """Who is still to be rung."""
    page = page_of(request=request, rows=calls_to_make(actor=request.actor, now=request.now), size=ON_A_PAGE)
    return render(request, "hotline/calls.html", {"page": page, "outcomes": CalledForm.OUTCOMES})


@opens_with(Power.CALL_SHEET)
@require_safe
def calls_print(request: HouseRequest) -> HttpResponse:
    """The whole sheet for paper, with a box for each outcome."""
    found = calls_to_make(actor=request.actor, now=request.now)
    return render(request, "hotline/calls_print.html", {"calls": found, "outcomes": CalledForm.OUTCOMES})


@opens_with(Power.CALL_SHEET)
@require_POST
def called(request: HouseRequest) -> HttpResponse:
    """Note how one call went, for those lines that stood on the page when it was made."""
    form = CalledForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选一个结果。"))
        return see_other("hotline:calls")
    outcome = form.cleaned_data["outcome"]
    is_told = outcome in CalledForm.TOLD
    for delivery_id in form.cleaned_data["lines"]:
        mark_called(actor=request.actor, delivery_id=delivery_id, outcome=outcome, now=request.now, is_told=is_told)
    messages.success(request, _("记下了。") if is_told else _("记下了，还留在单子上。"))
    return see_other("hotline:calls")
