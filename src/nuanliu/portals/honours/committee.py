"""The committee: who sits on it, found by name among those who hold a post."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.honours.queries import access_commendation, seats_of
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.commend.review import BEFORE_THE_LIST, appoint_seat, end_seat

MOST = 20


class SeatForm(ActForm):
    """Which button was pressed about whom."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seat = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """One of the two."""
        said = super().clean() or {}
        if not self.errors and not (said.get("person") or said.get("seat")):
            raise forms.ValidationError(_("请按页面上的一个按钮。"), code="no_button")
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def committee(request: HouseRequest, commendation_id: UUID) -> HttpResponse:
    """The members, with a button to take each off; and a search for more."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    may_change = request.actor.has(Power.COMMEND) and one.state in BEFORE_THE_LIST
    if request.method == "POST" and not request.actor.has(Power.COMMEND):
        raise NotVisible
    if request.method == "POST" and "q" in request.POST:
        return keep(request, "q")
    form = SeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: _press(request, commendation_id, form)):
        messages.success(request, _("记下了。"))
        return see_other("honours:committee", commendation_id)
    text = tidy_text(asked(request).get("q", ""))[:60]
    seats = seats_of(commendation=one)
    context = {
        "one": one,
        "seats": seats,
        "posts": _posts_of([seat.person_id for seat in seats]),
        "form": form,
        "text": text,
        "found": _found(text, {seat.person_id for seat in seats}) if text and may_change else [],
        "may_change": may_change,
        "is_frozen": one.state == CampaignState.FROZEN,
    }
    return render(request, "honours/committee.html", context)


def _press(request: HouseRequest, commendation_id: UUID, form: SeatForm) -> None:
    said = form.cleaned_data
    if said["seat"]:
        end_seat(actor=request.actor, seat_id=said["seat"], now=request.now)
        return
    appoint_seat(
        actor=request.actor,
        commendation_id=commendation_id,
        person_id=said["person"],
        token=said["token"],
        now=request.now,
    )


def _found(name: str, without: set[UUID]) -> list[Appointment]:
    """People in a post whose name holds these characters, each once."""
    rows = Appointment.objects.filter(
        ended_at=None, holder__person__name__contains=name, holder__person__closed_at=None
    )
    rows = rows.exclude(holder_id__in=without).select_related("holder__person", "node").order_by("holder__person__name")
    first: dict[UUID, Appointment] = {}
    for row in rows[: MOST * 3]:
        first.setdefault(row.holder_id, row)
    return list(first.values())[:MOST]


def _posts_of(people: list[UUID]) -> dict[UUID, Appointment]:
    rows = Appointment.objects.filter(holder_id__in=people, ended_at=None).select_related("node").order_by("starts_at")
    return {row.holder_id: row for row in rows}
