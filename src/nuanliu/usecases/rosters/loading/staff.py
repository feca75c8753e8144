"""Staff become people with appointments."""

from collections.abc import Sequence
from uuid import UUID

from nuanliu.domain.network.models import Appointment, Login, Node
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import BUREAU_ROLES, Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import day_bounds
from nuanliu.usecases.fill_posts import refusal_to_appoint
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.staff import StaffRow
from nuanliu.usecases.rosters.loading.persons import PersonFacts, Persons
from nuanliu.usecases.rosters.loading.plans import Planned, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row


def plan_staff(rows: Sequence[Row[StaffRow]], ground: Ground) -> list[Planned]:
    """One person however many rows; one appointment a row."""
    facts = {row.number: PersonFacts.of(row.value, site="") for row in rows}
    persons = Persons.find(facts.values(), ground)
    people = [person.pk for person in (persons.person_of(one) for one in facts.values()) if person is not None]
    held = {
        (one.holder_id, one.node_id, one.role)
        for part in chunks(people)
        for one in Appointment.objects.filter(holder_id__in=part, ended_at=None)
    }
    wanted = [row.value.username for row in rows if row.value.username]
    apart = _two_bureau_powers(rows)
    names = {login.username: login.pk for part in chunks(wanted) for login in Login.objects.filter(username__in=part)}
    return [
        refused(row.number, error("role", "powers_apart"))
        if row.value.identity in apart and Role(row.value.role) in BUREAU_ROLES
        else _plan(row, facts[row.number], persons, held, names, ground)
        for row in rows
    ]


def _two_bureau_powers(rows: Sequence[Row[StaffRow]]) -> set[str]:
    """Identity numbers of those to whom one file would give two of the three bureau powers."""
    given: dict[str, set[str]] = {}
    for row in rows:
        if Role(row.value.role) in BUREAU_ROLES:
            given.setdefault(row.value.identity, set()).add(row.value.role)
    return {identity for identity, roles in given.items() if len(roles) > 1}


def _plan(  # noqa: PLR0917 (one row and what it is held against)
    row: Row[StaffRow],
    facts: PersonFacts,
    persons: Persons,
    held: set[tuple[UUID, UUID, str]],
    names: dict[str, UUID],
    ground: Ground,
) -> Planned:
    value = row.value
    node = ground.nodes[value.node]
    if not ground.may_load(node):
        return refused(row.number, error("node", "outside_reach", site=node.name[:40]))
    match = persons.match(facts)
    if match.findings:
        return refused(row.number, *match.findings)
    if match.person is not None and (match.person.pk, node.pk, value.role) not in held:
        refusal = refusal_to_appoint(actor=ground.actor, holder=match.person.pk, node=node, role=Role(value.role))
        if refusal is not None:
            return refused(row.number, error("role", refusal.code))
    if value.username and names.get(value.username, match.person_id) != match.person_id:
        return refused(row.number, error("username", "username_taken", value=value.username))

    def write() -> None:
        person = persons.write(facts, home=_home(node, ground))
        _name_login(person, value.username)
        since = day_bounds(value.since)[0] if value.since else ground.now
        appoint(holder=person.login, node=node, role=Role(value.role), at=since, actor_id=ground.actor.id)

    changed = list(match.changed)
    if match.person is not None:
        if value.username and match.person.login.username != value.username:
            changed.append("username")
        if (match.person.pk, node.pk, value.role) not in held:
            changed.append("role")
    return planned(row.number, is_new=match.person is None, changed=changed, write=write)


def _home(node: Node, ground: Ground) -> Node:
    """The site that a post belongs to: the nearest above, or the post's own node where there is none."""
    above = [ground.nodes[code] for code in node.path.split("/") if code in ground.nodes]
    return next((one for one in reversed(above) if one.is_site), node)


def _name_login(person: Person, username: str) -> None:
    if username and person.login.username != username:
        person.login.username = username
        person.login.save(update_fields=["username"])
