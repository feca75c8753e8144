"""Reading series, wishes and pairs. Everything a person sees goes through here with the one who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries.needs import WITH_VISITS
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import Occurrence, Series
from nuanliu.domain.care.series.types import LIVE_SERIES, OccurrenceState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible


def _series() -> QuerySet[Series]:
    return Series.objects.select_related("site", "service", "elder__elder")


def access_series(*, actor: Actor, series_id: UUID) -> Series:
    """One series. Raises NotVisible but for the old person, who may see for her, and the site's staff."""
    found = _series().filter(id=series_id).first()
    if found is None:
        raise NotVisible
    is_staff = actor.may(Power.BOARD_SEE, path=found.site.path)
    if not is_staff and not acts_for_elder(actor=actor, elder_id=found.elder_id, power=ProxyPower.SEE):
        raise NotVisible
    return found


def series_of(*, elder_id: UUID) -> list[Series]:
    """What of an old person comes again, or may: the newest first."""
    rows = _series().filter(elder_id=elder_id, state__in=[state.value for state in LIVE_SERIES])
    return list(rows.order_by("-placed_at", "id"))


def series_within(*, actor: Actor) -> QuerySet[Series]:
    """All series of the sites whose board the actor may see."""
    return _series().filter(within(paths=actor.paths(Power.BOARD_SEE), column="site__path"))


@dataclass(frozen=True, slots=True)
class Coming:
    """One day of a series: its need, or why there is none."""

    day: date
    need: Need | None
    skipped: str


def occurrences_of(*, series: Series, since: date | None = None, limit: int = 60) -> list[Coming]:
    """The days of a series that stand, from `since` on in their order, or all of them newest first."""
    rows = Occurrence.objects.filter(site_id=series.site_id, series_id=series.id)
    rows = rows.exclude(state=OccurrenceState.WITHDRAWN.value)
    ordered = rows.order_by("-day") if since is None else rows.filter(day__gte=since).order_by("day")
    found = list(ordered[:limit])
    ids = [one.need_id for one in found if one.need_id]
    known = Need.objects.filter(site_id=series.site_id, id__in=ids).select_related("service", "elder", "site")
    needs = {need.id: need for need in known.prefetch_related(WITH_VISITS)}
    return [Coming(one.day, needs.get(one.need_id) if one.need_id else None, one.skipped) for one in found]


def series_of_need(*, need: Need) -> Series | None:
    """The series that a need belongs to; None for one of its own."""
    found = Occurrence.objects.filter(site_id=need.site_id, need_id=need.id).values_list("series_id", flat=True)
    series_id = found.first()
    return _series().filter(site_id=need.site_id, id=series_id).first() if series_id else None
