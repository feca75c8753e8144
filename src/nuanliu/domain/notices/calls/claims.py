"""Of several clerks one rings: a claim is taken by a statement that only one of them can win, and ends by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.calls.models import Claim
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import name_of
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible, Unable


class UnableToRing(Unable):
    """Somebody else is ringing, or it stands no longer where this could be done."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is ringing, and until when it is hers."""

    by: UUID
    name: str
    until: datetime


def taken(*, actor: Actor, subject: UUID, site_id: UUID, now: datetime) -> bool:
    """Whether it is the actor's from now on: free, hers already, or left by somebody whose time is over.

    A first claim of two at once meets the primary key: the loser's transaction is done again and finds it taken.
    """
    until = now + timedelta(minutes=standard_in_force(at=now).integer("callback_claim_min"))
    by = _clerk(actor)
    free = Claim.objects.filter(Q(by=by) | Q(until__lte=now), pk=subject)
    if free.update(by=by, until=until):
        return True
    if Claim.objects.filter(pk=subject).exists():
        return False
    Claim.objects.create(subject=subject, site_id=site_id, by=by, until=until)
    return True


def _clerk(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotVisible
    return actor.id


def insist_not_taken(*, actor: Actor, subject: UUID, now: datetime) -> None:
    """Raise UnableToRing if somebody else is ringing now."""
    row = Claim.objects.filter(pk=subject, until__gt=now).exclude(by=_clerk(actor)).first()
    if row is not None:
        said = {"name": name_of(person_id=row.by), "until": words.clock(row.until)}
        raise UnableToRing("taken", _("%(name)s正在打这个电话，到 %(until)s。") % said)


def let_go(*, actor: Actor, subject: UUID) -> None:
    """The actor rings no longer; what is somebody else's stays hers."""
    Claim.objects.filter(pk=subject, by=_clerk(actor)).delete()


def holders_of(*, subjects: Iterable[UUID], now: datetime) -> dict[UUID, Holder]:
    """Who is ringing whom now, by subject: two statements."""
    rows = list(Claim.objects.filter(pk__in=set(subjects), until__gt=now))
    names = dict(Person.objects.filter(pk__in={row.by for row in rows}).values_list("pk", "name"))
    return {row.subject: Holder(row.by, names.get(row.by, ""), row.until) for row in rows}
