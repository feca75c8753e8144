"""Another time for one visit: an hour or a day to the side; anything else is a matter for the telephone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.models import Need
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform import words
from nuanliu.platform.clock import local
from nuanliu.platform.errors import Unable
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing, need_here
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.change_need import CHANGEABLE, Changed, change_need

EARLIEST, LATEST = 7, 18
STEPS = {
    "hour-before": timedelta(hours=-1),
    "hour-after": timedelta(hours=1),
    "day-before": timedelta(days=-1),
    "day-after": timedelta(days=1),
}


class ChangeForm(ActForm):
    """One of four steps away from how it is now."""

    step = forms.ChoiceField(label=gettext_lazy("改成什么时候？"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: dict[str, datetime], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, Card(words.near_moment(when, now=now))) for code, when in choices.items()]


def _nearby(need: Need, now: datetime) -> dict[str, datetime]:
    moved = {code: need.starts_at + step for code, step in STEPS.items()}
    return {code: when for code, when in moved.items() if when > now and EARLIEST <= local(when).hour <= LATEST}


def change(request: HouseRequest, side: Side, need_id: UUID) -> HttpResponse:
    """Choose another time; whoever has taken it is asked whether it suits."""
    side.insist(ProxyPower.ASK)
    found = need_here(side, need_id)
    here = side.url("need", need_id=need_id)
    if request.method == "GET" and (found.state not in CHANGEABLE or found.starts_at <= request.now):
        return see_other(here)
    nearby = _nearby(found, request.now)
    form = ChangeForm(sent(request), choices=nearby, now=request.now)
    if request.method == "POST" and form.is_valid():
        starts_at = nearby[form.cleaned_data["step"]]
        changed = Changed(starts_at=starts_at, minutes=found.planned_minutes, note=found.note)
        try:
            change_need(actor=side.actor, need_id=need_id, changed=changed, now=request.now)
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(here)
    context = {"form": form, "need": found, "standing": Standing(found, request.now), "back": here}
    return show(request, side, "arranging/change.html", context)
