"""An organisation as those see it who may: where it stands, who holds which post, what was done, what a change touches.

No name of a volunteer or an old person is on it: figures need none. Holders of posts are named, by their office.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuanliu.domain.audit.queries import Happening, story_of
from nuanliu.domain.care.models import Need
from nuanliu.domain.network.models import Appointment, Node, Pledge
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import UNIT_KINDS, Actor, NodeKind, Power
from nuanliu.domain.people.models import Elder, Person, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.change_tree import ENDED
from nuanliu.usecases.unit_figures import Served, line_of, served_below, served_by


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One organisation directly below, and what was done in it while it stood here."""

    node: Node
    served: Served


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one organisation. A unit has members; a place has volunteers and old people."""

    ever: Served
    this_month: Served
    members: int
    volunteers: int
    elders: int


@dataclass(frozen=True, slots=True)
class Touched:
    """What a move, merger or closing touches."""

    below: int
    posts: list[Appointment]
    members: int
    residents: int
    open_needs: int
    pledges: int


def units_within(*, actor: Actor) -> QuerySet[Node]:
    """Every organisation in the subtrees that the actor may look through, in the tree's order."""
    reach = within(paths=actor.paths(Power.TREE_SEE))
    return Node.objects.filter(reach).select_related("parent").order_by("path")


def search_units(*, actor: Actor, text: str = "", kind: str = "", with_closed: bool = False) -> QuerySet[Node]:
    """Those of them whose name, short name or code says `text`."""
    found = units_within(actor=actor)
    if not with_closed:
        found = found.filter(closed_at=None)
    if kind:
        found = found.filter(kind=kind)
    if text:
        said = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__istartswith=text)
        found = found.filter(said)
    return found


def access_unit(*, actor: Actor, node_id: UUID) -> Node:
    """One organisation that the actor may look at. Raises NotVisible."""
    found = units_within(actor=actor).select_related("parent", "merged_into").filter(pk=node_id).first()
    if found is None:
        raise NotVisible
    return found


def above(*, actor: Actor, node: Node) -> list[Node]:
    """The organisations above it that the actor may look at too, from the top."""
    codes = node.path.split("/")[:-2]
    rows = units_within(actor=actor).filter(code__in=codes)
    return [one for one in rows if node.path.startswith(one.path)]


def children_rows(*, node: Node) -> list[ChildRow]:
    """What stands directly below, closed ones with something done in them too, each with what was done in it here."""
    places, units = (served_below(node=node, line=line) for line in ("site", "unit"))
    rows = []
    for child in Node.objects.filter(parent=node).select_related("merged_into").order_by("closed_at", "code"):
        done = (units if line_of(child) == "unit" else places).get(child.code, Served())
        if child.closed_at is None or done.services:
            rows.append(ChildRow(child, done))
    return sorted(rows, key=lambda row: (row.node.closed_at is not None, _order(row.node), row.node.code))


def _order(node: Node) -> int:
    return list(NodeKind).index(NodeKind(node.kind))


def figures_of(*, node: Node, now: datetime) -> Figures:
    """Figures of this organisation and all below it."""
    is_unit = node.kind in UNIT_KINDS
    home = Q(person__home_site__path__startswith=node.path, person__closed_at=None)
    return Figures(
        ever=served_by(node=node),
        this_month=served_by(node=node, since=at(local_date(now).replace(day=1), 0)),
        members=members_of(node=node).count() if is_unit else 0,
        volunteers=0 if is_unit else Volunteer.objects.filter(home, state=VolunteerState.ACTIVE).count(),
        elders=0 if is_unit else Elder.objects.filter(home).count(),
    )


def members_of(*, node: Node) -> QuerySet[Person]:
    """The members of a branch or team, those of its teams too, by name."""
    rows = Person.objects.filter(branch__path__startswith=node.path, closed_at=None)
    return rows.select_related("branch", "volunteer").order_by("name", "pk")


def posts_at(*, node: Node) -> QuerySet[Appointment]:
    """Who holds which post at the node itself, now."""
    rows = Appointment.objects.filter(node=node, ended_at=None).select_related("holder__person")
    return rows.order_by("starts_at", "id")


def past_posts_at(*, node: Node, limit: int = 20) -> list[Appointment]:
    """Who held a post here before, the latest first."""
    rows = Appointment.objects.filter(node=node, ended_at__isnull=False).select_related("holder__person")
    return list(rows.order_by("-ended_at", "id")[:limit])


def changes_of(*, node: Node) -> list[Happening]:
    """What was done to the organisation, newest first."""
    return story_of(subjects=[node.pk])[::-1]


def touched_by_change(*, node: Node) -> Touched:
    """What a change of this organisation would touch, counted now."""
    below = Node.objects.filter(path__startswith=node.path, closed_at=None)
    needs = Need.objects.filter(site__path__startswith=node.path)
    return Touched(
        below=below.exclude(pk=node.pk).count(),
        posts=list(posts_at(node=node)),
        members=Person.objects.filter(branch__path__startswith=node.path, closed_at=None).count(),
        residents=Person.objects.filter(home_site__path__startswith=node.path, closed_at=None).count(),
        open_needs=needs.exclude(state__in=[state.value for state in ENDED]).count(),
        pledges=Pledge.objects.filter(node=node, last_month=None).count(),
    )


def places_for(*, actor: Actor, written: str, kinds: frozenset[NodeKind]) -> list[Node]:
    """Open organisations of these kinds that the actor may change something under, by exact code or name, else part."""
    reach = within(paths=actor.paths(Power.TREE_EDIT))
    rows = Node.objects.filter(reach, closed_at=None, kind__in=[kind.value for kind in kinds]).order_by("path")
    exact = list(rows.filter(Q(code__iexact=written) | Q(name=written) | Q(short_name=written))[:10])
    return exact or list(rows.filter(name__icontains=written)[:10])


def people_by_node(*, nodes: list[Node]) -> dict[UUID, int]:
    """How many posts are held at each node itself."""
    rows = Appointment.objects.filter(node__in=[node.pk for node in nodes], ended_at=None)
    return dict(rows.values_list("node_id").annotate(held=Count("id")).order_by())
