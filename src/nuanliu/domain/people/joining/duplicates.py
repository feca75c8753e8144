"""Who may be one person entered twice: the same name and telephone, and no birthday that says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Count

from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.models import Application, Merge
from nuanliu.domain.people.joining.queries import other_with_identity
from nuanliu.domain.people.joining.types import ApplicationState, MergeState
from nuanliu.domain.people.models import Person

MOST = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, the older first, and the proposal about them, if there is one."""

    kept: Person
    gone: Person
    merge: Merge | None


def pairs_within(*, actor: Actor) -> list[Pair]:
    """The pairs at the actor's sites that nobody has said to be two people, proposed ones first."""
    paths = (*actor.paths(Power.NEED_PLACE), *actor.paths(Power.JOINING_SAMPLE))
    reach = within(paths=paths, column="home_site__path")
    people = Person.objects.filter(reach, closed_at=None)
    found = {frozenset((one.pk, other.pk)): (one, other) for one, other in _alike(people)}
    for one, other in _by_identity(actor):
        found.setdefault(frozenset((one.pk, other.pk)), (one, other))
    ids = {person.pk for pair in found.values() for person in pair}
    merges = Merge.objects.filter(kept_id__in=ids, gone_id__in=ids).select_related("kept", "gone")
    known = {frozenset((merge.kept_id, merge.gone_id)): merge for merge in merges.order_by("proposed_at", "id")}
    pairs = [_pair(one, other, known.get(key)) for key, (one, other) in found.items()]
    standing = [pair for pair in pairs if pair.merge is None or pair.merge.state == MergeState.PROPOSED]
    return sorted(standing, key=lambda pair: (pair.merge is None, pair.kept.name, str(pair.kept.pk)))


def fuller_first(person: Person) -> tuple[bool, bool, datetime, str]:
    """To sort by: the entry to keep is the one with an identity number, else a volunteer's, else the older."""
    is_volunteer = getattr(person, "volunteer", None) is not None
    return person.identity_index is None, not is_volunteer, person.registered_at, str(person.pk)


def _pair(one: Person, other: Person, merge: Merge | None) -> Pair:
    if merge is None:
        one, other = sorted((one, other), key=fuller_first)
    if merge is not None and merge.kept_id == other.pk:
        one, other = other, one
    return Pair(one, other, merge)


def _alike(people: Any) -> Iterator[tuple[Person, Person]]:
    known = people.exclude(phone_index=None)
    twice = known.values("name", "phone_index").annotate(entries=Count("pk")).filter(entries__gt=1)[:MOST]
    names = {row["name"] for row in twice}
    groups: dict[tuple[str, bytes], list[Person]] = {}
    rows = known.filter(name__in=names).select_related("home_site", "volunteer").order_by("registered_at", "pk")
    for person in rows:
        groups.setdefault((person.name, bytes(person.phone_index)), []).append(person)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.birth_date is None or other.birth_date is None or one.birth_date == other.birth_date:
                yield one, other


def _by_identity(actor: Actor) -> Iterator[tuple[Person, Person]]:
    """Applicants whose identity number is entered for somebody else."""
    reach = within(paths=actor.paths(Power.PERSON_DECIDE), column="site__path")
    waiting = Application.objects.filter(reach, state=ApplicationState.SUBMITTED.value)
    for application in waiting.select_related("person__home_site").order_by("submitted_at", "id")[:MOST]:
        other = other_with_identity(application=application)
        if other is not None:
            yield other, application.person


def is_one_number(*, one: Person, other: Person) -> bool:
    """Whether an applicant among the two gave the identity number that is entered for the other."""
    waiting = Application.objects.filter(person__in=[one, other], state=ApplicationState.SUBMITTED.value)
    found = (other_with_identity(application=application) for application in waiting.select_related("person"))
    return any(person is not None and person.pk in {one.pk, other.pk} for person in found)
