"""Several clerks ring back from one queue: each call is one clerk's at a time, and whoever is reached leaves it."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.claims import UnableToRing, insist_not_taken, let_go, taken
from nuanliu.domain.notices.calls.models import Call
from nuanliu.domain.notices.calls.queries import access_call, calls_within, open_calls, subject_of
from nuanliu.domain.notices.calls.types import CallKind, CallState, Reached
from nuanliu.domain.notices.calls.words import number_in, words_in
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.calling.notes import Heard, write_call, write_down

MOST_LOOKED_AT = 200


@repeated
def take_call(*, actor: Actor, call_id: UUID, now: datetime) -> Call:
    """This one is the actor's for the Standard's minutes; again prolongs it. Raises UnableToRing, NotVisible."""
    with durable():
        call = access_call(actor=actor, call_id=call_id)
        if call.state != CallState.OPEN:
            raise UnableToRing("done", _("这个电话已经打过了。"))
        if not taken(actor=actor, subject=subject_of(call), site_id=call.site_id, now=now):
            insist_not_taken(actor=actor, subject=subject_of(call), now=now)
        return call


@repeated
def take_next(*, actor: Actor, now: datetime) -> Call | None:
    """The first of the queue that nobody is ringing becomes the actor's; None if there is none."""
    with durable():
        for call in open_calls(actor=actor, now=now)[:MOST_LOOKED_AT]:
            if taken(actor=actor, subject=subject_of(call), site_id=call.site_id, now=now):
                return call
        return None


@repeated
def take_person(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """The actor rings this person from the call sheet. Raises UnableToRing, NotVisible."""
    with durable():
        person = Person.objects.select_related("home_site").filter(pk=person_id, closed_at=None).first()
        if person is None or not actor.may(Power.CALL_SHEET, path=person.home_site.path):
            raise NotVisible
        if not taken(actor=actor, subject=person_id, site_id=person.home_site_id, now=now):
            insist_not_taken(actor=actor, subject=person_id, now=now)


@repeated
def settle_call(
    *,
    actor: Actor,
    call_id: UUID,
    reached: Reached,
    words: str,
    ring_on: date | None,
    token: UUID,
    now: datetime,
) -> Call:
    """How ringing went, once a `token`. Nobody answered: it stays open, behind the others, from `ring_on` if given.

    Whoever was reached leaves the queue; `ring_on` then makes a new line for that day. Raises UnableToRing (somebody
    else is ringing, or has), UnableToNote (nothing written although somebody is to ring again), NotVisible.
    """
    with durable():
        access_call(actor=actor, call_id=call_id)
        call = calls_within(actor=actor).select_for_update(no_key=True, of=("self",)).get(pk=call_id)
        insist_not_taken(actor=actor, subject=subject_of(call), now=now)
        rung = derived_id(token, "rung", str(call_id))
        if was_recorded(event_id=rung):
            return call
        if call.state != CallState.OPEN:
            raise UnableToRing("done", _("这个电话已经打过了。"))
        let_go(actor=actor, subject=subject_of(call))
        if reached is Reached.NO_ANSWER:
            _try_later(call, ring_on=ring_on, now=now)
        else:
            _leave(call, reached=reached, actor=actor, now=now)
        later = None if reached is Reached.NO_ANSWER else ring_on
        _note_again(call, actor=actor, words=words, ring_on=later, token=token, now=now)
        write_down(action="call.rung", call=call, actor=actor, at=now, event_id=rung, outcome=reached.value)
        return call


def _try_later(call: Call, *, ring_on: date | None, now: datetime) -> None:
    later = max(ring_on or local_date(now), local_date(now))
    Call.objects.filter(pk=call.pk).update(attempts=F("attempts") + 1, tried_at=now, ring_on=later)


def _leave(call: Call, *, reached: Reached, actor: Actor, now: datetime) -> None:
    call.state, call.outcome, call.done_at, call.done_by = CallState.DONE, reached, now, actor.id
    call.save(update_fields=["state", "outcome", "done_at", "done_by"])


def _note_again(call: Call, *, actor: Actor, words: str, ring_on: date | None, token: UUID, now: datetime) -> None:
    """What was said now, as a note of its own, and if wanted a day to ring again."""
    if not words and ring_on is None:
        return
    again = derived_id(token, "again", str(call.pk))
    kind = CallKind.BACK if call.person_id is None else CallKind.TALKED
    number = number_in(call) if ring_on else ""
    heard = Heard(kind=kind, words=words or words_in(call), number=number, ring_on=ring_on)
    write_call(actor=actor, person=call.person, site_id=call.site_id, heard=heard, token=again, now=now)
