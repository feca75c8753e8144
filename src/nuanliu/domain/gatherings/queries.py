"""Gatherings as the public, a helper, an old person and the desk see them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nuanliu.domain.gatherings.models import Gathering, Part, Signup
from nuanliu.domain.gatherings.rules import may_see
from nuanliu.domain.gatherings.types import ON_CALENDAR, GatheringState, SignupState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import SITE_KINDS, UNIT_KINDS, Actor, Power
from nuanliu.platform.errors import NotVisible

LOOK_BACK = timedelta(days=60)
STANDING = (SignupState.IN.value, SignupState.WAITING.value)


def _whole() -> QuerySet[Gathering]:
    parts = Prefetch("parts", queryset=Part.objects.filter(wanted__gt=0).order_by("role"))
    return Gathering.objects.select_related("site", "host", "service").prefetch_related(parts)


def calendar(*, now: datetime) -> QuerySet[Gathering]:
    """What is announced and not over, the next first."""
    rows = _whole().filter(state__in=[GatheringState.ANNOUNCED, GatheringState.HELD], ends_at__gt=now)
    return rows.order_by("starts_at", "id")


def calendar_with_changes(*, now: datetime) -> QuerySet[Gathering]:
    """What a calendar that subscribes must know: also what is lately over or called off."""
    known = [state.value for state in ON_CALENDAR]
    rows = _whole().filter(state__in=known, announced_at__isnull=False, starts_at__gt=now - LOOK_BACK)
    return rows.order_by("starts_at", "id")


def public_gathering(*, gathering_id: UUID) -> Gathering:
    """One that was announced, be it over or called off. Raises NotVisible."""
    found = _whole().filter(id=gathering_id, announced_at__isnull=False).first()
    if found is None:
        raise NotVisible
    return found


def access_gathering(*, actor: Actor, gathering_id: UUID) -> Gathering:
    """One gathering for the staff and the leader whom it concerns. Raises NotVisible."""
    found = _whole().select_related("leader").filter(id=gathering_id).first()
    if found is None or not may_see(actor=actor, gathering=found):
        raise NotVisible
    return found


def gatherings_within(*, actor: Actor) -> QuerySet[Gathering]:
    """The gatherings that the actor has to do with as staff or as their leader."""
    at_site = [*actor.paths(Power.GATHERING_RUN), *actor.paths(Power.NEED_PLACE), *actor.paths(Power.VISIT_CERTIFY)]
    reach = within(paths=at_site, column="site__path")
    reach |= within(paths=actor.paths(Power.GATHERING_RUN), column="host__path")
    return _whole().filter(reach | Q(leader_id=actor.id))


def hosts_for(*, actor: Actor) -> list[Node]:
    """Sites, branches and teams in whose name the actor plans gatherings."""
    kinds = [*SITE_KINDS, *UNIT_KINDS]
    rows = Node.objects.filter(within(paths=actor.paths(Power.GATHERING_RUN)), kind__in=kinds, closed_at=None)
    return list(rows.order_by("path"))


def site_of(*, host: Node, home: UUID | None) -> Node | None:
    """Whose book it is: the site itself, the one above a branch, or (a branch of the city) the planner's own."""
    above = Node.objects.filter(kind__in=list(SITE_KINDS), code__in=[part for part in host.path.split("/") if part])
    found = above.first()
    if found is None and home is not None:
        return Node.objects.filter(pk=home, kind__in=list(SITE_KINDS)).first()
    return found


def signups_of(*, person_id: UUID) -> QuerySet[Signup]:
    """Somebody's places, the newest day first."""
    rows = Signup.objects.filter(person_id=person_id, state__in=STANDING)
    return rows.select_related("gathering__site", "gathering__service").order_by("-gathering__starts_at", "id")


def my_signups(*, person_id: UUID, gatherings: list[Gathering]) -> dict[UUID, Signup]:
    """How somebody stands on the lists of these, by gathering."""
    ids = [one.id for one in gatherings]
    rows = Signup.objects.filter(person_id=person_id, gathering_id__in=ids, state__in=STANDING)
    return {row.gathering_id: row for row in rows}


def is_promised(*, person_id: UUID, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether she helps at a gathering in that time."""
    rows = Signup.objects.filter(person_id=person_id, state=SignupState.IN).exclude(role="guest")
    live = [GatheringState.ANNOUNCED.value, GatheringState.HELD.value]
    return rows.filter(
        gathering__state__in=live, gathering__starts_at__lt=ends_at, gathering__ends_at__gt=starts_at
    ).exists()
