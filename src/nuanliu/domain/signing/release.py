"""Somebody was wrong too often: staff let her try again before the time is over, and it is written down."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.signing.models import Tries
from nuanliu.domain.signing.seconds import is_administrator
from nuanliu.domain.signing.tries import counted
from nuanliu.domain.signing.types import Tried
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


def _counted_about(person: Person) -> list[UUID]:
    hers = [counted(what, str(person.pk)) for what in (Tried.CARD, Tried.PASSWORD, Tried.SECOND)]
    if person.phone_index is not None:
        hers.append(counted(Tried.CODE, bytes(person.phone_index).hex()))
    return hers


def rests_until(*, person: Person, now: datetime) -> datetime | None:
    """Until when this person cannot sign in, one way or another; None when nothing rests."""
    rows = Tries.objects.filter(pk__in=_counted_about(person), rests_until__gt=now)
    return max((row.rests_until for row in rows if row.rests_until is not None), default=None)


def may_release(*, actor: Actor, person: Person, now: datetime) -> bool:
    """Staff of her site, for others than themselves; an administrator only by whoever appoints."""
    path = person.home_site.path
    if actor.id == person.pk or not actor.may(Power.NEED_PLACE, path=path):
        return False
    return actor.may(Power.APPOINT, path=path) or not is_administrator(login_id=person.pk, now=now)


@repeated
def sign_out_everywhere(*, actor: Actor, person_id: UUID, token: UUID, now: datetime) -> None:
    """Her telephone is lost: staff sign her out on all devices, once a `token`. Raises NotVisible."""
    with durable():
        person = access_person(actor=actor, person_id=person_id)
        if not may_release(actor=actor, person=person, now=now):
            raise NotVisible
        event = derived_id(token, "sessions.ended")
        if was_recorded(event_id=event):
            return
        end_sessions(login=person.login)
        record(
            event_id=event,
            action="sessions.ended",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.NEED_PLACE, path=person.home_site.path),
            site_id=person.home_site_id,
        )


@repeated
def release(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """She may try again at once; again changes nothing. Raises NotVisible."""
    with durable():
        person = access_person(actor=actor, person_id=person_id)
        if not may_release(actor=actor, person=person, now=now):
            raise NotVisible
        resting = Tries.objects.filter(pk__in=_counted_about(person), rests_until__gt=now)
        if not resting.update(failures=0, rests_until=None):
            return
        record(
            action="login.released",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.NEED_PLACE, path=person.home_site.path),
            site_id=person.home_site_id,
        )
