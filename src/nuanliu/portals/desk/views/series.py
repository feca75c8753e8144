"""Needs of every week at the desk: the list, and one of them with what can be done."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.series.models import Series
from nuanliu.domain.care.series.queries import access_series, occurrences_of, series_within
from nuanliu.domain.care.series.types import LIVE_SERIES, SeriesState
from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.forms import ReasonForm
from nuanliu.portals.desk.gate import powers_at
from nuanliu.portals.desk.series_forms import ChangeForm, EndForm, PauseForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.weekly import STATES, as_typed
from nuanliu.usecases.series.change import NewRule, change_series, end_series, pause_series, resume_series
from nuanliu.usecases.series.place import review_series

if TYPE_CHECKING:
    from collections.abc import Callable

TABS: dict[str, Promise] = {
    SeriesState.SUBMITTED: gettext_lazy("等审核"),
    SeriesState.ACTIVE: STATES[SeriesState.ACTIVE],
    SeriesState.PAUSED: STATES[SeriesState.PAUSED],
    SeriesState.ENDED: STATES[SeriesState.ENDED],
}
SHOWN = 12
BACK = timedelta(weeks=4)
"""How far back the days of a series are shown."""


@opens_with(Power.BOARD_SEE)
@require_safe
def series(request: HouseRequest) -> HttpResponse:
    """All of one state, by old person; first what waits for the site."""
    rows = series_within(actor=request.actor)
    asked = request.GET.get("state", "")
    waiting = rows.filter(state=SeriesState.SUBMITTED.value).count()
    state = asked if asked in TABS else (SeriesState.SUBMITTED if waiting else SeriesState.ACTIVE)
    page = page_of(request=request, rows=rows.filter(state=state).order_by("elder__name", "id"))
    return render(request, "desk/series.html", {"page": page, "tabs": TABS, "state": state, "waiting": waiting})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Page:
    """One series at the desk, its forms, and what a press of one does."""

    def __init__(self, request: HouseRequest, found: Series) -> None:
        self.request, self.found, self.actor, self.now = request, found, request.actor, request.now
        today = local_date(request.now)
        self.coming = occurrences_of(series=found, since=today, limit=SHOWN)
        self.act = request.POST.get("act", "")
        days = [one.day for one in self.coming if one.need]
        typed = {"when": as_typed(found), "minutes": found.planned_minutes, "note": found.note}
        self.forms: dict[str, ActForm] = {
            "approve": ActForm(self._sent("approve"), auto_id="approve_%s"),
            "refuse": ReasonForm(self._sent("refuse"), auto_id="refuse_%s"),
            "change": ChangeForm(self._sent("change"), auto_id="change_%s", initial=typed, today=today, days=days),
            "pause": PauseForm(self._sent("pause"), auto_id="pause_%s"),
            "resume": ActForm(self._sent("resume"), auto_id="resume_%s"),
            "end": EndForm(self._sent("end"), auto_id="end_%s", days=days),
        }

    def _sent(self, act: str) -> Any:
        return self.request.POST if self.act == act else None

    def press(self) -> bool:
        """Whether what was pressed is done."""
        form = self.forms[self.act]
        said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        who: dict[str, Any] = {"actor": self.actor, "series_id": self.found.id, "now": self.now}
        acts: dict[str, Callable[[], object]] = {
            "approve": lambda: review_series(**who, approve=True),
            "refuse": lambda: review_series(**who, approve=False, reason=said["reason"]),
            "change": lambda: self._change(said, who),
            "pause": lambda: pause_series(**who, resumes_on=said["resumes_on"]),
            "resume": lambda: resume_series(**who),
            "end": lambda: end_series(**who, since=_day(said["since"]), reason=said["why"]),
        }
        return done(form, acts[self.act])

    def _change(self, said: dict[str, Any], who: dict[str, Any]) -> object:
        weekly = said["when"]
        rule = NewRule(
            weekdays=weekly.weekdays,
            at=weekly.at,
            minutes=said["minutes"],
            last_day=weekly.last_day or self.found.last_day,
            note=said["note"],
        )
        since = _day(said["since"]) or local_date(self.now) + timedelta(days=1)
        return change_series(**who, since=since, rule=rule)

    def show(self) -> HttpResponse:
        """The page; a refused form says why."""
        today = local_date(self.now)
        past = occurrences_of(series=self.found, since=today - BACK, limit=SHOWN)
        context = {
            "series": self.found,
            "coming": self.coming,
            "past": [one for one in past if one.day < today][::-1],
            "acts": self.forms,
            "form": self.forms.get(self.act),
            "may": powers_at(self.request, path=self.found.site.path),
            "is_live": self.found.state in LIVE_SERIES,
        }
        return render(self.request, "desk/series_one.html", context)


WORDS: dict[str, Promise] = {
    "approve": gettext_lazy("通过了，已经排好。"),
    "refuse": gettext_lazy("没有通过，老人会收到原因。"),
    "change": gettext_lazy("改好了，约好的人会收到通知。"),
    "pause": gettext_lazy("停下了，约好的人会收到通知。"),
    "resume": gettext_lazy("恢复了，已经排好。"),
    "end": gettext_lazy("结束了，约好的人会收到通知。"),
}


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def series_one(request: HouseRequest, series_id: UUID) -> HttpResponse:
    """One of them: approve, refuse, change, pause, resume, end."""
    found = access_series(actor=request.actor, series_id=series_id)
    if not request.actor.may(Power.BOARD_SEE, path=found.site.path):
        raise NotVisible
    page = Page(request, found)
    if request.method == "POST" and page.act in page.forms and page.press():
        messages.success(request, str(WORDS[page.act]))
        return see_other("desk:series-one", series_id=series_id)
    if request.method == "POST" and page.act not in page.forms:
        page.act = "approve"
        page.forms["approve"] = ActForm(request.POST, auto_id="approve_%s")
        ask_for_button(page.forms["approve"])
    return page.show()
