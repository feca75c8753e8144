"""The public's figures, each a count of rows that anyone with the right may look at."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.queries import total_posted
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.kinds import ALLIANCE_MEMBERS
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import shops, sites
from nuanliu.domain.network.types import BranchKind, NodeKind
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.domain.people.types import VolunteerState


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of the whole city at one moment. `honour_minutes` are all minutes ever served and certified."""

    volunteers: int
    honour_minutes: int
    elders: int
    sites: int
    shops: int
    served: int
    waiting: int
    at: datetime


def live_figures(*, now: datetime) -> Figures:
    """Count now."""
    done = [state.value for state in (NeedState.CERTIFIED, NeedState.CREDITED)]
    return Figures(
        volunteers=Volunteer.objects.filter(state=VolunteerState.ACTIVE).count(),
        honour_minutes=total_posted(kind=AccountKind.SAVINGS, unit=Unit.HONOUR),
        elders=Elder.objects.filter(person__closed_at=None).count(),
        sites=sites().count(),
        shops=shops().count(),
        served=Need.objects.filter(state__in=done).count(),
        waiting=Need.objects.filter(state=NeedState.OPEN).count(),
        at=now,
    )


LATELY = timedelta(days=7)
WISHES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Lately:
    """What goes on: visits certified within the last seven days, and which services somebody waits for now."""

    visits: int
    wanted: tuple[Service, ...]


def lately(*, now: datetime) -> Lately:
    """Count now. Says which services are waited for, never how many wait or where."""
    counted = [state.value for state in (VisitState.CERTIFIED, VisitState.CREDITED)]
    waiting = Need.objects.filter(state=NeedState.OPEN, starts_at__gt=now).values("service")
    wanted = Service.objects.filter(pk__in=waiting, is_offered=True).order_by("position", "code")
    return Lately(
        visits=Visit.objects.filter(state__in=counted, certified_at__gt=now - LATELY, certified_at__lte=now).count(),
        wanted=tuple(wanted[:WISHES_SHOWN]),
    )


@dataclass(frozen=True, slots=True)
class Network:
    """Who stands behind it: open party branches and members of the alliance, by kind."""

    branches: dict[str, int]
    members: dict[str, int]

    @property
    def all_branches(self) -> int:
        """Branches of every kind."""
        return sum(self.branches.values())

    @property
    def all_members(self) -> int:
        """Members of the alliance of every kind."""
        return sum(self.members.values())


def network_now() -> Network:
    """Count now."""
    standing = Node.objects.filter(closed_at=None)
    kinds = standing.filter(kind=NodeKind.BRANCH).values_list("branch_kind").annotate(Count("id"))
    members = standing.filter(kind__in=[kind.value for kind in ALLIANCE_MEMBERS]).values_list("kind")
    return Network(
        branches={kind.value: 0 for kind in BranchKind} | {kind: number for kind, number in kinds if kind},
        members={kind.value: 0 for kind in ALLIANCE_MEMBERS} | dict(Counter(kind for (kind,) in members)),
    )
