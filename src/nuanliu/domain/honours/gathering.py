"""What happened in a year, gathered from the live tables into plain rows. Read once, at the freeze."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from nuanliu.domain.alliance.models import Redemption, Shop
from nuanliu.domain.alliance.types import ShopState
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.honours.types import SubjectKind
from nuanliu.domain.honours.years import COUNTS, year_bounds
from nuanliu.domain.integrity.conduct.policy import rules_of, score_at
from nuanliu.domain.integrity.conduct.queries import faults_of
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.standards.holidays import working_days_before
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.ids import derived_id

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject with its facts."""

    id: UUID
    facts: Row
    site_path: str
    unit_path: str = ""
    title: str = ""
    people: tuple[UUID, ...] = ()


@dataclass
class Gathered:
    """The year's rows by whom they are about."""

    standard: Standard
    visits: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """By helper."""
    voided: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """What counted against a helper's word in that year; the score is of the last day, whenever it happened."""
    scores: dict[UUID, int] = field(default_factory=dict)
    by_site: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_unit: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    voided_by_unit: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))
    redemptions: dict[UUID, list[Row]] = field(default_factory=lambda: defaultdict(list))


_FIELDS = (
    "id", "site_id", "volunteer_id", "unit_id", "state", "need__elder_id", "need__service__name", "ended_at",
    "counted_minutes", "face", "grade", "certified_at",
)  # fmt: skip


def gather(
    *, commendation_id: UUID, year: int, last_day: date, standard: Standard, only: UUID | None = None
) -> Gathered:
    """Every visit and redemption of the year until `last_day`, or the visits of `only` one helper.

    Old people are numbers made for this once.
    """
    since, until = year_bounds(year)[0], day_bounds(last_day)[1]
    found = Gathered(standard)
    legal = standard.days("site_decides_legal_working_days")
    kept = Visit.objects.filter(
        state__in=[*COUNTS, VisitState.VOIDED.value], ended_at__gte=since, ended_at__lt=until
    ).order_by("ended_at", "id")
    if only is not None:
        kept = kept.filter(volunteer_id=only)
    for visit in kept.values(*_FIELDS).iterator(chunk_size=2000):
        row: Row = {"id": str(visit["id"]), "day": local_date(visit["ended_at"]).isoformat()}
        helper, unit = visit["volunteer_id"], visit["unit_id"]
        if visit["state"] == VisitState.VOIDED:
            found.voided[helper].append(row)
            if unit:
                found.voided_by_unit[unit].append(row)
            continue
        decided = visit["certified_at"]
        row |= {
            "person": str(helper),
            "elder": derived_id(commendation_id, str(visit["need__elder_id"])).hex[:12],
            "service": visit["need__service__name"],
            "minutes": visit["counted_minutes"] or 0,
            "face": visit["face"],
            "grade": visit["grade"],
            "late": working_days_before(moment=decided, days=legal) > visit["ended_at"],
        }
        found.visits[helper].append(row)
        found.by_site[visit["site_id"]].append(row)
        if unit:
            found.by_unit[unit].append(row)
    _conduct(found, since, until, set(found.visits) if only is None else {only})
    if only is not None:
        return found
    for had in Redemption.objects.filter(day__gte=local_date(since), day__lte=last_day, undone_at=None).order_by(
        "day", "id"
    ):
        found.redemptions[had.shop_id].append({"id": str(had.id), "day": had.day.isoformat(), "title": had.title})
    return found


def _conduct(found: Gathered, since: datetime, until: datetime, people: set[UUID]) -> None:
    """What stands against these helpers, and the score that it comes to at the end."""
    rules = rules_of(standard=found.standard)
    for person, pairs in faults_of(people=people, until=until).items():
        faults = [fault for _mark, fault in pairs]
        found.scores[person] = score_at(faults=faults, rules=rules, now=until - timedelta(seconds=1))
        found.marks[person] = [
            {"id": str(mark.id), "day": local_date(mark.happened_at).isoformat(), "kind": mark.kind}
            for mark, _fault in pairs
            if mark.happened_at >= since
        ]


def subjects_of(*, kind: SubjectKind, found: Gathered) -> Iterator[Subject]:
    """Every subject of a kind that there is anything to say of, with its facts."""
    return {
        SubjectKind.VOLUNTEER: _volunteers,
        SubjectKind.BRANCH: _branches,
        SubjectKind.SHOP: _shops,
        SubjectKind.SITE: _sites,
        SubjectKind.FAMILY: _families,
    }[kind](found)


def _people(ids: set[UUID]) -> dict[UUID, Person]:
    rows = Person.objects.filter(pk__in=ids, closed_at=None).select_related("home_site", "branch")
    return {person.pk: person for person in rows}


def volunteer_facts(*, found: Gathered, person_id: UUID) -> Row:
    """The facts about one volunteer."""
    return {
        "visits": found.visits.get(person_id, []),
        "voided": found.voided.get(person_id, []),
        "marks": found.marks.get(person_id, []),
        "score": found.scores.get(person_id, found.standard.integer("score_start")),
    }


def _volunteers(found: Gathered) -> Iterator[Subject]:
    for pk, person in sorted(_people(set(found.visits)).items()):
        facts = volunteer_facts(found=found, person_id=pk)
        unit = person.branch.path if person.branch else ""
        yield Subject(pk, facts, person.home_site.path, unit, people=(pk,))


def _branches(found: Gathered) -> Iterator[Subject]:
    """A branch with all its teams; under whichever site or county it stands."""
    branches = list(Node.objects.filter(kind=NodeKind.BRANCH, closed_at=None).order_by("path"))
    paths = dict(Node.objects.filter(pk__in={*found.by_unit, *found.voided_by_unit}).values_list("pk", "path"))
    for branch in branches:
        own = [unit for unit, path in sorted(paths.items()) if path.startswith(branch.path)]
        facts = {
            "visits": _in_order(row for unit in own for row in found.by_unit.get(unit, [])),
            "voided": _in_order(row for unit in own for row in found.voided_by_unit.get(unit, [])),
        }
        yield Subject(branch.pk, facts, branch.path, branch.path, branch.name)


def _sites(found: Gathered) -> Iterator[Subject]:
    for site in sites().order_by("path"):
        yield Subject(site.pk, {"visits": found.by_site.get(site.pk, [])}, site.path, site.path, site.name)


def _shops(found: Gathered) -> Iterator[Subject]:
    for shop in Shop.objects.filter(state=ShopState.LIVE.value).select_related("node").order_by("node__path"):
        facts = {"redemptions": found.redemptions.get(shop.pk, [])}
        yield Subject(shop.pk, facts, shop.node.path, shop.node.path, shop.node.name)


def _families(found: Gathered) -> Iterator[Subject]:
    """Volunteers who are recorded kin of each other, as one household of the one with the lowest number."""
    people = _people(set(found.visits))
    group = {pk: pk for pk in people}

    def head(pk: UUID) -> UUID:
        while group[pk] != pk:
            pk = group[pk]
        return pk

    for one, other in Relation.objects.filter(person_id__in=people, relative_id__in=people).values_list(
        "person_id", "relative_id"
    ):
        low, high = sorted((head(one), head(other)))
        group[high] = low
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for pk in sorted(people):
        members[head(pk)].append(pk)
    for first, all_of_them in members.items():
        if len(all_of_them) > 1:
            facts = {
                "visits": _in_order(row for pk in all_of_them for row in found.visits[pk]),
                "voided": _in_order(row for pk in all_of_them for row in found.voided.get(pk, [])),
            }
            yield Subject(first, facts, people[first].home_site.path, people=tuple(all_of_them))


def _in_order(rows: Iterator[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["day"], row["id"]))
