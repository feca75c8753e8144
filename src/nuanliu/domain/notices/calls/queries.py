"""Reading calls: the queue of whom to ring back, what was said with somebody, how the last day was closed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.claims import Holder, holders_of
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.types import CallState
from nuanliu.domain.notices.calls.words import number_in, words_in
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Ring:
    """Somebody to ring back: the call, its words and number in clear, and who is ringing now."""

    call: Call
    words: str
    number: str
    holder: Holder | None


def subject_of(call: Call) -> UUID:
    """What is claimed when this call is made: the person, so that nobody is rung twice at once, else the call."""
    return call.person_id or call.pk


def calls_within(*, actor: Actor) -> QuerySet[Call]:
    """Calls at the sites whose call sheet the actor works."""
    reach = within(paths=actor.paths(Power.CALL_SHEET), column="site__path")
    return Call.objects.filter(reach).select_related("person__home_site", "site")


def open_calls(*, actor: Actor, now: datetime) -> QuerySet[Call]:
    """Whom to ring today or before: those not tried yet first, the longest waiting first."""
    due = calls_within(actor=actor).filter(state=CallState.OPEN, ring_on__lte=local_date(now))
    return due.order_by(F("tried_at").asc(nulls_first=True), "ring_on", "heard_at", "id")


def rings(*, calls: list[Call], now: datetime) -> list[Ring]:
    """These calls with all that a clerk needs: two statements, however many."""
    held = holders_of(subjects=[subject_of(call) for call in calls], now=now)
    return [Ring(call, words_in(call), number_in(call), held.get(subject_of(call))) for call in calls]


def access_call(*, actor: Actor, call_id: UUID) -> Call:
    """One of `calls_within`. Raises NotVisible."""
    found = calls_within(actor=actor).filter(pk=call_id).first()
    if found is None:
        raise NotVisible
    return found


def notes_of(*, person_id: UUID, limit: int = 5) -> list[Ring]:
    """What was last said with somebody, the newest first; the reader has accessed her."""
    rows = Call.objects.filter(person_id=person_id).order_by("-heard_at", "id")[:limit]
    return [Ring(call, words_in(call), "", None) for call in rows]


def closings_within(*, actor: Actor) -> QuerySet[Closing]:
    """Closed days of the sites whose call sheet the actor works, the newest first."""
    reach = within(paths=actor.paths(Power.CALL_SHEET), column="site__path")
    return Closing.objects.filter(reach).select_related("site").order_by("-day", "site__path")


def to_be_read(*, actor: Actor, today: date) -> list[Closing]:
    """What an earlier shift left to this one and nobody has read yet."""
    return list(closings_within(actor=actor).filter(read_at=None, day__lt=today)[:20])
