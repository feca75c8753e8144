"""A volunteer joins a branch or team, changes it, or leaves it. She belongs to one at a time."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import UNIT_KINDS, Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToJoin(Unable):
    """She cannot belong there."""


@repeated
def join_unit(*, actor: Actor, node_id: UUID, number: str, now: datetime) -> Person:
    """The volunteer with this number belongs to the branch or team from now on.

    Raises UnableToJoin for an unknown number and for somebody who belongs elsewhere; NotVisible.
    """
    with durable():
        node = access_unit_to_fill(actor=actor, node_id=node_id)
        rows = Person.objects.select_for_update(of=("self",)).select_related("branch", "home_site")
        person = rows.filter(volunteer__number__iexact=number, closed_at=None).first()
        if person is None:
            raise UnableToJoin("no_such_number", _("没有这个志愿者编号。请核对。"), field="number")
        if person.branch is not None and not actor.may(Power.BRANCH_FILL, path=person.branch.path):
            raise UnableToJoin("elsewhere", _("这位志愿者属于别的支部，请那边先办移出。"), field="number")
        _belong(person, node, actor, now, reason="")
        return person


@repeated
def change_unit(
    *, actor: Actor, node_id: UUID, person_id: UUID, to_id: UUID | None, reason: str, now: datetime
) -> Person:
    """A member of the branch goes to another of its units, or (None) leaves. Her hours stay where they were done.

    Raises UnableToJoin, NotVisible.
    """
    with durable():
        node = access_unit_to_fill(actor=actor, node_id=node_id)
        person = access_member(actor=actor, node=node, person_id=person_id, lock=True)
        if not reason.strip():
            raise UnableToJoin("no_reason", _("请写明为什么。"), field="reason")
        to = access_unit_to_fill(actor=actor, node_id=to_id) if to_id is not None else None
        _belong(person, to, actor, now, reason=reason.strip())
        return person


def access_unit_to_fill(*, actor: Actor, node_id: UUID) -> Node:
    """An open branch or team whose members the actor looks after. Raises NotVisible."""
    node = Node.objects.select_related("parent").filter(pk=node_id, closed_at=None).first()
    if node is None or node.kind not in UNIT_KINDS or not actor.may(Power.BRANCH_FILL, path=node.path):
        raise NotVisible
    return node


def access_member(*, actor: Actor, node: Node, person_id: UUID, lock: bool = False) -> Person:
    """A member of this branch or its teams. Raises NotVisible."""
    rows = Person.objects.select_related("branch", "volunteer", "home_site").filter(pk=person_id, closed_at=None)
    person = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if person is None or person.branch is None or not person.branch.path.startswith(node.path):
        raise NotVisible
    if not actor.may(Power.BRANCH_SEE, path=person.branch.path):
        raise NotVisible
    return person


def _belong(person: Person, to: Node | None, actor: Actor, now: datetime, *, reason: str) -> None:
    before = person.branch
    if (before.pk if before else None) == (to.pk if to else None):
        return
    person.branch = to
    person.save(update_fields=["branch"])
    standing = to or before
    record(
        action="person.changed_unit",
        subject_type="person",
        subject_id=person.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.BRANCH_FILL, path=standing.path) if standing else "",
        site_id=person.home_site_id,
        reason=reason,
        details={"was": before.name if before else "", "name": to.name if to else ""},
    )
