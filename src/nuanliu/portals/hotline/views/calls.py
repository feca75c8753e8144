"""The call sheet: whom to ring because a message alone does not reach them, with the words to say."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.claims import Holder, holders_of
from nuanliu.domain.notices.calls.queries import open_calls, to_be_read
from nuanliu.domain.notices.calls.words import words_to_the_next
from nuanliu.domain.notices.operations import mark_called
from nuanliu.domain.notices.queries import CallLine, call_sheet
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.portals.hotline.forms import CalledForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.calling.closing import closing_sites
from nuanliu.usecases.calling.ringing import take_person

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One person to ring, and everything to say in that one call, the oldest first. `token` is the call's own."""

    person: Person
    lines: list[CallLine]
    holder: Holder | None = None
    token: UUID = field(default_factory=new_id)


def calls_to_make(*, actor: Actor, now: datetime) -> list[Call]:
    """The sheet by person, the longest waiting first."""
    by_person: dict[str, list[CallLine]] = {}
    for line in call_sheet(actor=actor, now=now):
        by_person.setdefault(str(line.person.pk), []).append(line)
    people = [lines[0].person for lines in by_person.values()]
    held = holders_of(subjects=[person.pk for person in people], now=now)
    return [Call(person, by_person[str(person.pk)], held.get(person.pk)) for person in people]


@opens_with(Power.CALL_SHEET)
@require_safe
def calls(request: HouseRequest) -> HttpResponse:
    """Who is still to be rung."""
    return _show(request, calls_to_make(actor=request.actor, now=request.now))


def _show(request: HouseRequest, rows: list[Call], *, form: ActForm | None = None) -> HttpResponse:
    page = page_of(request=request, rows=rows, size=ON_A_PAGE)
    left = to_be_read(actor=request.actor, today=local_date(request.now))
    context = {
        "page": page,
        "outcomes": CalledForm.OUTCOMES,
        "form": form,
        "backs": open_calls(actor=request.actor, now=request.now).count(),
        "sites": closing_sites(actor=request.actor),
        "to_read": [{"closing": one, "words": words_to_the_next(one)} for one in left],
    }
    return render(request, "hotline/calls.html", context)


def _again(request: HouseRequest, form: CalledForm) -> HttpResponse:
    """The sheet with what was refused at its top, under the same token: pressed again, it is the same call."""
    lines, token = set(form.cleaned_data["lines"]), form.cleaned_data["token"]
    rows = calls_to_make(actor=request.actor, now=request.now)
    refused = [call for call in rows if lines & {line.delivery.pk for line in call.lines}]
    others = [call for call in rows if call not in refused]
    return _show(request, [*(replace(call, token=token) for call in refused), *others], form=form)


@opens_with(Power.CALL_SHEET)
@require_safe
def calls_print(request: HouseRequest) -> HttpResponse:
    """The whole sheet for paper, with a box for each outcome."""
    found = calls_to_make(actor=request.actor, now=request.now)
    return render(request, "hotline/calls_print.html", {"calls": found, "outcomes": CalledForm.OUTCOMES})


@opens_with(Power.CALL_SHEET)
@require_POST
def take(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """This clerk rings this person now; her colleagues see it."""
    access_person(actor=request.actor, person_id=person_id)
    form = ActForm(request.POST)
    if done(form, lambda: take_person(actor=request.actor, person_id=person_id, now=request.now)):
        return see_other("hotline:calls")
    return _show(request, calls_to_make(actor=request.actor, now=request.now), form=form)


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

    def act() -> None:
        for delivery_id in form.cleaned_data["lines"]:
            mark_called(
                actor=request.actor,
                delivery_id=delivery_id,
                outcome=outcome,
                token=form.cleaned_data["token"],
                now=request.now,
                is_told=is_told,
            )

    if not done(form, act):
        return _again(request, form)
    messages.success(request, _("记下了。") if is_told else _("记下了，还留在单子上。"))
    return see_other("hotline:calls")
