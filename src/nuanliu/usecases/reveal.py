"""Showing a telephone or an address in clear to staff: with a reason, and written down."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import address_for_helper
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import access_person, contact_of, is_own_or_kin
from nuanliu.domain.people.sealing import Contact
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated


class UnableToReveal(Unable):
    """No reason was given, or it is somebody's own or her kin's record."""


def reveal_contact(*, actor: Actor, person_id: UUID, reason: str, now: datetime) -> Contact:
    """Telephone and address of a person of the actor's site. Raises UnableToReveal, NotVisible."""
    return _reveal(actor=actor, person_id=person_id, reason=reason, now=now, look=new_id())


@repeated
def _reveal(*, actor: Actor, person_id: UUID, reason: str, now: datetime, look: UUID) -> Contact:
    """`look` is the id of the audit event: one look, however often it is sent, is written down once."""
    with durable():
        person = access_person(actor=actor, person_id=person_id)
        path = person.home_site.path
        if not actor.may(Power.PERSON_REVEAL, path=path):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={person_id}):
            raise UnableToReveal("own_or_kin", _("自己或家人的资料要请同事来看。"))
        if not reason.strip():
            raise UnableToReveal("no_reason", _("请写明为什么要看。"), field="reason")
        record(
            event_id=look,
            action="person.revealed",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.PERSON_REVEAL, path=path),
            site_id=person.home_site_id,
            reason=reason,
        )
        return contact_of(person=person)


@repeated
def address_on_slip(*, actor: Actor, visit: Visit, now: datetime) -> str | None:
    """The door, for the slip a helper carries; None outside the Standard's hours around the visit.

    The slip is the reason. One day's looks of one clerk at one slip are written down once. Raises NotVisible.
    """
    with durable():
        if not actor.may(Power.PERSON_REVEAL, path=visit.site.path):
            raise NotVisible
        address = address_for_helper(visit=visit, now=now)
        reason = gettext("印上门单，第 %(number)d 号") % {"number": visit.need.number}
        if address and not _looked_today(actor=actor, person_id=visit.need.elder_id, reason=reason, now=now):
            record(
                action="person.revealed",
                subject_type="person",
                subject_id=visit.need.elder_id,
                occurred_at=now,
                actor_id=actor.id,
                actor_role=actor.role_for(Power.PERSON_REVEAL, path=visit.site.path),
                site_id=visit.site_id,
                reason=reason,
            )
        return address


def _looked_today(*, actor: Actor, person_id: UUID, reason: str, now: datetime) -> bool:
    since, _end = day_bounds(local_date(now))
    looks = events_matching(
        action="person.revealed", subject_id=person_id, actors={actor.id} if actor.id else set(), since=since
    )
    return looks.filter(reason=reason).exists()
