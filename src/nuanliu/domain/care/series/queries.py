"""Reading series, wishes and pairs. Everything a person sees goes through here with the one who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries.needs import WITH_VISITS
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import ChangeAsked, FallbackTask, FirstAsked, Occurrence, Pair, Series, Wishes
from nuanliu.domain.care.series.types import LIVE_PAIR, LIVE_SERIES, FirstState, OccurrenceState, PairState, TaskState
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
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


def wishes_of(*, needs: Iterable[Need]) -> dict[UUID, Wishes]:
    """What is wished of the helpers of these needs, by need; those without a wish are not in it."""
    known = [(need.site_id, need.id) for need in needs]
    rows = Wishes.objects.filter(
        site_id__in={site for site, _need in known}, need_id__in=[need for _site, need in known]
    )
    return {row.need_id: row for row in rows}


def change_asked(*, visit: Visit) -> ChangeAsked | None:
    """What the helper still has to answer about a visit; None if nothing."""
    return ChangeAsked.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None).first()


def unanswered(*, need: Need) -> set[UUID]:
    """Visits of a need whose helpers have not answered to its change."""
    ids = [visit.id for visit in need.visits.all()]
    rows = ChangeAsked.objects.filter(site_id=need.site_id, visit_id__in=ids, answered_at=None)
    return set(rows.values_list("visit_id", flat=True))


def _pairs() -> QuerySet[Pair]:
    return Pair.objects.select_related("site", "elder__elder", "volunteer", "substitute")


def access_pair(*, actor: Actor, pair_id: UUID) -> Pair:
    """One pair. Raises NotVisible but for its two people, who may see for the old person, and the site's staff."""
    found = _pairs().filter(id=pair_id).first()
    if found is None:
        raise NotVisible
    is_staff = actor.may(Power.BOARD_SEE, path=found.site.path)
    is_side = acts_for_elder(actor=actor, elder_id=found.elder_id, power=ProxyPower.SEE)
    if not is_staff and not is_side and actor.id != found.volunteer_id:
        raise NotVisible
    return found


def pairs_of(*, person_id: UUID) -> list[Pair]:
    """The pairs of an old person or of a volunteer that stand or are asked for."""
    rows = _pairs().filter(Q(elder_id=person_id) | Q(volunteer_id=person_id))
    return list(rows.filter(state__in=[state.value for state in LIVE_PAIR]).order_by("asked_at", "id"))


def pairs_asked_of(*, elder_id: UUID) -> list[Pair]:
    """Pairings that wait for the old person's yes or no."""
    rows = _pairs().filter(elder_id=elder_id, state=PairState.ASKED.value, elder_agreed_at=None)
    return list(rows.order_by("asked_at", "id"))


def pairs_within(*, actor: Actor) -> QuerySet[Pair]:
    """All pairs of the sites whose board the actor may see."""
    return _pairs().filter(within(paths=actor.paths(Power.BOARD_SEE), column="site__path"))


_CAME = [state.value for state in (VisitState.SERVED, VisitState.CONFIRMED, VisitState.CERTIFIED, VisitState.CREDITED)]


def has_visited(*, volunteer_id: UUID, elder_id: UUID) -> bool:
    """Whether these two have met: she has helped her before."""
    return Visit.objects.filter(volunteer_id=volunteer_id, need__elder_id=elder_id, state__in=_CAME).exists()


def met_by(*, person_id: UUID, is_elder: bool, limit: int = 12) -> list[Person]:
    """Whom an old person's helpers, or a volunteer's old people, were: the last first, without her live pairs."""
    whom, other = ("need__elder_id", "volunteer_id") if is_elder else ("volunteer_id", "need__elder_id")
    rows = Visit.objects.filter(**{whom: person_id}, state__in=_CAME).order_by("-taken_at")
    seen = list(dict.fromkeys(rows.values_list(other, flat=True)[:200]))
    paired = {one.volunteer_id if is_elder else one.elder_id for one in pairs_of(person_id=person_id)}
    ids = [one for one in seen if one not in paired][:limit]
    people = {person.pk: person for person in Person.objects.filter(pk__in=ids, closed_at=None, died_on=None)}
    return [people[one] for one in ids if one in people]


def who_is_asked_first(*, elder_id: UUID, on: date) -> tuple[Pair, UUID] | None:
    """The pair whose turn it is on that day, and whom to ask: the helper, or who stands in for her."""
    states = [PairState.ACTIVE.value, PairState.PAUSED.value]
    for pair in _pairs().filter(elder_id=elder_id, state__in=states).order_by("asked_at", "id"):
        if pair.state == PairState.ACTIVE:
            return pair, pair.volunteer_id
        is_back = pair.paused_until is not None and on > pair.paused_until
        if is_back:
            return pair, pair.volunteer_id
        if pair.substitute_id is not None:
            return pair, pair.substitute_id
    return None


def asked_first(*, volunteer_id: UUID, now: datetime) -> QuerySet[FirstAsked]:
    """What this helper is asked before everybody, and may still take."""
    rows = FirstAsked.objects.filter(volunteer_id=volunteer_id, state=FirstState.WAITING.value, until__gt=now)
    return rows.filter(need__state="open").select_related("need__service", "need__elder", "need__site")


def kept_for(*, need: Need, now: datetime) -> UUID | None:
    """For whom a need is kept at `now`; None if anybody may take it."""
    rows = FirstAsked.objects.filter(site_id=need.site_id, need_id=need.id, state=FirstState.WAITING.value)
    return rows.filter(until__gt=now).values_list("volunteer_id", flat=True).first()


def _tasks() -> QuerySet[FallbackTask]:
    return FallbackTask.objects.select_related("need__service", "need__elder__elder", "site", "branch")


def access_task(*, actor: Actor, task_id: UUID) -> FallbackTask:
    """One task. Raises NotVisible but for the site's staff, and the branch that it was given to."""
    found = _tasks().filter(id=task_id).first()
    if found is None or not may_answer(actor=actor, task=found):
        raise NotVisible
    return found


def may_answer(*, actor: Actor, task: FallbackTask) -> bool:
    """Whether the task is the actor's, by an appointment at the site or at the branch."""
    if actor.may(Power.NEED_ASSIST, path=task.site.path):
        return True
    return task.branch is not None and actor.may(Power.BRANCH_SEE, path=task.branch.path)


def tasks_within(*, actor: Actor) -> QuerySet[FallbackTask]:
    """All tasks of the sites whose staff the actor belongs to, and of her branches."""
    sites = within(paths=actor.paths(Power.NEED_ASSIST), column="site__path")
    branches = within(paths=actor.paths(Power.BRANCH_SEE), column="branch__path")
    return _tasks().filter(sites | branches)


def unserved_between(*, paths: Iterable[str], since: datetime, until: datetime) -> dict[str, int]:
    """How the tasks raised in a time were answered below these paths: by state, none left out."""
    rows = FallbackTask.objects.filter(within(paths=paths, column="site__path"), raised_at__gte=since)
    counted = rows.filter(raised_at__lt=until).order_by().values_list("state").annotate(count=Count("id"))
    found = dict(counted)
    return {state.value: found.get(state.value, 0) for state in TaskState}
