"""Reading marks: one's own in full, of others only what follows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.policy import Fault, Standing, rules_of, standing
from nuanliu.domain.integrity.conduct.types import COUNTS, MarkKind, MarkState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible

COUNTING = [state.value for state in sorted(COUNTS)]
_STOPS = Q(kind=MarkKind.ASKED_MONEY.value, state=MarkState.PROPOSED.value)
"""Whoever is said to have asked for money stops at once, before a second person has looked."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A helper who may not take needs now; why is for her and for who decides."""

    person: Person
    is_exited: bool
    until: datetime | None


def marks_of(*, person_id: UUID) -> list[Mark]:
    """Everything that was ever noted, the newest first."""
    return list(Mark.objects.filter(person_id=person_id).select_related("site").order_by("-happened_at", "-id"))


def faults_of(*, people: Collection[UUID], until: datetime | None = None) -> dict[UUID, list[tuple[Mark, Fault]]]:
    """What counts against helpers, by person, the oldest first; one query."""
    rows = Mark.objects.filter(Q(state__in=COUNTING) | _STOPS, person_id__in=people)
    rows = rows.exclude(kind=MarkKind.ELDER_ABSENT.value)
    if until is not None:
        rows = rows.filter(happened_at__lt=until)
    found: dict[UUID, list[tuple[Mark, Fault]]] = {}
    for mark in rows.order_by("happened_at", "id"):
        found.setdefault(mark.person_id, []).append((mark, Fault(MarkKind(mark.kind), mark.points, mark.happened_at)))
    return found


def standing_of(*, person_id: UUID, site_id: UUID, now: datetime) -> Standing:
    """How a helper stands, by the Standard of a site."""
    faults = [fault for _mark, fault in faults_of(people=[person_id]).get(person_id, [])]
    return standing(faults=faults, rules=rules_of(standard=standard_in_force(at=now, site=site_id)), now=now)


def resting_within(*, actor: Actor, now: datetime) -> list[Resting]:
    """Helpers of the actor's sites who may not take needs now. No score of anybody is told."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="person__home_site__path")
    rows = Mark.objects.filter(reach, Q(state__in=COUNTING) | _STOPS, person__closed_at=None)
    people = {mark.person_id: mark.person for mark in rows.select_related("person")}
    rules = rules_of(standard=standard_in_force(at=now))
    found = []
    for person_id, pairs in faults_of(people=people).items():
        stands = standing(faults=[fault for _mark, fault in pairs], rules=rules, now=now)
        if stands.is_paused:
            found.append(Resting(people[person_id], stands.is_exited, stands.paused_until))
    return sorted(found, key=lambda one: (one.person.name, one.person.pk))


def appeals_within(*, actor: Actor) -> QuerySet[Mark]:
    """Appeals that wait at the actor's sites, those that wait the longest first."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Mark.objects.filter(reach, state=MarkState.APPEALED.value)
    return rows.select_related("person", "site").order_by("appealed_at", "id")


def proposed_within(*, actor: Actor) -> QuerySet[Mark]:
    """Faults that wait for a second person at the actor's sites, those that wait the longest first."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Mark.objects.filter(reach, state=MarkState.PROPOSED.value)
    return rows.select_related("person", "site").order_by("noted_at", "id")


def false_hours_within(*, actor: Actor, since: datetime) -> list[Mark]:
    """Who gave false hours at the actor's sites, the newest first: what is told to all who work there."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Mark.objects.filter(reach, kind=MarkKind.FALSE_HOURS.value, state__in=COUNTING, seconded_at__gte=since)
    return list(rows.filter(person__closed_at=None).select_related("person", "site").order_by("-seconded_at", "id"))


def newest_false_hours(*, people: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these helpers was last found to have given false hours; one query."""
    rows = Mark.objects.filter(person_id__in=people, kind=MarkKind.FALSE_HOURS.value, state__in=COUNTING)
    pairs = rows.order_by("seconded_at").values_list("person_id", "seconded_at")
    return {person: at for person, at in pairs if at is not None}


def access_mark(*, actor: Actor, mark_id: UUID) -> Mark:
    """One mark, for whom it is about and for the desk of its site. Raises NotVisible."""
    found = Mark.objects.select_related("person", "site").filter(id=mark_id).first()
    if found is None or not (actor.id == found.person_id or actor.may(Power.BOARD_SEE, path=found.site.path)):
        raise NotVisible
    return found


def absences_of(*, person_id: UUID, now: datetime) -> int:
    """How often within a year an old person was not at home when somebody came, as far as it counts."""
    rows = Mark.objects.filter(person_id=person_id, kind=MarkKind.ELDER_ABSENT.value, state__in=COUNTING)
    return rows.filter(happened_at__gt=now - timedelta(days=365)).count()
