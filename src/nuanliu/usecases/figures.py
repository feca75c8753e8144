"""The public's figures, each a count of rows that anyone with the right may look at."""

from dataclasses import dataclass
from datetime import datetime

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.ledger.queries import total_posted
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.queries import shops, sites
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
