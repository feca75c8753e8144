"""Old people become people with an elder's entry and an open book."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Elder, Person, Volunteer
from nuanliu.domain.people.operations import make_elder
from nuanliu.domain.people.queries import emergency_of, helper_note_of
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.elders import ElderRow, is_special
from nuanliu.usecases.rosters.loading.persons import PersonFacts, Persons, outside
from nuanliu.usecases.rosters.loading.plans import Planned, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row

HEADED = {"is_special": "circumstances", "emergency": "emergency_name"}


def plan_elders(rows: Sequence[Row[ElderRow]], ground: Ground) -> list[Planned]:
    """An old person's row says all that is known; a blank note or contact leaves the stored one."""
    facts = {row.number: PersonFacts.of(row.value) for row in rows}
    persons = Persons.find(facts.values(), ground)
    helpers = _helpers([row.value.regular_helper for row in rows if row.value.regular_helper])
    return [_plan(row, facts[row.number], persons, helpers, ground) for row in rows]


def _helpers(numbers: Sequence[str]) -> dict[str, UUID]:
    return {
        number: person
        for part in chunks(numbers)
        for number, person in Volunteer.objects.filter(number__in=part).values_list("number", "person_id")
    }


def _plan(
    row: Row[ElderRow], facts: PersonFacts, persons: Persons, helpers: dict[str, UUID], ground: Ground
) -> Planned:
    value = row.value
    trouble = outside(ground, value.site)
    if trouble:
        return refused(row.number, trouble)
    match = persons.match(facts)
    if match.findings:
        return refused(row.number, *match.findings)
    stands = getattr(match.person, "elder", None) if match.person else None
    stored = _stored(stands) if stands is not None else {}
    wanted = _wanted(value, stored)
    helper = helpers.get(value.regular_helper)
    if wanted["is_special"] != stored.get("is_special", False) and ground.is_own_or_kin(match.person_id):
        return refused(row.number, error("name", "own_or_kin_row"))

    def write() -> None:
        person = persons.write(facts, home=ground.nodes[value.site])
        open_savings(holder=Holder(person.pk, person.home_site_id), at=ground.now)
        _write_elder(person, wanted, ground)
        if helper is not None:
            Elder.objects.filter(pk=person.pk).update(regular_helper_id=helper)

    changed = list(match.changed)
    if stands is not None:
        changed += [HEADED.get(name, name) for name, said in wanted.items() if stored[name] != said]
        if helper is not None and stands.regular_helper_id != helper:
            changed.append("regular_helper")
    return planned(row.number, is_new=stands is None, changed=changed, write=write)


def _write_elder(person: Person, wanted: dict[str, Any], ground: Ground) -> None:
    make_elder(person=person, at=ground.now, **wanted)


def _emergency(value: ElderRow) -> str:
    return " ".join(part for part in (value.emergency_name, value.emergency_phone) if part)


def _wanted(value: ElderRow, stored: dict[str, Any]) -> dict[str, Any]:
    said = {
        "circumstances": list(value.circumstances),
        "languages": list(value.languages),
        "has_phone": bool(value.has_phone),
        "floor_and_stairs": value.floor_and_stairs,
        "helper_note": value.helper_note,
        "emergency": _emergency(value),
        "is_special": is_special(value.circumstances),
    }
    kept = ("languages", "floor_and_stairs", "helper_note", "emergency")
    return said | {name: stored[name] for name in kept if stored and not said[name]}


def _stored(elder: Elder) -> dict[str, Any]:
    return {
        "circumstances": elder.circumstances,
        "languages": elder.languages,
        "has_phone": elder.has_phone,
        "floor_and_stairs": elder.floor_and_stairs,
        "helper_note": helper_note_of(elder=elder),
        "emergency": emergency_of(elder=elder),
        "is_special": elder.is_special,
    }
