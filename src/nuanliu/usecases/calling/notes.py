"""A clerk writes down a call she had, one that nobody answered, or a wish to be rung back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.models import Call
from nuanliu.domain.notices.calls.types import CallKind, CallState
from nuanliu.domain.notices.calls.words import seal_number, seal_words
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.people.sealing import phone_indexes
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToNote(Unable):
    """The note says too little, or a day that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is to be written down. `ring_on` None: nobody has to ring."""

    kind: CallKind
    words: str = ""
    number: str = ""
    ring_on: date | None = None


@repeated
def note_call(*, actor: Actor, person_id: UUID, heard: Heard, token: UUID, now: datetime) -> Call:
    """Write down a call with somebody known, once a `token`. Raises UnableToNote, NotVisible."""
    with durable():
        person = access_person(actor=actor, person_id=person_id)
        if actor.id is None or not actor.may(Power.CALL_SHEET, path=person.home_site.path):
            raise NotVisible
        if not heard.words:
            raise UnableToNote("no_words", _("请写说了什么。"), field="words")
        return write_call(actor=actor, person=person, site_id=person.home_site_id, heard=heard, token=token, now=now)


@repeated
def note_number(*, actor: Actor, site_id: UUID, heard: Heard, token: UUID, now: datetime) -> Call:
    """Write down a number to ring back, once a `token`; who is known by it at this site is found.

    Raises UnableToNote, NotVisible.
    """
    with durable():
        site = sites_under(paths=actor.paths(Power.CALL_SHEET)).filter(pk=site_id).first()
        if site is None or actor.id is None:
            raise NotVisible
        if not heard.number:
            raise UnableToNote("no_number", _("请写电话号码。"), field="number")
        known = Person.objects.filter(
            phone_index__in=phone_indexes(heard.number), home_site_id=site_id, closed_at=None, died_on=None
        )
        found = list(known.order_by("pk")[:2])
        person = found[0] if len(found) == 1 else None
        return write_call(actor=actor, person=person, site_id=site_id, heard=heard, token=token, now=now)


def write_call(*, actor: Actor, person: Person | None, site_id: UUID, heard: Heard, token: UUID, now: datetime) -> Call:
    """The row, inside the caller's transaction; the same token finds the first. Raises UnableToNote."""
    identity = derived_id(token, "call")
    known = Call.objects.filter(pk=identity).first()
    if known is not None:
        return known
    if heard.ring_on is not None and heard.ring_on < local_date(now):
        raise UnableToNote("over", _("这一天已经过去了，请选今天或以后。"), field="ring_on")
    call = Call.objects.create(
        id=identity,
        site_id=site_id,
        person=person,
        kind=heard.kind,
        state=CallState.OPEN if heard.ring_on else CallState.DONE,
        words_sealed=seal_words(call_id=identity, text=heard.words),
        number_sealed=seal_number(call_id=identity, text=heard.number),
        ring_on=heard.ring_on,
        heard_at=now,
        noted_by=actor.id or identity,
    )
    write_down(action="call.noted", call=call, actor=actor, at=now, kind=heard.kind.value)
    return call


def write_down(
    *, action: str, call: Call, actor: Actor, at: datetime, event_id: UUID | None = None, **details: str
) -> None:
    """Append what was done to the audit; no word of what was said."""
    record(
        event_id=event_id,
        action=action,
        subject_type="call",
        subject_id=call.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.CALL_SHEET, path=call.site.path),
        site_id=call.site_id,
        details=details,
    )
