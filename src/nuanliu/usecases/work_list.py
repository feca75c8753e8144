"""What only the bureau can do: everything that waits for it, the oldest first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from nuanliu.domain.care.disputes.queries import to_hear
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.models import PoolUse
from nuanliu.domain.passbook.types import PoolUseState
from nuanliu.domain.people.joining.queries import waiting_for
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.due_figures import late_visits
from nuanliu.usecases.join_alliance import OPEN, applications_within
from nuanliu.usecases.see_figures import access_place

MOST = 200
"""Of each kind at most so many: whoever has more begins with the oldest."""


class Work(StrEnum):
    """What is to be done."""

    JOINING = "joining"
    SHOP = "shop"
    POOL = "pool"
    STANDARD = "standard"
    LATE = "late"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits. `since` is when it began to."""

    work: Work
    since: datetime
    where: str
    subject: UUID
    number: str = ""


def waiting_work(*, actor: Actor, now: datetime) -> list[Task]:
    """Everything that waits for this officer, the oldest first: what she may not decide is not on it."""
    found = [
        *_joining(actor),
        *_shops(actor),
        *_pools(actor),
        *_drafts(actor),
        *_late(actor, now),
        *_disputes(actor, now),
    ]
    return sorted(found, key=lambda one: (one.since, one.work))


def _id(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotVisible
    return actor.id


def _joining(actor: Actor) -> list[Task]:
    """Applications that were drawn for the city's own look."""
    if not actor.has(Power.JOINING_SAMPLE):
        return []
    rows = waiting_for(actor=actor)[:MOST]
    return [Task(Work.JOINING, one.submitted_at, one.site.name, one.pk) for one in rows if one.submitted_at]


def _shops(actor: Actor) -> list[Task]:
    """Shops that want to take part."""
    if not actor.has(Power.SHOP_DECIDE):
        return []
    rows = applications_within(actor=actor).filter(state__in=OPEN)[:MOST]
    return [Task(Work.SHOP, one.sent_at, one.site.name, one.pk) for one in rows]


def _pools(actor: Actor) -> list[Task]:
    """Time out of a pool for which a second person is wanted."""
    reach = within(paths=actor.paths(Power.POOL_USE), column="site__path")
    rows = PoolUse.objects.filter(reach, state=PoolUseState.ASKED).exclude(asked_by=_id(actor)).select_related("site")
    return [Task(Work.POOL, one.asked_at, one.site.name, one.id) for one in rows.order_by("asked_at", "id")[:MOST]]


def _drafts(actor: Actor) -> list[Task]:
    """Drafts of the Standard that somebody else has handed in."""
    if not actor.has(Power.STANDARD_EDIT):
        return []
    rows = StandardDraft.objects.filter(state=DraftState.ASKED).exclude(
        Q(asked_by=_id(actor)) | Q(started_by=_id(actor))
    )
    return [
        Task(Work.STANDARD, one.asked_at, one.title, one.pk) for one in rows.order_by("asked_at")[:MOST] if one.asked_at
    ]


def _late(actor: Actor, now: datetime) -> list[Task]:
    """Decisions that the sites owe: the bureau rings them."""
    late = late_visits(place=access_place(actor=actor), now=now)[:MOST]
    return [
        Task(Work.LATE, one.confirmed_at, one.site.name, one.need_id, str(one.need.number))
        for one in late
        if one.confirmed_at
    ]


def _disputes(actor: Actor, now: datetime) -> list[Task]:
    """Appeals, and disputes that the sites are late with."""
    rows = to_hear(actor=actor, now=now)[:MOST]
    return [Task(Work.DISPUTE, one.appealed_at or one.raised_at, one.site.name, one.id) for one in rows]
