"""Moving series and pairs through their states. Called by use cases, inside their transaction, on locked rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import ChangeAsked, FirstAsked, Occurrence, Pair, Series, Wishes
from nuanliu.domain.care.series.types import (
    PAIR_STEPS,
    SERIES_STEPS,
    FirstState,
    ForWhom,
    OccurrenceState,
    PairState,
    SeriesState,
)
from nuanliu.domain.network.types import Actor
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id


class UnableToStepSeries(Unable):
    """The series or pair does not stand where this can be done."""


def lock_series(*, series_id: UUID) -> Series:
    """The series, locked until the transaction ends. Raises NotVisible if there is none."""
    site = Series.objects.filter(id=series_id).values_list("site_id", flat=True).first()
    if site is None:
        raise NotVisible
    rows = Series.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("site", "service", "elder__elder").get(site_id=site, id=series_id)


def lock_pair(*, pair_id: UUID) -> Pair:
    """The pair, locked until the transaction ends. Raises NotVisible if there is none."""
    site = Pair.objects.filter(id=pair_id).values_list("site_id", flat=True).first()
    if site is None:
        raise NotVisible
    rows = Pair.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("site", "elder__elder", "volunteer").get(site_id=site, id=pair_id)


def step_series(*, series: Series, to: SeriesState, **changes: Any) -> None:
    """Write the new state and whatever changes with it. Raises UnableToStepSeries if the step does not exist."""
    if to not in SERIES_STEPS[SeriesState(series.state)]:
        raise UnableToStepSeries("series_not_so_far", _("这件每周的事现在不能这样办，请刷新页面看看。"))
    write_row(series, state=to.value, **changes)


def step_pair(*, pair: Pair, to: PairState, **changes: Any) -> None:
    """Write the new state and whatever changes with it. Raises UnableToStepSeries if the step does not exist."""
    if to not in PAIR_STEPS[PairState(pair.state)]:
        raise UnableToStepSeries("pair_not_so_far", _("这对结对现在不能这样办，请刷新页面看看。"))
    write_row(pair, state=to.value, **changes)


def write_row(row: Series | Pair, **changes: Any) -> None:
    """Write just these columns."""
    type(row).objects.filter(site_id=row.site_id, id=row.id).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


def occurrence_id(*, series: Series, day: date) -> UUID:
    """The id of the occurrence of that day, and of its need: whoever makes it makes the same."""
    return derived_id(series.id, "occurrence", day.isoformat(), str(series.revision))


def keep_occurrence(*, series: Series, day: date, at: datetime, need: Need | None = None, skipped: str = "") -> None:
    """Write down what became of one day."""
    state = OccurrenceState.SKIPPED if need is None else OccurrenceState.MADE
    Occurrence.objects.create(
        site_id=series.site_id,
        id=occurrence_id(series=series, day=day),
        series_id=series.id,
        day=day,
        state=state.value,
        skipped=skipped,
        need_id=need.id if need else None,
        made_at=at,
    )


def withdraw_occurrences(*, series: Series, since: date, now: datetime) -> list[UUID]:
    """Days from `since` that have not begun may come again; gives the needs that stood for them."""
    rows = Occurrence.objects.filter(site_id=series.site_id, series_id=series.id, day__gte=since)
    rows = rows.exclude(state=OccurrenceState.WITHDRAWN.value).order_by("day")
    ahead = list(rows.filter(Q(need_id=None) | Q(need__starts_at__gt=now)).values_list("id", "need_id"))
    rows.filter(id__in=[one for one, _need in ahead]).update(state=OccurrenceState.WITHDRAWN.value)
    return [need_id for _one, need_id in ahead if need_id is not None]


def write_wishes(*, need: Need, codes: Sequence[str], for_whom: str, place: str = "") -> None:
    """What is wished of the helper, for whom the help is, and where; nothing is written where nothing is special."""
    if not codes and for_whom == ForWhom.HERSELF and not place:
        Wishes.objects.filter(site_id=need.site_id, need_id=need.id).delete()
        return
    values = {"codes": list(codes), "for_whom": for_whom, "place": place}
    Wishes.objects.update_or_create(site_id=need.site_id, need_id=need.id, defaults=values)


def ask_about_change(*, visit: Visit, need: Need, starts_at: datetime, minutes: int, at: datetime) -> None:
    """The helper is to say whether the change suits her; what it was at first stays until she has answered."""
    known = ChangeAsked.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None)
    if known.update(asked_at=at):
        return
    values = {
        "old_starts_at": starts_at,
        "old_minutes": minutes,
        "asked_at": at,
        "answered_at": None,
        "is_agreed": None,
    }
    ChangeAsked.objects.update_or_create(site_id=need.site_id, visit_id=visit.id, defaults=values)


def ask_first(*, need: Need, volunteer_id: UUID, pair_id: UUID, at: datetime, until: datetime) -> None:
    """One helper has this need to herself until a moment. Asking another takes the place of the first."""
    values = {
        "volunteer_id": volunteer_id,
        "pair_id": pair_id,
        "asked_at": at,
        "until": until,
        "state": FirstState.WAITING.value,
    }
    FirstAsked.objects.update_or_create(site_id=need.site_id, need_id=need.id, defaults=values)


def answer_first(*, need: Need, state: FirstState) -> None:
    """She who was asked first took it, or lets others have it. The need's row is locked."""
    asked = FirstAsked.objects.filter(site_id=need.site_id, need_id=need.id, state=FirstState.WAITING.value)
    asked.update(state=state.value)


def note_row(
    *,
    action: str,
    row: Series | Pair,
    actor: Actor,
    at: datetime,
    role: str = "",
    on_behalf_of: UUID | None = None,
    reason: str = "",
    **details: object,
) -> None:
    """Append the audit event of something that was done to a series or a pair."""
    record(
        action=action,
        subject_type=type(row).__name__.lower(),
        subject_id=row.id,
        occurred_at=at,
        actor_id=actor.id,
        actor_role="system" if actor.is_system else role,
        on_behalf_of=on_behalf_of,
        site_id=row.site_id,
        reason=reason,
        details=details,
    )
