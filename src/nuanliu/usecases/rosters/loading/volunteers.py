"""Volunteers become people with a volunteer's entry, free times and an open book."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nuanliu.domain.network.operations import next_number
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import FreeTime, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import local_date
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.volunteers import VolunteerRow
from nuanliu.usecases.rosters.loading.persons import PersonFacts, Persons, outside
from nuanliu.usecases.rosters.loading.plans import Planned, differing, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row

SAID = (
    "languages",
    "reach_metres",
    "default_choice",
    "trained_on",
    "insured_until",
    "declared_on",
    "health_declared_on",
)


def plan_volunteers(rows: Sequence[Row[VolunteerRow]], ground: Ground) -> list[Planned]:
    """Who is listed with training and declaration done may be asked at once; the others are applying."""
    facts = {row.number: PersonFacts.of(row.value) for row in rows}
    persons = Persons.find(facts.values(), ground)
    numbers = [row.value.number for row in rows if row.value.number]
    taken = {
        number: person
        for part in chunks(numbers)
        for number, person in Volunteer.objects.filter(number__in=part).values_list("number", "person_id")
    }
    free = _free_times([person.pk for person in map(persons.person_of, facts.values()) if person is not None])
    return [_plan(row, facts[row.number], persons, taken, free, ground) for row in rows]


def _free_times(people: Sequence[UUID]) -> dict[UUID, list[tuple[int, int, int]]]:
    found: dict[UUID, list[tuple[int, int, int]]] = {}
    for part in chunks(people):
        rows = FreeTime.objects.filter(volunteer_id__in=part).order_by("weekday", "from_minute")
        for row in rows:
            found.setdefault(row.volunteer_id, []).append((row.weekday, row.from_minute, row.to_minute))
    return found


def _plan(  # noqa: PLR0917 (one row and what it is held against)
    row: Row[VolunteerRow],
    facts: PersonFacts,
    persons: Persons,
    taken: dict[str, UUID],
    free: dict[UUID, list[tuple[int, int, int]]],
    ground: Ground,
) -> Planned:
    value = row.value
    trouble = outside(ground, value.site)
    if trouble:
        return refused(row.number, trouble)
    match = persons.match(facts)
    if match.findings:
        return refused(row.number, *match.findings)
    if value.number and taken.get(value.number, match.person_id) != match.person_id:
        return refused(row.number, error("number", "number_taken", value=value.number))
    stands = getattr(match.person, "volunteer", None) if match.person else None
    wanted = _wanted(value, stands)
    if stands is None and ground.is_own_or_kin(match.person_id):
        return refused(row.number, error("name", "own_or_kin_row"))

    def write() -> None:
        home = ground.nodes[value.site]
        person = persons.write(facts, home=home)
        open_savings(holder=Holder(person.pk, person.home_site_id), at=ground.now)
        entry = stands or Volunteer(
            person=person,
            number=value.number or f"{home.code[:11]}-{next_number(site=home.pk, series='volunteer'):04d}",
            joined_on=value.joined_on or local_date(ground.now),
            state=VolunteerState.ACTIVE if value.trained_on and value.declared_on else VolunteerState.APPLYING,
        )
        for name, said in wanted.items():
            setattr(entry, name, said)
        entry.save()
        if value.free_times:
            FreeTime.objects.filter(volunteer=entry).delete()
            FreeTime.objects.bulk_create(
                [FreeTime(volunteer=entry, weekday=day, from_minute=a, to_minute=b) for day, a, b in value.free_times]
            )

    changed = list(match.changed)
    if stands is not None:
        changed += differing({name: getattr(stands, name) for name in wanted}, wanted)
        if value.free_times and free.get(stands.pk, []) != list(value.free_times):
            changed.append("free_times")
    return planned(row.number, is_new=stands is None, changed=changed, write=write)


RENEWED = ("trained_on", "insured_until", "declared_on", "health_declared_on")
"""Dates that are renewed in the house: an older file never takes a later one back."""


def _wanted(value: VolunteerRow, stands: Volunteer | None) -> dict[str, Any]:
    """What the row says of the volunteer; blanks leave what is stored."""
    said: dict[str, Any] = {name: getattr(value, name) for name in SAID if getattr(value, name) not in ("", None, ())}
    if "languages" in said:
        said["languages"] = list(value.languages)
    skills = [*value.skills, *([value.five_elders] if value.five_elders else [])]
    if skills:
        said["skills"] = skills
    if value.number:
        said["number"] = value.number
    if value.joined_on:
        said["joined_on"] = value.joined_on
    for name in RENEWED:
        stored = getattr(stands, name, None)
        if stored is not None and name in said and stored > said[name]:
            del said[name]
    return said
