"""Help of every week: asking for it in one page, and the page of it with its pause, its change and its end."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.series.models import Series
from nuanliu.domain.care.series.queries import Coming, access_series, occurrences_of
from nuanliu.domain.care.series.types import LIVE_SERIES, SeriesState, Until
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.portals.arranging.asking import Asking, asking_in, note_key
from nuanliu.portals.arranging.placing import CHANGES, note_of
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing
from nuanliu.portals.arranging.weekly_forms import ChangeForm
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.weekly import every_week, spring_festival, weekdays_in_words
from nuanliu.usecases.series.change import NewRule, change_series, end_series, pause_series, resume_series
from nuanliu.usecases.series.place import Wanted, place_series

TEN = 10
SHOWN = 4
PAUSES = {"14": gettext_lazy("停两个星期"), "30": gettext_lazy("停一个月"), "": gettext_lazy("我说了再来")}
HOUR, NEXT = timedelta(hours=1), timedelta(days=1)
EARLIEST, LATEST = 7, 18


class UntilForm(ActForm):
    """How long it goes on."""

    until = forms.ChoiceField(label=gettext_lazy("到什么时候？"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, spring = self.fields["until"], spring_festival(now=now)
        choices: list[tuple[str, Any]] = [(Until.OPEN.value, _("一直来，不要了再说"))]
        if spring is not None:
            choices.append((Until.FESTIVAL.value, _("到春节（%(day)s）") % {"day": words.day(spring)}))
        choices.append((Until.TEN.value, _("来 10 次")))
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        self.spring = spring


def check(request: HouseRequest, side: Side) -> HttpResponse:
    """Everything once more, with how long it goes on; pressing sets it down."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    starts_at = asking.answers.starts_at
    if not asking.service or starts_at is None or asking.answers.again:
        return see_other(asking.onward())
    token = derived_id(asking.answers.token(note=_word(asking)), "weekly")
    form = UntilForm(sent(request), now=request.now, initial={"token": token, "until": Until.OPEN.value})
    if request.method == "POST" and form.is_valid():
        try:
            series = place_series(
                actor=side.actor,
                elder_id=side.elder.pk,
                wanted=_wanted(asking, form, starts_at),
                token=derived_id(form.cleaned_data["token"], form.cleaned_data["until"]),
                now=request.now,
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(note_key(side), None)
            return see_other(side.url("series", series_id=series.id))
    day = local_date(starts_at)
    context = {
        "form": form,
        "asking": asking,
        "token": token,
        "when": every_week([day.isoweekday()], time(asking.answers.hour or 0)),
        "first": day,
        "change": {name: asking.url(page) for name, page in CHANGES.items()},
        "back": asking.url("ask-day"),
    }
    return show(request, side, "arranging/weekly_check.html", context)


def _word(asking: Asking) -> str:
    return note_of(asking) if asking.answers.word else ""


def _wanted(asking: Asking, form: UntilForm, starts_at: datetime) -> Wanted:
    until, day = form.cleaned_data["until"], local_date(starts_at)
    if asking.service is None:
        raise NotVisible
    return Wanted(
        service_code=asking.service.code,
        weekdays=(day.isoweekday(),),
        at=time(asking.answers.hour or 0),
        minutes=asking.minutes,
        first_day=day,
        last_day=form.spring if until == Until.FESTIVAL else None,
        times=TEN if until == Until.TEN else None,
        payer=Payer(asking.answers.payer) if asking.answers.payer else None,
        note=_word(asking),
    )


def series_here(side: Side, series_id: UUID) -> Series:
    """This old person's series. Raises NotVisible for anybody else's."""
    found = access_series(actor=side.actor, series_id=series_id)
    if found.elder_id != side.elder.pk:
        raise NotVisible
    return found


def series(request: HouseRequest, side: Side, series_id: UUID) -> HttpResponse:
    """When it comes, what comes next, and what can be done; POST starts a paused one again."""
    side.insist(ProxyPower.SEE)
    found = series_here(side, series_id)
    form = ActForm(sent(request))
    if request.method == "POST" and side.may_ask and form.is_valid():
        try:
            resume_series(actor=side.actor, series_id=series_id, now=request.now)
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(side.url("series", series_id=series_id))
    coming = occurrences_of(series=found, since=local_date(request.now), limit=SHOWN)
    context = {
        "form": form,
        "series": found,
        "coming": [(one, _standing(request, side, one)) for one in coming],
        "is_live": found.state in LIVE_SERIES,
        "is_running": found.state == SeriesState.ACTIVE,
        "is_paused": found.state == SeriesState.PAUSED,
        "is_waiting": found.state == SeriesState.SUBMITTED,
        "urls": {act: side.url(f"series-{act}", series_id=series_id) for act in ("change", "pause", "end")},
        "back": side.url("arrangements"),
    }
    return show(request, side, "arranging/series.html", context)


def _standing(request: HouseRequest, side: Side, one: Coming) -> Standing | None:
    return Standing(one.need, request.now, href=side.url("need", need_id=one.need.id)) if one.need else None


def _nearby(found: Series) -> dict[str, NewRule]:
    """An hour earlier or later, a day earlier or later, as far as people are visited then."""
    hour, minute = divmod(found.start_minute, 60)
    days = tuple(found.weekdays)
    moved = {
        "hour-before": (days, hour - 1),
        "hour-after": (days, hour + 1),
        "day-before": (tuple(sorted((day - 2) % 7 + 1 for day in days)), hour),
        "day-after": (tuple(sorted(day % 7 + 1 for day in days)), hour),
    }
    return {
        code: NewRule(
            weekdays=weekdays,
            at=time(at, minute),
            minutes=found.planned_minutes,
            last_day=found.last_day,
            note=found.note,
        )
        for code, (weekdays, at) in moved.items()
        if EARLIEST <= at <= LATEST and (weekdays != days or at != hour)
    }


def change(request: HouseRequest, side: Side, series_id: UUID) -> HttpResponse:
    """An hour or a day to the side, from the next one on; anything else is a matter for the telephone."""
    side.insist(ProxyPower.ASK)
    found = series_here(side, series_id)
    nearby = _nearby(found)
    form = ChangeForm(sent(request), choices=nearby)

    def act() -> object:
        rule = nearby[form.cleaned_data["step"]]
        return change_series(
            actor=side.actor, series_id=series_id, since=local_date(request.now) + NEXT, rule=rule, now=request.now
        )

    return _one_question(request, side, found, form, act, "arranging/series_change.html")


class PauseForm(ActForm):
    """For how long nobody comes."""

    pause = forms.ChoiceField(
        label=gettext_lazy("停多久？"), widget=forms.RadioSelect, choices=list(PAUSES.items()), required=False
    )


def pause(request: HouseRequest, side: Side, series_id: UUID) -> HttpResponse:
    """Nobody comes for a while."""
    side.insist(ProxyPower.ASK)
    form = PauseForm(sent(request), initial={"pause": "14"})

    def act() -> object:
        length = form.cleaned_data["pause"]
        resumes_on = local_date(request.now) + timedelta(days=int(length)) if length else None
        return pause_series(actor=side.actor, series_id=series_id, resumes_on=resumes_on, now=request.now)

    return _one_question(request, side, series_here(side, series_id), form, act, "arranging/series_pause.html")


class EndForm(ActForm):
    """From which one on."""

    since = forms.ChoiceField(label=gettext_lazy("从哪一次起不要？"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["since"]
        if isinstance(field, forms.ChoiceField):
            later = [(day.isoformat(), _("%(day)s起不要，前面的还来") % {"day": words.day(day)}) for day in days[1:3]]
            field.choices = [("", _("都不要了")), *later]


def end(request: HouseRequest, side: Side, series_id: UUID) -> HttpResponse:
    """Nobody comes any more: altogether, or from one of the next on."""
    side.insist(ProxyPower.ASK)
    found = series_here(side, series_id)
    coming = occurrences_of(series=found, since=local_date(request.now), limit=SHOWN)
    form = EndForm(sent(request), days=[one.day for one in coming if one.need])

    def act() -> object:
        since = form.cleaned_data["since"]
        reason = _("老人自己取消") if side.is_herself else _("家人取消")
        day = date.fromisoformat(since) if since else None
        return end_series(actor=side.actor, series_id=series_id, since=day, reason=reason, now=request.now)

    return _one_question(request, side, found, form, act, "arranging/series_end.html")


def _one_question(  # noqa: PLR0917
    request: HouseRequest, side: Side, found: Series, form: ActForm, act: Callable[[], object], template: str
) -> HttpResponse:
    here = side.url("series", series_id=found.id)
    if request.method != "POST" and found.state not in LIVE_SERIES:
        return see_other(here)
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(here)
    return show(
        request,
        side,
        template,
        {"form": form, "series": found, "days": weekdays_in_words(found.weekdays), "back": here},
    )
