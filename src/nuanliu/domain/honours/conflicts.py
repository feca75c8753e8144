"""Whom a member of the committee may not score: oneself, kin, the own branch or unit, whom one has nominated."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.honours.models import Frozen, Nomination
from nuanliu.domain.honours.types import PEOPLE, Conflict, SubjectKind
from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.types import BUREAU_ROLES
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import kin_of


@dataclass(frozen=True, slots=True)
class Member:
    """What of a member decides: who she is, who is kin, where she belongs or holds a post, whom she put forward."""

    id: UUID
    kin: Collection[UUID] = ()
    units: Collection[str] = ()
    """Paths of her branch and of the places where she holds a post (posts of the bureau left out)."""
    home: str = ""
    """Path of her home site: it counts when sites are compared, not for every neighbour."""
    nominated: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What of a candidate decides. `people`: herself, the family, or who holds the posts of a unit."""

    kind: SubjectKind
    subject: UUID
    people: Collection[UUID]
    site_path: str
    unit_path: str


def conflict_between(*, member: Member, about: About) -> Conflict | None:
    """Why this member may not score this candidate; None if she may."""
    if member.id in about.people:
        return Conflict.ONESELF if about.kind in PEOPLE else Conflict.OWN_UNIT
    if not set(member.kin).isdisjoint(about.people):
        return Conflict.KIN
    if _is_own_unit(member, about):
        return Conflict.OWN_UNIT
    whom = {about.subject, *(about.people if about.kind in PEOPLE else ())}
    if not set(member.nominated).isdisjoint(whom):
        return Conflict.NOMINATED
    return None


def _is_own_unit(member: Member, about: About) -> bool:
    """Her unit above, at or below the candidate's; or, where sites are compared, the one where she lives."""
    above = any(path.startswith(unit) for unit in member.units for path in (about.unit_path, about.site_path) if path)
    below = bool(about.unit_path) and any(unit.startswith(about.unit_path) for unit in member.units)
    return above or below or (about.kind is SubjectKind.SITE and about.site_path == member.home)


def member_of(*, person_id: UUID, commendation_id: UUID) -> Member:
    """A member as she is now; four queries."""
    person = Person.objects.select_related("branch", "home_site").get(pk=person_id)
    posts = Appointment.objects.filter(holder_id=person_id, ended_at=None).exclude(
        role__in=[role.value for role in BUREAU_ROLES]
    )
    units = set(posts.values_list("node__path", flat=True))
    if person.branch is not None:
        units.add(person.branch.path)
    said = Nomination.objects.filter(by_id=person_id, withdrawn_at=None, category__commendation_id=commendation_id)
    return Member(
        id=person_id,
        kin=kin_of(person=person_id),
        units=units,
        home=person.home_site.path,
        nominated=set(said.values_list("subject_id", flat=True)),
    )


def abouts(*, rows: Sequence[Frozen]) -> dict[UUID, About]:
    """The candidates as they are now, by frozen row; one query. The rows come with their category."""
    units = [row.subject_id for row in rows if SubjectKind(row.category.kind) not in PEOPLE]
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    posts = Appointment.objects.filter(node_id__in=units, ended_at=None).exclude(
        role__in=[role.value for role in BUREAU_ROLES]
    )
    for node, holder in posts.values_list("node_id", "holder_id"):
        holders[node].add(holder)
    return {row.pk: _about(row, holders) for row in rows}


def _about(row: Frozen, holders: dict[UUID, set[UUID]]) -> About:
    kind = SubjectKind(row.category.kind)
    people = {UUID(one) for one in row.people} if kind in PEOPLE else holders[row.subject_id]
    return About(kind, row.subject_id, people, row.site_path, row.unit_path)
