"""Who is meant when somebody is to be appointed: found by telephone, or entered anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.people.sealing import phone_index
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.fill_posts import access_posts, fill_post, refusal_to_appoint


class UnableToFindHolder(Unable):
    """Nobody, or nobody who may be appointed, is meant by this."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be appointed. `person_id` None: she is not in the register yet."""

    person_id: UUID | None
    name: str
    phone: str
    where: str
    posts: tuple[tuple[str, str], ...] = ()
    """Roles she holds, each with its organisation, as far as the actor's own reach goes."""


def candidate_for(*, actor: Actor, node_id: UUID, role: Role, name: str, phone: str) -> Candidate:
    """The person with this name and telephone, or a new one. Raises UnableToFindHolder, NotVisible."""
    node = access_posts(actor=actor, node_id=node_id)
    same_phone = list(
        Person.objects.select_related("home_site").filter(phone_index=phone_index(phone), closed_at=None)[:20]
    )
    found = [one for one in same_phone if one.name == name]
    if not found and same_phone:
        raise UnableToFindHolder("other_name", _("这个手机号登记的是别的名字。请核对。"), field="name")
    if len(found) > 1:
        raise UnableToFindHolder("twice", _("这个人登记了两次。请先请站点合并。"), field="name")
    if not found:
        return Candidate(None, name, phone, home_of(node).name)
    person = found[0]
    refusal = refusal_to_appoint(actor=actor, holder=person.pk, node=node, role=role)
    if refusal is not None:
        raise UnableToFindHolder(refusal.code, refusal.words, field=refusal.field)
    held = Appointment.objects.filter(holder_id=person.pk, ended_at=None).select_related("node")
    posts = tuple((one.role, one.node.name) for one in held if actor.may_fill(Role(one.role), path=one.node.path))
    return Candidate(person.pk, person.name, phone, person.home_site.name, posts)


def home_of(node: Node) -> Node:
    """Where somebody new is entered: the nearest site above the post, or the post's own place."""
    codes = node.path.split("/")
    above = [one for one in Node.objects.filter(code__in=codes) if node.path.startswith(one.path) and one.is_site]
    return max(above, key=lambda one: len(one.path), default=node)


def appoint_candidate(
    *, actor: Actor, node_id: UUID, candidate: Candidate, role: Role, reason: str, token: UUID, now: datetime
) -> Appointment:
    """Enter her if she is new, and appoint her. The same token enters nobody twice.

    Raises UnableToAppoint, NotVisible.
    """
    person_id = candidate.person_id or _enter(actor=actor, node_id=node_id, candidate=candidate, token=token, now=now)
    return fill_post(actor=actor, node_id=node_id, person_id=person_id, role=role, reason=reason, now=now)


@repeated
def _enter(*, actor: Actor, node_id: UUID, candidate: Candidate, token: UUID, now: datetime) -> UUID:
    with durable():
        node = access_posts(actor=actor, node_id=node_id)
        username = f"s-{derived_id(token, 'holder').hex}"
        earlier = Person.objects.filter(login__username=username).first()
        if earlier is not None:
            return earlier.login_id
        facts = Facts(name=candidate.name, home_site=home_of(node), phone=candidate.phone)
        person = register_person(facts=facts, username=username, at=now)
        if facts.home_site.is_site:
            open_savings(holder=Holder(person.pk, facts.home_site.pk), at=now)
        record(
            action="person.registered",
            subject_type="person",
            subject_id=person.pk,
            occurred_at=now,
            actor_id=actor.id,
            site_id=facts.home_site.pk if facts.home_site.is_site else None,
            reason="",
        )
        return person.login_id
