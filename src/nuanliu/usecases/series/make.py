"""Occurrences of a series are ordinary needs, made some days ahead, each once, however often it is tried."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.series.models import Occurrence, Series
from nuanliu.domain.care.series.operations import (
    keep_occurrence,
    lock_series,
    note_row,
    occurrence_id,
    step_series,
    write_row,
    write_wishes,
)
from nuanliu.domain.care.series.rules import days_of, is_left_out, rule_of, starts_on
from nuanliu.domain.care.series.types import OccurrenceState, SeriesState, Skipped
from nuanliu.domain.care.types import Channel, Payer
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.people.models import Elder
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.pairing.first import offer_first
from nuanliu.usecases.placing import Asker, Plan, insist_on_enough, plan_of, write_need
from nuanliu.usecases.publishing import publish
from nuanliu.usecases.rest_account import insist_present

ENDED_ITSELF = "到期"
"""Why a series that ran its time is over: kept as it was said, like any reason a clerk writes."""
GONE = "老人不在了"

_log = logging.getLogger(__name__)


def make_occurrences(*, now: datetime, limit: int = 500) -> int:
    """Make what is near, let pauses end, end what is over. Returns how many needs were made."""
    furthest = local_date(now) + timedelta(days=standard_in_force(at=now).days("series_horizon_days"))
    running = Series.objects.filter(state=SeriesState.ACTIVE.value, made_until__lt=furthest)
    paused = Series.objects.filter(state=SeriesState.PAUSED.value, resumes_on__lte=local_date(now))
    ids = [*running.order_by("made_until", "id").values_list("id", flat=True)[:limit]]
    ids += paused.order_by("resumes_on", "id").values_list("id", flat=True)[:limit]
    return sum(_make_one(series_id, now) for series_id in ids)


def _make_one(series_id: UUID, now: datetime) -> int:
    """One series; what the rules refuse is left for the next night, so that it stops no other."""
    try:
        return _swept(series_id=series_id, now=now)
    except Unable as refusal:
        _log.warning("series %s: %s", series_id, refusal.code)
        return 0


@repeated
def _swept(*, series_id: UUID, now: datetime) -> int:
    with durable():
        series = lock_series(series_id=series_id)
        today = local_date(now)
        if series.state == SeriesState.PAUSED and series.resumes_on is not None and series.resumes_on <= today:
            run_again(series=series, now=now)
        if series.state != SeriesState.ACTIVE:
            return 0
        is_gone = series.elder.died_on is not None or series.elder.closed_at is not None
        if is_gone or series.last_day < today:
            reason = GONE if is_gone else ENDED_ITSELF
            step_series(series=series, to=SeriesState.ENDED, reason=reason)
            note_row(action="series.ended", row=series, actor=SYSTEM, at=now, reason=reason)
            return 0
        return make_due(series=series, now=now)


def run_again(*, series: Series, now: datetime, actor: Actor = SYSTEM) -> None:
    """A paused series runs again from today, under new ids. Inside the caller's transaction, the row locked."""
    yesterday = local_date(now) - timedelta(days=1)
    step_series(
        series=series,
        to=SeriesState.ACTIVE,
        reason="",
        resumes_on=None,
        revision=series.revision + 1,
        made_until=max(yesterday, series.first_day - timedelta(days=1)),
    )
    note_row(action="series.resumed", row=series, actor=actor, at=now)


def make_due(*, series: Series, now: datetime) -> int:
    """Make what comes within the Standard's days. Inside the caller's transaction, the series' row locked."""
    standard = standard_in_force(at=now, site=series.site_id)
    until = min(local_date(now) + timedelta(days=standard.days("series_horizon_days")), series.last_day)
    lead = timedelta(hours=standard.hours("urgent_lead_hours"))
    rule, made = rule_of(series=series), _made(series)
    count, last = 0, None
    for day in days_of(rule=rule, first=series.made_until + timedelta(days=1), last=until):
        if rule.times is not None and made >= rule.times:
            break
        if starts_on(series=series, day=day) < now + lead:
            continue
        if is_left_out(rule=rule, day=day):
            keep_occurrence(series=series, day=day, at=now, skipped=Skipped.HOLIDAY.value)
            continue
        is_made = _make_day(series, day, now)
        count, made, last = count + is_made, made + is_made, day
    changes = {"made_until": max(until, series.made_until)}
    if rule.times is not None and made >= rule.times and last is not None:
        changes["last_day"] = last
    write_row(series, **changes)
    return count


def _made(series: Series) -> int:
    rows = Occurrence.objects.filter(site_id=series.site_id, series_id=series.id)
    return rows.filter(state=OccurrenceState.MADE.value).count()


def _make_day(series: Series, day: date, now: datetime) -> bool:
    """The need of one day, or a line that says why there is none."""
    elder = Elder.objects.select_related("person__home_site").get(pk=series.elder_id)
    starts_at = starts_on(series=series, day=day)
    asker = Asker(
        who=series.placed_by,
        channel=Channel(series.channel),
        role="series",
        on_behalf_of=series.elder_id,
        publishes=True,
        is_staff=True,
    )
    try:
        insist_present(person_id=elder.pk)
        plan = plan_of(
            elder=elder,
            asker=asker,
            service_code=series.service.code,
            starts_at=starts_at,
            minutes=series.planned_minutes,
            now=now,
            payer=Payer(series.payer) if series.payer else None,
        )
    except Unable as refusal:
        keep_occurrence(series=series, day=day, at=now, skipped=refusal.code[:20])
        return False
    need = write_need(
        identity=occurrence_id(series=series, day=day),
        elder=elder,
        asker=asker,
        plan=_affordable(elder, plan, series.planned_minutes),
        starts_at=starts_at,
        minutes=series.planned_minutes,
        note=series.note,
        now=now,
    )
    write_wishes(need=need, codes=series.wishes, for_whom=series.for_whom)
    keep_occurrence(series=series, day=day, at=now, need=need)
    care.note(
        action="need.placed",
        subject=need,
        actor=SYSTEM,
        at=now,
        on_behalf_of=series.elder_id,
        series=str(series.id),
        service=plan.service.code,
    )
    publish(need=need, actor=SYSTEM, role="series", now=now)
    care.change(need, reviewed_by=series.approved_by)
    offer_first(need=need, now=now)
    return True


def _affordable(elder: Elder, plan: Plan, minutes: int) -> Plan:
    """The site pays when what was to pay does not suffice this time: she is not refused for it."""
    try:
        insist_on_enough(elder=elder, plan=plan, minutes=minutes * plan.helpers)
    except Unable:
        return Plan(plan.service, plan.helpers, Payer.WELFARE, plan.is_urgent)
    return plan
