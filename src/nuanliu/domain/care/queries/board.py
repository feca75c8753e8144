"""The desk's today board: what has to be done, in the order in which it hurts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries.needs import needs_within
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard

PREVIEW = 8
"""Rows a column shows on the board before its own page."""


@dataclass(frozen=True, slots=True)
class Column:
    """One stack of work. `rows` are the first few; `late` is how many of all are overdue."""

    code: str
    label: Promise
    count: int
    rows: list[Any]
    late: int


def _visits_within(actor: Actor) -> QuerySet[Visit]:
    reach = Q(site_id__in=[])
    for path in actor.paths(Power.BOARD_SEE):
        reach |= Q(site__path__startswith=path)
    return Visit.objects.filter(reach).select_related("need__service", "need__elder", "volunteer", "site")


def working_days_before(*, moment: datetime, days: int) -> datetime:
    """The same time of day, `days` working days (Monday to Friday) earlier."""
    while days:
        moment -= timedelta(days=1)
        if moment.weekday() < 5:
            days -= 1
    return moment


def _late_needs(now: datetime, standard: Standard) -> Q:
    fallback = standard.span("fallback_hours_before")
    return (
        Q(state=NeedState.SUBMITTED, review_by__lt=now)
        | Q(state=NeedState.OPEN, starts_at__lt=now + fallback)
        | Q(state=NeedState.UNSERVED)
        | Q(state=NeedState.DISPUTED)
        | Q(state=NeedState.MATCHED, starts_at__lt=now - standard.span("check_in_late_alert_min"))
        | Q(state=NeedState.SERVING, ends_at__lt=now - standard.span("check_out_late_alert_min"))
    )


def _late_visits(now: datetime, standard: Standard) -> Q:
    asked = now - standard.span("elder_confirm_hours")
    decided = working_days_before(moment=now, days=standard.days("site_decides_working_days"))
    return Q(state=VisitState.SERVED, ended_at__lt=asked) | Q(state=VisitState.CONFIRMED, confirmed_at__lt=decided)


def _late(actor: Actor, now: datetime) -> QuerySet[Need]:
    standard = standard_in_force(at=now)
    stuck = _visits_within(actor).filter(_late_visits(now, standard)).order_by()
    return (
        needs_within(actor=actor)
        .filter(_late_needs(now, standard) | Q(id__in=stuck.values("need_id")))
        .order_by("starts_at", "id")
    )


def _needs(*states: NeedState) -> Callable[[Actor, datetime], QuerySet[Need]]:
    codes = [state.value for state in states]

    def rows(actor: Actor, _now: datetime) -> QuerySet[Need]:
        return needs_within(actor=actor).filter(state__in=codes).order_by("starts_at", "id")

    return rows


def _visits(state: VisitState, order: str) -> Callable[[Actor, datetime], QuerySet[Visit]]:
    def rows(actor: Actor, _now: datetime) -> QuerySet[Visit]:
        return _visits_within(actor).filter(state=state).order_by(F(order).asc(nulls_first=True), "id")

    return rows


_COLUMNS: dict[str, tuple[Promise, Callable[[Actor, datetime], QuerySet[Any]]]] = {
    "late": (_("已经晚了"), _late),
    "review": (_("等审核"), _needs(NeedState.SUBMITTED)),
    "waiting": (_("等人接单"), _needs(NeedState.OPEN)),
    "matched": (_("已有人接"), _needs(NeedState.MATCHED)),
    "serving": (_("服务中"), _needs(NeedState.SERVING)),
    "confirm": (_("等老人确认"), _visits(VisitState.SERVED, "ended_at")),
    "certify": (_("等认定"), _visits(VisitState.CONFIRMED, "confirmed_at")),
}


def board_column(*, actor: Actor, code: str, now: datetime) -> QuerySet[Any]:
    """All rows of one column: needs, or visits for `confirm` and `certify`. KeyError for an unknown code."""
    return _COLUMNS[code][1](actor, now)


def board(*, actor: Actor, now: datetime) -> list[Column]:
    """Every column with its count and first rows; two queries a column whatever the number of rows."""
    standard = standard_in_force(at=now)
    late = {"needs": _late_needs(now, standard), "visits": _late_visits(now, standard)}
    columns = []
    for code, (label, source) in _COLUMNS.items():
        rows = source(actor, now)
        condition = late["visits"] if rows.model is Visit else late["needs"]
        count = rows.count()
        overdue = count if code == "late" else rows.filter(condition).count()
        columns.append(Column(code, label, count, list(rows[:PREVIEW]), overdue))
    return columns


def column_labels() -> dict[str, Promise]:
    """What each column is called, in the order of the board."""
    return {code: label for code, (label, _source) in _COLUMNS.items()}
