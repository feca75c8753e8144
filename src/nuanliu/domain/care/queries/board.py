"""The desk's today board: what has to be done, in the order in which it hurts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries.needs import WITH_VISITS, needs_within
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.types import TaskState
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.holidays import working_days_before
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
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    return Visit.objects.filter(reach).select_related("need__service", "need__elder", "volunteer", "site")


def _late_needs(now: datetime, standard: Standard) -> Q:
    fallback = standard.span("fallback_hours_before")
    return (
        Q(state=NeedState.SUBMITTED, review_by__lt=now)
        | Q(state=NeedState.OPEN, starts_at__lt=now + fallback)
        | Q(state=NeedState.RETURNED, starts_at__lt=now)
        | (Q(state=NeedState.UNSERVED) & ~_answered())
        | Q(state=NeedState.DISPUTED)
        | Q(state=NeedState.MATCHED, starts_at__lt=now - standard.span("check_in_late_alert_min"))
        | Q(state=NeedState.SERVING, ends_at__lt=now - standard.span("check_out_late_alert_min"))
    )


def _answered() -> Exists:
    """Somebody has said why nobody went that time: it is counted, and nothing is left to do about it."""
    tasks = FallbackTask.objects.filter(site_id=OuterRef("site_id"), need_id=OuterRef("id"))
    return Exists(tasks.filter(starts_at=OuterRef("starts_at"), state=TaskState.UNSERVED.value))


def _late_visits(now: datetime, standard: Standard) -> Q:
    asked = now - standard.span("elder_confirm_hours")
    decided = working_days_before(moment=now, days=standard.days("site_decides_working_days"))
    return Q(state=VisitState.SERVED, ended_at__lt=asked) | Q(state=VisitState.CONFIRMED, confirmed_at__lt=decided)


_UNFINISHED = [
    state.value
    for state in NeedState
    if state not in {NeedState.CREDITED, NeedState.CERTIFIED, NeedState.CANCELLED, NeedState.VOIDED}
]
"""A need stands where the visit that is furthest behind stands, so whatever is late is in one of these."""


def _late(actor: Actor, now: datetime) -> QuerySet[Need]:
    standard = standard_in_force(at=now)
    stuck = _visits_within(actor).filter(_late_visits(now, standard)).order_by()
    return (
        needs_within(actor=actor)
        .filter(state__in=_UNFINISHED)
        .filter(_late_needs(now, standard) | Q(id__in=stuck.values("need_id")))
        .order_by("starts_at", "id")
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a column's rows come from: the needs or the visits in one state."""

    label: Promise
    state: NeedState | VisitState
    order: str

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """All of them, in the column's order."""
        if isinstance(self.state, NeedState):
            return needs_within(actor=actor).filter(state=self.state).order_by(self.order, "id")
        found = _visits_within(actor).filter(state=self.state)
        return found.order_by(F(self.order).asc(nulls_first=True), "id")


LATE = "late"
_LATE_LABEL = _("已经晚了")
_SOURCES = {
    "review": _Source(_("等审核"), NeedState.SUBMITTED, "starts_at"),
    "waiting": _Source(_("等人接单"), NeedState.OPEN, "starts_at"),
    "matched": _Source(_("已有人接"), NeedState.MATCHED, "starts_at"),
    "serving": _Source(_("服务中"), NeedState.SERVING, "starts_at"),
    "confirm": _Source(_("等老人确认"), VisitState.SERVED, "ended_at"),
    "certify": _Source(_("等认定"), VisitState.CONFIRMED, "confirmed_at"),
    "returned": _Source(_("退回等改"), NeedState.RETURNED, "starts_at"),
}


def board_column(*, actor: Actor, code: str, now: datetime) -> QuerySet[Any]:
    """All rows of one column: needs, or visits for `confirm` and `certify`. KeyError for an unknown code."""
    return _late(actor, now) if code == LATE else _SOURCES[code].rows(actor)


def board(*, actor: Actor, now: datetime) -> list[Column]:
    """Every column with its count and first rows; one query a column and a few beside, however many rows there are."""
    standard = standard_in_force(at=now)
    counts = {
        **_counts(needs_within(actor=actor), NeedState, _late_needs(now, standard)),
        **_counts(_visits_within(actor), VisitState, _late_visits(now, standard)),
    }
    late = board_column(actor=actor, code=LATE, now=now)
    how_many = late.count()
    columns = [Column(LATE, _LATE_LABEL, how_many, _first(late), how_many)]
    for code, source in _SOURCES.items():
        count, overdue = counts.get(source.state, (0, 0))
        columns.append(Column(code, source.label, count, _first(source.rows(actor)) if count else [], overdue))
    needs = [row for column in columns for row in column.rows if isinstance(row, Need)]
    prefetch_related_objects(needs, WITH_VISITS)
    return columns


def _first(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.prefetch_related(None)[:PREVIEW])


def _counts(
    rows: QuerySet[Any], states: type[NeedState | VisitState], late: Q
) -> dict[NeedState | VisitState, tuple[int, int]]:
    """How many there are in each state that has a column, and how many of those are late. What is done is not read."""
    shown = [source.state.value for source in _SOURCES.values() if isinstance(source.state, states)]
    counted = (
        rows.filter(state__in=shown)
        .order_by()
        .values_list("state")
        .annotate(all=Count("id"), late=Count("id", filter=late))
    )
    return {states(state): (count, overdue) for state, count, overdue in counted}


def column_labels() -> dict[str, Promise]:
    """What each column is called, in the order of the board."""
    return {LATE: _LATE_LABEL, **{code: source.label for code, source in _SOURCES.items()}}
