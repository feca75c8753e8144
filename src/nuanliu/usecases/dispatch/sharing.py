"""Where helpers are missing, and whether the load is shared: for a site and for the bureau."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Sum

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import STANDING_VISIT
from nuanliu.domain.dispatch.models import Run, RunNeed
from nuanliu.domain.dispatch.types import RunState
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import local

DAYS = 28
SHOWN = 15
_NOON, _EVENING = 12, 17


@dataclass(frozen=True, slots=True)
class Missing:
    """Needs of one service's skill, at one place, in one part of the day, to which nobody goes."""

    site: Node
    skill: str
    part: str
    needs: int
    nobody_able: int
    """Of these the ones for which nobody at all has what it takes."""
    minutes: int


@dataclass(frozen=True, slots=True)
class Hole:
    """One place of the map."""

    site: Node
    needs: int


def latest_run(*, scope: Node) -> Run | None:
    """The newest proposal of a place."""
    rows = Run.objects.filter(scope=scope, state=RunState.DONE.value).select_related("scope")
    return rows.order_by("-asked_at", "pk").first()


def missing_in(*, run: Run) -> list[Missing]:
    """Where helpers are missing: skill by community by time of day, the most first."""
    rows = list(RunNeed.objects.filter(run=run).exclude(reason="").values_list("site_id", "need_id", "reason"))
    reasons = {need: reason for _site, need, reason in rows}
    sites = {site for site, _need, _reason in rows}
    needs = Need.objects.filter(site_id__in=sites, id__in=list(reasons)).select_related("service")
    found: dict[tuple[UUID, str, str], list[Need]] = defaultdict(list)
    for need in needs:
        found[need.site_id, need.service.skill, part_of(need.starts_at)].append(need)
    nodes = Node.objects.in_bulk(sites)
    lines = [
        Missing(
            nodes[site],
            skill,
            part,
            len(mine),
            sum(reasons[need.id] == "no_skill" for need in mine),
            sum(need.planned_minutes for need in mine),
        )
        for (site, skill, part), mine in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.needs, one.site.path, one.skill, one.part))


def holes_of(*, lines: Sequence[Missing]) -> list[Hole]:
    """The same by place, in the order of the tree."""
    counts: dict[Node, int] = defaultdict(int)
    for line in lines:
        counts[line.site] += line.needs
    return [Hole(site, counts[site]) for site in sorted(counts, key=lambda node: node.path)]


def part_of(moment: datetime) -> str:
    """morning, afternoon or evening."""
    hour = local(moment).hour
    return "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"


@dataclass(frozen=True, slots=True)
class Burden:
    """One helper: minutes of the last four weeks, how often she was asked, and when last."""

    person: Person
    minutes: int
    asked: int
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Load:
    """How the load of four weeks is shared."""

    helpers: int
    busiest: list[Burden]
    unasked: list[Burden]
    unasked_all: int
    gini: int
    """Hundredths: 0 if all give the same, 100 if one gives everything."""
    tenth: int
    """Percent of all minutes that the busiest tenth gives."""


def load_of(*, scope: Node, now: datetime) -> Load:
    """The active helpers of a place, the busiest and those whom nobody has asked."""
    since = now - timedelta(days=DAYS)
    people = Person.objects.filter(home_site__path__startswith=scope.path, closed_at=None)
    people = people.filter(volunteer__state=VolunteerState.ACTIVE)
    ids = list(people.order_by("pk").values_list("pk", flat=True))
    inside = {"volunteer__home_site__path__startswith": scope.path}
    visits = Visit.objects.filter(**inside, state__in=[state.value for state in STANDING_VISIT])
    gave = visits.filter(need__starts_at__gte=since, need__starts_at__lt=now).order_by().values_list("volunteer_id")
    minutes = dict(gave.annotate(sum=Sum("need__planned_minutes")))
    taken = dict(visits.order_by().values_list("volunteer_id").annotate(last=Max("taken_at")))
    asking = Invitation.objects.filter(**inside).order_by().values_list("volunteer_id")
    asked = dict(asking.filter(asked_at__gte=since).annotate(count=Count("id")))
    last = dict(asking.annotate(last=Max("asked_at")))
    heard = {one: max(filter(None, (taken.get(one), last.get(one))), default=None) for one in ids}
    busy = sorted((one for one in ids if minutes.get(one)), key=lambda one: (-minutes[one], str(one)))[:SHOWN]
    quiet = [one for one in ids if (moment := heard[one]) is None or moment < since]
    quiet.sort(key=lambda one: (heard[one] is not None, heard[one] or now, str(one)))
    known = Person.objects.select_related("volunteer").in_bulk([*busy, *quiet[:SHOWN]])

    def burden(one: UUID) -> Burden:
        return Burden(known[one], minutes.get(one, 0), asked.get(one, 0), heard[one])

    given = sorted(minutes.get(one, 0) for one in ids)
    return Load(
        len(ids),
        [burden(one) for one in busy],
        [burden(one) for one in quiet[:SHOWN]],
        len(quiet),
        gini_of(minutes=given),
        _tenth(given),
    )


def gini_of(*, minutes: Sequence[int]) -> int:
    """Inequality of these, in hundredths; nothing at all is shared equally."""
    ordered, total, count = sorted(minutes), sum(minutes), len(minutes)
    if not total:
        return 0
    return round(100 * sum((2 * place - count - 1) * one for place, one in enumerate(ordered, 1)) / (count * total))


def _tenth(ordered: Sequence[int]) -> int:
    total = sum(ordered)
    top = ordered[len(ordered) - max(1, len(ordered) // 10) :] if ordered else []
    return round(100 * sum(top) / total) if total else 0
