"""A need of every week changes: the hour or the days, from one occurrence on or altogether; a pause; an end."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.operations import lock_need
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import Series
from nuanliu.domain.care.series.operations import (
    lock_series,
    note_row,
    step_series,
    withdraw_occurrences,
    write_row,
)
from nuanliu.domain.care.series.types import SeriesState
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.cancel import call_off
from nuanliu.usecases.placing import by_night, check_minutes
from nuanliu.usecases.series.make import make_due, run_again

CHANGED = "每周的时间改了"
"""Why an occurrence that was arranged is called off: kept as it was said, like any reason a clerk writes."""
STILL_AHEAD = frozenset({NeedState.SUBMITTED, NeedState.RETURNED, NeedState.OPEN, NeedState.MATCHED})


class UnableToChangeSeries(Unable):
    """It cannot be changed like this; `field` says which answer to change."""


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """What it is to be from now on."""

    weekdays: tuple[int, ...]
    at: time
    minutes: int
    last_day: date
    note: str


def _open(actor: Actor, series_id: UUID) -> tuple[Series, str, bool]:
    """The series under its lock, the role of who acts, and whether that is staff. Raises NotVisible."""
    series = lock_series(series_id=series_id)
    if actor.may(Power.NEED_ASSIST, path=series.site.path):
        return series, actor.role_for(Power.NEED_ASSIST, path=series.site.path), True
    if not acts_for_elder(actor=actor, elder_id=series.elder_id, power=ProxyPower.ASK):
        raise NotVisible
    return series, "elder" if actor.id == series.elder_id else "family", False


@repeated
def change_series(*, actor: Actor, series_id: UUID, since: date, rule: NewRule, now: datetime) -> Series:
    """Another hour, other days, from the occurrence of `since` on: what was arranged from there is called off and told.

    The same again changes nothing. Raises UnableToChangeSeries, UnableToPlaceNeed, UnableToStepSeries, NotVisible.
    """
    with durable():
        series, role, is_staff = _open(actor, series_id)
        if _as_now(series) == rule:
            return series
        if series.state != SeriesState.ACTIVE:
            raise UnableToChangeSeries("not_running", _("这件每周的事现在没有在排，先恢复再改。"))
        since = max(since, local_date(now))
        _check(series, rule, since, now)
        _clear(series, actor, role, since, CHANGED, now)
        write_row(
            series,
            weekdays=list(rule.weekdays),
            start_minute=rule.at.hour * 60 + rule.at.minute,
            planned_minutes=rule.minutes,
            last_day=rule.last_day,
            note=rule.note,
            revision=series.revision + 1,
            made_until=max(since, series.first_day) - timedelta(days=1),
        )
        note_row(
            action="series.changed",
            row=series,
            actor=actor,
            at=now,
            role=role,
            on_behalf_of=series.elder_id if actor.id != series.elder_id else None,
            since=since.isoformat(),
            revision=series.revision,
        )
        make_due(series=series, now=now)
        if actor.id != series.elder_id or is_staff:
            _tell(series, NoticeKind.SERIES_CHANGED, now)
        return series


def _as_now(series: Series) -> NewRule:
    return NewRule(
        weekdays=tuple(series.weekdays),
        at=time(*divmod(series.start_minute, 60)),
        minutes=series.planned_minutes,
        last_day=series.last_day,
        note=series.note,
    )


def _check(series: Series, rule: NewRule, since: date, now: datetime) -> None:
    standard = standard_in_force(at=now, site=series.site_id)
    check_minutes(minutes=rule.minutes, service=series.service, standard=standard)
    if not rule.weekdays:
        raise UnableToChangeSeries("no_weekday", _("请选每周哪几天。"), field="weekdays")
    if night := by_night(at=rule.at, standard=standard):
        raise UnableToChangeSeries("at_night", night, field="at")
    longest = series.first_day + timedelta(days=standard.days("series_longest_days"))
    if rule.last_day > longest and rule.last_day > series.last_day:
        words = _("每周的事一次最长排 %(days)d 天，到期再续。") % {"days": standard.days("series_longest_days")}
        raise UnableToChangeSeries("too_long", words, field="last_day")
    if rule.last_day < max(since, series.first_day):
        raise UnableToChangeSeries("no_day_left", _("这一天已经过去了。要停，请按“不要了”。"), field="last_day")


@repeated
def pause_series(*, actor: Actor, series_id: UUID, resumes_on: date | None, now: datetime) -> Series:
    """Nobody comes until it is resumed, or until `resumes_on`. Pausing twice changes nothing.

    Raises UnableToChangeSeries, UnableToStepSeries, NotVisible.
    """
    with durable():
        series, role, _is_staff = _open(actor, series_id)
        if (series.state, series.resumes_on) == (SeriesState.PAUSED, resumes_on):
            return series
        today = local_date(now)
        if resumes_on is not None and resumes_on <= today:
            raise UnableToChangeSeries("in_the_past", _("请选以后的日子。"), field="resumes_on")
        step_series(series=series, to=SeriesState.PAUSED, resumes_on=resumes_on)
        _clear(series, actor, role, today, _PAUSED, now)
        until = resumes_on.isoformat() if resumes_on else ""
        note_row(action="series.paused", row=series, actor=actor, at=now, role=role, until=until)
        return series


_PAUSED = "老人先停一停"


@repeated
def resume_series(*, actor: Actor, series_id: UUID, now: datetime) -> Series:
    """It runs again from today. Resuming twice changes nothing. Raises UnableToStepSeries, NotVisible."""
    with durable():
        series, _role, _is_staff = _open(actor, series_id)
        if series.state == SeriesState.ACTIVE:
            return series
        run_again(series=series, now=now, actor=actor)
        make_due(series=series, now=now)
        return series


@repeated
def end_series(*, actor: Actor, series_id: UUID, since: date | None, reason: str, now: datetime) -> Series:
    """Nobody comes any more, from the occurrence of `since` on or from today. Ending twice changes nothing.

    Raises UnableToChangeSeries, UnableToStepSeries, NotVisible.
    """
    with durable():
        series, role, is_staff = _open(actor, series_id)
        if series.state == SeriesState.ENDED:
            return series
        if is_staff and not reason.strip():
            raise UnableToChangeSeries("no_reason", _("请写明取消的原因。"), field="reason")
        today = local_date(now)
        first = max(since or today, today)
        said = reason.strip()
        _clear(series, actor, role, first, said or CHANGED, now)
        if first <= max(today, series.first_day):
            step_series(series=series, to=SeriesState.ENDED, reason=said)
        else:
            write_row(series, last_day=first - timedelta(days=1), reason=said)
        note_row(
            action="series.ended",
            row=series,
            actor=actor,
            at=now,
            role=role,
            on_behalf_of=series.elder_id if actor.id != series.elder_id else None,
            reason=said,
            since=first.isoformat(),
        )
        if actor.id != series.elder_id:
            _tell(series, NoticeKind.SERIES_ENDED, now)
        return series


def _clear(series: Series, actor: Actor, role: str, since: date, reason: str, now: datetime) -> None:  # noqa: PLR0917
    """Call off what is arranged from `since` on and has not begun; those days may come again."""
    rows = Need.objects.filter(site_id=series.site_id, id__in=withdraw_occurrences(series=series, since=since, now=now))
    for need_id in rows.filter(starts_at__gt=now).order_by("id").values_list("id", flat=True):
        need = lock_need(need_id=need_id)
        if need.state in STILL_AHEAD:
            call_off(need=need, actor=actor, role=role, reason=reason, now=now)


def _tell(series: Series, kind: NoticeKind, now: datetime) -> None:
    service = {"service": series.service.name, "service_en": series.service.name_en}
    tell_of_standing(person=series.elder, kind=kind, subject=series.id, at=now, **service)
