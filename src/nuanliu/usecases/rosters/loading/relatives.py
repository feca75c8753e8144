"""Relatives become people with a kinship, and with the powers that the old person agreed to."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from nuanliu.domain.people.models import Person, Proxy, Relation
from nuanliu.domain.people.operations import agree_proxy, relate
from nuanliu.domain.people.types import Kinship
from nuanliu.platform.clock import day_bounds
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.relatives import RelativeRow
from nuanliu.usecases.rosters.loading.persons import Match, PersonFacts, Persons, outside
from nuanliu.usecases.rosters.loading.plans import Planned, planned, refused
from nuanliu.usecases.rosters.spec import Finding, error
from nuanliu.usecases.rosters.types import Row


def plan_relatives(rows: Sequence[Row[RelativeRow]], ground: Ground) -> list[Planned]:
    """The old person must be registered; the relative is registered here if need be."""
    elders = {row.number: _elder_facts(row.value) for row in rows}
    relatives = {row.number: PersonFacts.of(row.value, site="") for row in rows}
    persons = Persons.find([*elders.values(), *relatives.values()], ground)
    known = [one.pk for one in map(persons.person_of, elders.values()) if one is not None]
    kin: dict[tuple[UUID, UUID | None], str] = {
        (one.person_id, one.relative_id): one.kinship
        for part in chunks(known)
        for one in Relation.objects.filter(person_id__in=part)
    }
    proxies: dict[tuple[UUID, UUID | None], Proxy] = {
        (one.elder_id, one.relative_id): one
        for part in chunks(known)
        for one in Proxy.objects.filter(elder_id__in=part, withdrawn_at=None)
    }
    return [_plan(row, elders[row.number], relatives[row.number], persons, kin, proxies, ground) for row in rows]


def _elder_facts(value: RelativeRow) -> PersonFacts:
    return PersonFacts(name=value.elder_name, identity=value.elder_identity, phone=value.elder_phone, site="")


def _plan(  # noqa: PLR0917 (one row and what it is held against)
    row: Row[RelativeRow],
    elder_facts: PersonFacts,
    facts: PersonFacts,
    persons: Persons,
    kin: Mapping[tuple[UUID, UUID | None], str],
    proxies: Mapping[tuple[UUID, UUID | None], Proxy],
    ground: Ground,
) -> Planned:
    value = row.value
    person, match = persons.person_of(elder_facts), persons.match(facts)
    elder = getattr(person, "elder", None) if person else None
    if person is None or elder is None:
        return refused(row.number, error("elder_name", "person_unknown"))
    troubles = _troubles(value, person, match, kin, ground)
    if troubles:
        return refused(row.number, *troubles)

    def write() -> None:
        relative = persons.write(facts, home=person.home_site)
        relate(person=person, relative=relative, kinship=Kinship(value.kinship), at=ground.now)
        if value.powers and value.agreed_on:
            agreed = day_bounds(value.agreed_on)[0]
            agree_proxy(elder=elder, relative=relative, powers=list(value.powers), how=value.how, at=agreed)

    pair = (person.pk, match.person_id)
    changed = list(match.changed)
    proxy = proxies.get(pair)
    if value.powers and (proxy is None or tuple(proxy.powers) != value.powers or proxy.how != value.how):
        changed.append("powers")
    return planned(row.number, is_new=pair not in kin, changed=changed, write=write)


def _troubles(
    value: RelativeRow, person: Person, match: Match, kin: Mapping[tuple[UUID, UUID | None], str], ground: Ground
) -> list[Finding]:
    """What stands against this row."""
    beyond = outside(ground, person.home_site.code, ("elder_name",))
    troubles = [*match.findings, *([beyond] if beyond else [])]
    if person.name != value.elder_name:
        troubles.append(error("elder_name", "elder_name_differs"))
    if match.person_id == person.pk:
        troubles.append(error("name", "kin_self"))
    if kin.get((person.pk, match.person_id), value.kinship) != value.kinship:
        troubles.append(error("kinship", "kinship_differs"))
    return troubles
