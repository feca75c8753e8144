"""A run as pages show it: its visits by day and by helper, who is not served, what became of the invitations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Need
from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.dispatch.types import ChosenState
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.typed import tidy_text
from nuanliu.usecases.matching.ranking import about
from nuanliu.usecases.matching.types import Hindrance, Suited

_MOST_FOUND = 6


@dataclass(slots=True)
class Chosen:
    """One helper of one need, how she stands in it, and what was answered."""

    visit: RunVisit
    mark: str = ""
    answer: str = ""


@dataclass(slots=True)
class Line:
    """One need of a run with those who go."""

    row: RunNeed
    need: Need
    chosen: list[Chosen] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it can be ticked: somebody is proposed and not yet asked."""
        return any(one.visit.state == ChosenState.PROPOSED for one in self.chosen)


@dataclass(slots=True)
class HelperLine:
    """One helper of a run with where she goes."""

    person: Person
    minutes: int
    visits: list[RunVisit]


def needs_of_day(*, run: Run, day: int) -> QuerySet[RunNeed]:
    """The needs of one day (1 is Monday) to which somebody goes, in the order of the day."""
    begin = at(run.week + timedelta(days=day - 1), 0)
    rows = RunNeed.objects.filter(run=run, reason="", starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))
    return rows.order_by("starts_at", "need_id")


def unserved_of(*, run: Run) -> QuerySet[RunNeed]:
    """The needs to which nobody goes; those worth most first."""
    return RunNeed.objects.filter(run=run).exclude(reason="").order_by("-price", "starts_at", "need_id")


def days_of(*, run: Run) -> list[tuple[int, int]]:
    """(day, how many needs somebody goes to) of the whole week."""
    moments = RunNeed.objects.filter(run=run, reason="").values_list("starts_at", flat=True)
    counts: dict[int, int] = defaultdict(int)
    for moment in moments:
        counts[(moment - at(run.week, 0)).days + 1] += 1
    return [(day, counts[day]) for day in range(1, 8)]


def lines_of(*, run: Run, rows: Sequence[RunNeed]) -> list[Line]:
    """These needs with old person, service and helpers, in the same order."""
    ids, sites = [row.need_id for row in rows], {row.site_id for row in rows}
    needs = Need.objects.filter(site_id__in=sites, id__in=ids).select_related("service", "elder", "site")
    known = {need.id: need for need in needs}
    lines = {row.need_id: Line(row, known[row.need_id]) for row in rows if row.need_id in known}
    marks = {(str(what), str(who)): str(kind) for kind, what, who in run.marks}
    answers = _answers(run, sites, ids)
    visits = RunVisit.objects.filter(run=run, site_id__in=sites, need_id__in=ids).select_related("volunteer")
    for visit in visits.order_by("volunteer__name", "volunteer_id"):
        key = visit.need_id, visit.volunteer_id
        mark = marks.get((str(visit.need_id), str(visit.volunteer_id)), "")
        if visit.need_id in lines:
            lines[visit.need_id].chosen.append(Chosen(visit, mark, answers.get(key, "")))
    return list(lines.values())


def _answers(run: Run, sites: Collection[UUID], ids: Collection[UUID]) -> dict[tuple[UUID, UUID], str]:
    rows = Invitation.objects.filter(run_id=run.pk, site_id__in=sites, need_id__in=ids).order_by("asked_at", "id")
    return {(need, who): state for need, who, state in rows.values_list("need_id", "volunteer_id", "state")}


def helpers_of(*, run: Run) -> list[tuple[UUID, int]]:
    """(helper, minutes) of everybody who is proposed, who has most first."""
    rows = RunVisit.objects.filter(run=run).order_by().values_list("volunteer_id").annotate(minutes=Sum("minutes"))
    return sorted(rows, key=lambda one: (-one[1], str(one[0])))


def helper_lines(*, run: Run, found: Sequence[tuple[UUID, int]]) -> list[HelperLine]:
    """These helpers with their visits."""
    ids = [who for who, _minutes in found]
    people = Person.objects.select_related("volunteer").in_bulk(ids)
    visits: dict[UUID, list[RunVisit]] = defaultdict(list)
    rows = RunVisit.objects.filter(run=run, volunteer_id__in=ids).select_related("need__elder", "need__service")
    for visit in rows.order_by("starts_at", "need_id"):
        visits[visit.volunteer_id].append(visit)
    return [HelperLine(people[who], minutes, visits[who]) for who, minutes in found if who in people]


def line_of(*, run: Run, need_id: UUID) -> Line:
    """One need of a run. Raises NotVisible."""
    lines = lines_of(run=run, rows=list(RunNeed.objects.filter(run=run, need_id=need_id)))
    if not lines:
        raise NotVisible
    return lines[0]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who was looked at and does not go: the code why, and where she goes instead."""

    person: Person
    code: str
    instead: Need | None


def others_of(*, line: Line) -> list[Other]:
    """The nearest who do not go there, and why not."""
    said = [(UUID(who), str(code), UUID(instead) if instead else None) for who, code, instead in line.row.others]
    people = Person.objects.in_bulk([who for who, _code, _instead in said])
    elsewhere = [instead for _who, _code, instead in said if instead]
    sites = RunNeed.objects.filter(run_id=line.row.run_id, need_id__in=elsewhere).values_list("site_id", flat=True)
    rows = Need.objects.filter(site_id__in=set(sites), id__in=elsewhere).select_related("elder", "service")
    needs = {need.id: need for need in rows}
    return [
        Other(people[who], code, needs.get(instead) if instead else None)
        for who, code, instead in said
        if who in people
    ]


@dataclass(frozen=True, slots=True)
class Instead:
    """Somebody who could be put there: what hinders her, what it costs at most, and whom she would leave."""

    person: Person
    hindrances: tuple[object, ...]
    loss: int
    """Hundredths of points, at most: what is left is proposed anew and may make good for some of it."""
    leaves: RunVisit | None
    is_outside: bool
    """Whether she did not write that she is free then: the clerk may still put her there, but rings first."""


def meant(*, run: Run, text: str) -> list[Person]:
    """Active helpers of the run's place whom `text` means: a number, a name, initials."""
    wanted = tidy_text(text)[:60]
    rows = Person.objects.filter(home_site__path__startswith=run.scope.path, closed_at=None)
    rows = rows.filter(volunteer__state=VolunteerState.ACTIVE).select_related("volunteer")
    if not wanted:
        return []
    exact = list(rows.filter(volunteer__number__iexact=wanted)[:1])
    if exact:
        return exact
    if wanted.isascii() and wanted.isalpha():
        return list(rows.filter(pinyin__startswith=wanted.lower()).order_by("name", "pk")[:_MOST_FOUND])
    return list(rows.filter(name__contains=wanted).order_by("name", "pk")[:_MOST_FOUND])


def instead_of(*, run: Run, line: Line, people: Iterable[Person], now: datetime) -> list[Instead]:
    """What each of these would cost in the place of who is proposed."""
    chosen = [one.visit.volunteer for one in line.chosen]
    wanted = [one for one in people if one.pk not in {person.pk for person in chosen}]
    need = (
        Need.objects.select_related("service", "elder__elder", "site")
        .prefetch_related("visits")
        .get(site_id=line.need.site_id, id=line.need.id)
    )
    everybody = Person.objects.select_related("volunteer", "elder").filter(
        pk__in=[one.pk for one in [*chosen, *wanted]]
    )
    points = {one.person.pk: one for one in about(need=need, helpers=list(everybody), now=now)}
    best = min((points[person.pk].points for person in chosen if person.pk in points), default=0.0)
    leaves = _left(run, line, [one.pk for one in wanted])
    return [_instead(points[one.pk], best, leaves.get(one.pk)) for one in wanted if one.pk in points]


def _left(run: Run, line: Line, ids: list[UUID]) -> dict[UUID, RunVisit]:
    """Where each of these would be at that time."""
    rows = RunVisit.objects.filter(run=run, volunteer_id__in=ids).select_related("need__elder")
    begin, end = line.need.starts_at, line.need.ends_at
    return {
        visit.volunteer_id: visit
        for visit in rows.order_by("starts_at", "need_id")
        if visit.starts_at < end and visit.starts_at + timedelta(minutes=visit.minutes) > begin
    }


def _instead(one: Suited, best: float, leaves: RunVisit | None) -> Instead:
    lost = best - one.points
    left = sum(int(value) for _code, value in leaves.parts) if leaves else 0
    against = tuple(why for why in one.hindrances if why != Hindrance.ASKED_ENOUGH)
    return Instead(one.person, against, round(lost * 100) + left, leaves, one.is_free is not True)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What would be asked: how many visits, of how many helpers."""

    needs: list[UUID]
    visits: int
    helpers: int


def ticked(*, run: Run, needs: Collection[UUID] | None, now: datetime) -> Ticked:
    """What a confirmation of these needs, or of all, would send."""
    rows = RunVisit.objects.filter(run=run, state=ChosenState.PROPOSED.value, starts_at__gt=now)
    if needs is not None:
        rows = rows.filter(need_id__in=list(needs))
    said = rows.aggregate(visits=Count("need_id"), helpers=Count("volunteer_id", distinct=True))
    ids = sorted(set(rows.values_list("need_id", flat=True)), key=str) if needs is not None else []
    return Ticked(ids, said["visits"], said["helpers"])
