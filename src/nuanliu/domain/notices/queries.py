"""Reading notices: a person's inbox, the desk's call sheet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.delivery import FELL
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.types import Channel, DeliveryState, NoticeKind
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.people.models import Person


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in the reader's language; `need_id` is the need that it is about, if it is about one."""

    notice: Notice
    title: str
    body: str
    need_id: UUID | None


@dataclass(frozen=True, slots=True)
class CallLine:
    """One line of the call sheet: whom to ring, and what to say; `asks` if the answer has to be noted at the need."""

    delivery: Delivery
    person: Person
    title: str
    body: str
    since: datetime
    need_id: UUID | None
    asks: bool
    not_sent_by: str = ""
    """The channel by which it should have reached her and did not."""


def inbox_of(*, person_id: UUID, limit: int = 30) -> list[Told]:
    """A person's notices, newest first."""
    rows = Notice.objects.filter(person_id=person_id).order_by("-created_at", "-id")[:limit]
    return [Told(notice, *words_of(notice), _need_of(notice)) for notice in rows]


def told_to(*, person_id: UUID) -> QuerySet[Notice]:
    """Everything a person was told, the newest first, each with the ways it went; the reader has accessed her."""
    rows = Notice.objects.filter(person_id=person_id).order_by("-created_at", "-id")
    return rows.prefetch_related(Prefetch("deliveries", queryset=Delivery.objects.order_by("channel")))


def _need_of(notice: Notice) -> UUID | None:
    """Only what was told about a need has its number; the subject of other notices is a gift, a lot, a person."""
    return notice.subject_id if "number" in notice.params else None


def unread_count(*, person_id: UUID) -> int:
    """How many notices the person has not looked at."""
    return Notice.objects.filter(person_id=person_id, read_at=None).count()


def call_sheet(*, actor: Actor, now: datetime, limit: int = 200) -> list[CallLine]:
    """Calls still to be made, and still of use, at the actor's sites, oldest first."""
    reach = within(paths=actor.paths(Power.CALL_SHEET), column="site__path")
    rows = (
        Delivery.objects.filter(reach, Q(lapses_at=None) | Q(lapses_at__gt=now))
        .filter(channel=Channel.CALL_SHEET, state=DeliveryState.WAITING)
        .select_related("notice__person__home_site")
        .order_by("notice__created_at", "id")[:limit]
    )
    return [_call_line(row) for row in rows]


def _call_line(row: Delivery) -> CallLine:
    notice = row.notice
    title, body = words_of(notice, is_spoken=True)
    asks = notice.kind == NoticeKind.VISIT_ENDED
    fell = row.outcome.removeprefix(FELL) if row.outcome.startswith(FELL) else ""
    return CallLine(row, notice.person, title, body, notice.created_at, _need_of(notice), asks, fell)
