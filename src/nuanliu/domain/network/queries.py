"""Reading the tree and who holds what in it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.network.models import Appointment, Login, Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import SITE_KINDS, Held, NodeKind, Role


def held_by(*, login_id: UUID, now: datetime) -> tuple[Held, ...]:
    """The appointments in force of one person."""
    rows = (
        Appointment.objects.filter(holder_id=login_id)
        .order_by("starts_at", "id")
        .values_list("role", "node_id", "node__path", "node__name", "node__closed_at", "starts_at", "ended_at")
    )
    return tuple(
        Held(Role(role), node_id, path, name)
        for role, node_id, path, name, closed_at, starts_at, ended_at in rows
        if closed_at is None and starts_at <= now and (ended_at is None or ended_at > now)
    )


def is_staff_at(*, login_id: UUID, site: Node, now: datetime) -> bool:
    """Whether the person holds an appointment that reaches `site`."""
    return any(site.path.startswith(held.path) for held in held_by(login_id=login_id, now=now))


def posts_of(*, logins: Collection[UUID], now: datetime) -> dict[UUID, list[str]]:
    """The paths of the places at which each of these people holds an appointment in force: one query for all."""
    found: dict[UUID, list[str]] = {}
    rows = Appointment.objects.filter(holder_id__in=logins, starts_at__lte=now, node__closed_at=None)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=now))
    for holder, path in rows.values_list("holder_id", "node__path"):
        found.setdefault(holder, []).append(path)
    return found


def sites() -> QuerySet[Node]:
    """Every open site, by name."""
    kinds = [kind.value for kind in SITE_KINDS]
    return Node.objects.filter(kind__in=kinds, closed_at=None).order_by("name", "id")


def sites_under(*, paths: tuple[str, ...]) -> QuerySet[Node]:
    """Open sites in any of the subtrees."""
    reach = within(paths=paths)
    return sites().filter(reach)


def issuers_under(*, paths: tuple[str, ...]) -> QuerySet[Node]:
    """Who may give certificates, in any of the subtrees: city, counties, towns, sites."""
    reach = within(paths=paths)
    kinds = [NodeKind.CITY.value, NodeKind.COUNTY.value, NodeKind.TOWN.value, *(kind.value for kind in SITE_KINDS)]
    return Node.objects.filter(reach, kind__in=kinds, closed_at=None).order_by("path")


def shops() -> QuerySet[Node]:
    """Every open shop, by name."""
    return Node.objects.filter(kind=NodeKind.SHOP, closed_at=None).order_by("name", "id")


def node_by_code(*, code: str) -> Node | None:
    """The organisation with this code."""
    return Node.objects.filter(code=code).first()


def city() -> Node | None:
    """The root of the tree; None before anything has been loaded."""
    return Node.objects.filter(kind=NodeKind.CITY).first()


def login_named(*, username: str) -> Login | None:
    """The sign-in account of this name."""
    return Login.objects.filter(username=username).first()


def places_around(place: UUID) -> tuple[UUID, ...]:
    """The nodes between the city and `place`, outermost first; neither of the two is among them."""
    path = Node.objects.filter(pk=place).values_list("path", flat=True).first() or ""
    steps = path.split("/")[:-2]
    prefixes = ["/".join(steps[: count + 1]) + "/" for count in range(1, len(steps))]
    around = Node.objects.filter(path__in=prefixes).values_list("path", "pk") if prefixes else ()
    return tuple(found for _path, found in sorted(around, key=lambda one: len(one[0])))
