"""A need of every week is asked for by the old person, her family or a clerk; the site looks at it once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.care.series.models import Series
from nuanliu.domain.care.series.operations import lock_series, note_row, step_series
from nuanliu.domain.care.series.rules import Rule, first_days
from nuanliu.domain.care.series.types import ForWhom, SeriesState, Wish
from nuanliu.domain.care.types import Channel, Payer
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.placing import asker_of, by_night, check_minutes, check_wishes, elder_of, service_named
from nuanliu.usecases.rest_account import insist_present
from nuanliu.usecases.series.make import make_due

READ_BACK = 3
"""How many of the first days are read back."""


class UnableToPlaceSeries(Unable):
    """It cannot be set down like this; `field` says which answer to change."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for. `payer` None: each time what is usual on that day."""

    service_code: str
    weekdays: tuple[int, ...]
    at: time
    minutes: int
    first_day: date | None = None
    last_day: date | None = None
    times: int | None = None
    skips_holidays: bool = True
    payer: Payer | None = None
    note: str = ""
    wishes: tuple[Wish, ...] = ()
    for_whom: ForWhom = ForWhom.HERSELF


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What it comes to, to be read back."""

    service: Service
    rule: Rule
    first: list[date]


def plan_series(*, actor: Actor, elder_id: UUID, wanted: Wanted, now: datetime) -> SeriesPlan:
    """The checks of `place_series`; nothing is written. Raises UnableToPlaceSeries, UnableToPlaceNeed, NotVisible."""
    elder = elder_of(elder_id=elder_id)
    asker = asker_of(actor=actor, elder=elder)
    standard = standard_in_force(at=now, site=elder.person.home_site_id)
    return _plan(wanted, standard, now, site_id=elder.person.home_site_id, is_staff=asker.is_staff)


@repeated
def place_series(
    *, actor: Actor, elder_id: UUID, wanted: Wanted, token: UUID, now: datetime, channel: Channel | None = None
) -> Series:
    """Set down a need of every week. What staff of the site set down runs at once; else the site looks at it first.

    The same token finds the first one. Raises UnableToPlaceSeries, UnableToPlaceNeed, NotVisible.
    """
    with durable():
        elder = elder_of(elder_id=elder_id)
        asker = asker_of(actor=actor, elder=elder, channel=channel)
        site, identity = elder.person.home_site, derived_id(token, "series")
        known = Series.objects.filter(site_id=site.pk, id=identity).select_related("service").first()
        if known is not None:
            return _replayed(known, elder_id)
        insist_present(person_id=elder.pk)
        check_wishes(wishes=wanted.wishes)
        standard = standard_in_force(at=now, site=site.pk)
        plan = _plan(wanted, standard, now, site_id=site.pk, is_staff=asker.is_staff)
        series = Series.objects.create(
            site=site,
            id=identity,
            elder=elder.person,
            service=plan.service,
            state=SeriesState.SUBMITTED,
            weekdays=list(plan.rule.weekdays),
            start_minute=wanted.at.hour * 60 + wanted.at.minute,
            planned_minutes=wanted.minutes,
            first_day=plan.rule.first_day,
            last_day=plan.rule.last_day,
            times=wanted.times,
            skips_holidays=wanted.skips_holidays,
            payer=wanted.payer or "",
            channel=asker.channel,
            note=wanted.note,
            wishes=[wish.value for wish in wanted.wishes],
            for_whom=wanted.for_whom,
            placed_by=asker.who,
            placed_at=now,
            made_until=plan.rule.first_day - timedelta(days=1),
        )
        note_row(
            action="series.placed",
            row=series,
            actor=actor,
            at=now,
            role=asker.role,
            on_behalf_of=asker.on_behalf_of,
            service=plan.service.code,
        )
        if asker.publishes:
            _approve(series, actor, asker.role, now)
        return series


@repeated
def review_series(*, actor: Actor, series_id: UUID, approve: bool, now: datetime, reason: str = "") -> Series:
    """The site looks at it once: it runs, or it does not, for a reason. Deciding the same again changes nothing.

    Raises UnableToPlaceSeries, UnableToStepSeries, NotVisible.
    """
    with durable():
        series = lock_series(series_id=series_id)
        if not actor.may(Power.NEED_REVIEW, path=series.site.path):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={series.elder_id}):
            raise UnableToPlaceSeries("own_or_kin", _("自己或家人的需求要请同事审核。"))
        if series.state == (SeriesState.ACTIVE if approve else SeriesState.REFUSED):
            return series
        role = actor.role_for(Power.NEED_REVIEW, path=series.site.path)
        if approve:
            _approve(series, actor, role, now)
            return series
        if not reason.strip():
            raise UnableToPlaceSeries("no_reason", _("请写明为什么，老人会看到。"), field="reason")
        step_series(series=series, to=SeriesState.REFUSED, reason=reason.strip())
        note_row(action="series.refused", row=series, actor=actor, at=now, role=role, reason=reason.strip())
        _tell(series, NoticeKind.SERIES_REFUSED, now, reason=reason.strip())
        return series


def _approve(series: Series, actor: Actor, role: str, now: datetime) -> None:
    step_series(series=series, to=SeriesState.ACTIVE, approved_by=actor.id)
    note_row(action="series.approved", row=series, actor=actor, at=now, role=role)
    make_due(series=series, now=now)
    _tell(series, NoticeKind.SERIES_SET, now)


def _tell(series: Series, kind: NoticeKind, now: datetime, **params: str) -> None:
    service = {"service": series.service.name, "service_en": series.service.name_en}
    tell_of_standing(person=series.elder, kind=kind, subject=series.id, at=now, **service, **params)


def _replayed(known: Series, elder_id: UUID) -> Series:
    if known.elder_id != elder_id:
        raise UnableToPlaceSeries("token_used", _("这张单子已经提交过了，请重新打开页面。"))
    return known


def _plan(wanted: Wanted, standard: Standard, now: datetime, *, site_id: UUID, is_staff: bool) -> SeriesPlan:
    service = service_named(code=wanted.service_code, site_id=site_id)
    check_minutes(minutes=wanted.minutes, service=service, standard=standard)
    if not wanted.weekdays:
        raise UnableToPlaceSeries("no_weekday", _("请选每周哪几天。"), field="when")
    if night := by_night(at=wanted.at, standard=standard):
        raise UnableToPlaceSeries("at_night", night, field="when")
    if wanted.payer is Payer.POOL:
        raise UnableToPlaceSeries("not_from_pool", _("每周的事不能用爱心池，请改由社区出。"), field="payer")
    lead = timedelta(hours=standard.hours("urgent_lead_hours" if is_staff else "lead_time_hours"))
    first = _first_day(wanted, now + lead)
    longest = first + timedelta(days=standard.days("series_longest_days"))
    last = wanted.last_day or longest
    if last > longest:
        words = _("每周的事一次最长排 %(days)d 天，到期再续。") % {"days": standard.days("series_longest_days")}
        raise UnableToPlaceSeries("too_long", words, field="when")
    rule = Rule(tuple(sorted(set(wanted.weekdays))), first, max(first, last), wanted.skips_holidays, wanted.times)
    found = first_days(rule=rule, count=READ_BACK)
    if last < first or not found:
        raise UnableToPlaceSeries("no_day_left", _("到那天为止，一次也排不上。请改晚一点。"), field="when")
    return SeriesPlan(service, rule, found)


def _first_day(wanted: Wanted, earliest: datetime) -> date:
    """The first day on which help may still be asked for at that hour."""
    day = max(wanted.first_day or local_date(earliest), local_date(earliest))
    while day.isoweekday() not in wanted.weekdays or at(day, wanted.at.hour, wanted.at.minute) < earliest:
        day += timedelta(days=1)
    return day
