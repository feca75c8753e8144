"""What a secretary or team leader sees: members, pledge, this month's services, and needs that wait for the branch."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import UNIT_KINDS, Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.unit_figures import COUNTED, Served
from nuanliu.usecases.unit_page import members_of

NEEDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member and what she did this month, for whichever unit."""

    person: Person
    this_month: Served


def units_of(*, actor: Actor) -> list[Node]:
    """The branches and teams whose members the actor sees, the highest first."""
    reach = within(paths=actor.paths(Power.BRANCH_SEE))
    kinds = [kind.value for kind in UNIT_KINDS]
    return list(Node.objects.filter(reach, kind__in=kinds, closed_at=None).order_by("path"))


def access_branch(*, actor: Actor, node_id: UUID) -> Node:
    """A branch or team whose members the actor sees. Raises NotVisible."""
    node = Node.objects.select_related("parent").filter(pk=node_id, closed_at=None).first()
    if node is None or node.kind not in UNIT_KINDS or not actor.may(Power.BRANCH_SEE, path=node.path):
        raise NotVisible
    return node


def member_rows(*, people: list[Person], now: datetime) -> list[MemberRow]:
    """These members with their month, in one query."""
    since = at(local_date(now).replace(day=1), 0)
    visits = Visit.objects.filter(volunteer__in=people, state__in=COUNTED, ended_at__gte=since)
    rows = visits.values_list("volunteer_id").annotate(services=Count("id"), minutes=Sum("counted_minutes"))
    done = {person: Served(services, minutes or 0) for person, services, minutes in rows.order_by()}
    return [MemberRow(person, done.get(person.pk, Served())) for person in people]


def members_named(*, node: Node, text: str) -> QuerySet[Person]:
    """The members whose name or number says `text`."""
    rows = members_of(node=node)
    return rows.filter(Q(name__icontains=text) | Q(volunteer__number__iexact=text)) if text else rows


def units_below(*, node: Node) -> list[Node]:
    """The unit itself and its teams."""
    return list(Node.objects.filter(path__startswith=node.path, closed_at=None).order_by("path"))


def needs_that_wait(*, node: Node, now: datetime) -> list[Need]:
    """Needs of the branch's own place that nobody took in time, so that the branch is asked.

    How long before is the Standard's fallback_hours_before. Who asked is not joined: a member who takes it learns it.
    """
    place = node
    while place.kind in UNIT_KINDS and place.parent is not None:
        place = place.parent
    horizon = now + standard_in_force(at=now).span("fallback_hours_before")
    rows = Need.objects.filter(
        site__path__startswith=place.path, state=NeedState.OPEN, starts_at__gt=now, starts_at__lt=horizon
    )
    return list(rows.select_related("service", "site").order_by("starts_at", "id")[:NEEDS_SHOWN])
