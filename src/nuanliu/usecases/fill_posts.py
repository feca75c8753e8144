"""Appointing and ending appointments, each within one's own subtree, never for oneself or one's kin."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.kinds import KINDS
from nuanliu.domain.network.models import Appointment, Login, Node
from nuanliu.domain.network.operations import appoint, end_appointment
from nuanliu.domain.network.types import BUREAU_ROLES, Actor, NodeKind, Power, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToAppoint(Unable):
    """This person cannot be appointed to this, by this actor."""


def roles_to_fill(*, actor: Actor, node: Node) -> list[Role]:
    """The roles that the node's kind offers and the actor may give there, in the table's order."""
    if node.closed_at is not None:
        return []
    return [role for role in KINDS[NodeKind(node.kind)].roles if actor.may_fill(role, path=node.path)]


def refusal_to_appoint(*, actor: Actor, holder: UUID, node: Node, role: Role) -> UnableToAppoint | None:
    """Why `actor` may not put `holder` into `role` at `node`; None if she may. For the screens and for rosters."""
    if role not in KINDS[NodeKind(node.kind)].roles:
        return UnableToAppoint("role_not_here", _("这个单位没有这个岗位。"), field="role")
    if not actor.is_system and not actor.may_fill(role, path=node.path):
        return UnableToAppoint("beyond_power", _("这个岗位要由上级来任命。"), field="role")
    if is_own_or_kin(actor=actor, people={holder}):
        return UnableToAppoint("own_or_kin", _("不能任命自己或家人，请另一位同事来办。"))
    return other_bureau_power(holder=holder, role=role)


def other_bureau_power(*, holder: UUID, role: Role) -> UnableToAppoint | None:
    """The three bureau powers are apart: whoever holds one may not be given another."""
    if role not in BUREAU_ROLES:
        return None
    held = Appointment.objects.filter(holder_id=holder, ended_at=None, role__in=[one.value for one in BUREAU_ROLES])
    if not held.exclude(role=role).exists():
        return None
    return UnableToAppoint("powers_apart", _("标准、安全、审计要由三个不同的人担任。这位已有一项。"), field="role")


@repeated
def fill_post(*, actor: Actor, node_id: UUID, person_id: UUID, role: Role, reason: str, now: datetime) -> Appointment:
    """Appoint a person to a role at a node. Appointing her again finds the appointment in force.

    Raises UnableToAppoint, NotVisible.
    """
    with durable():
        node = access_posts(actor=actor, node_id=node_id)
        if node.closed_at is not None:
            raise UnableToAppoint("closed", _("这个单位已经撤销了。"))
        holder = Login.objects.select_for_update(of=("self",)).filter(pk=person_id, person__closed_at=None).first()
        if holder is None:
            raise UnableToAppoint("nobody", _("没有找到这个人。"), field="who")
        refusal = refusal_to_appoint(actor=actor, holder=holder.pk, node=node, role=role)
        if refusal is not None:
            raise refusal
        if not reason.strip():
            raise UnableToAppoint("no_reason", _("请写明为什么。"), field="reason")
        return appoint(
            holder=holder,
            node=node,
            role=role,
            at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.POST_FILL, path=node.path),
            reason=reason.strip(),
        )


@repeated
def end_post(*, actor: Actor, appointment_id: UUID, reason: str, now: datetime) -> Appointment:
    """End an appointment; ending it again changes nothing. The last holder of the bureau's security power stays.

    Raises UnableToAppoint, NotVisible.
    """
    with durable():
        found = access_appointment(actor=actor, appointment_id=appointment_id, lock=True)
        if found.ended_at is not None:
            return found
        if is_own_or_kin(actor=actor, people={found.holder_id}):
            raise UnableToAppoint("own_or_kin", _("自己或家人的任职要请另一位同事来办。"))
        if not reason.strip():
            raise UnableToAppoint("no_reason", _("请写明为什么。"), field="reason")
        if found.role == Role.BUREAU_SECURITY and not _others_like(found):
            raise UnableToAppoint("last_one", _("这是最后一位安全管理员。请先任命接手的人。"))
        end_appointment(
            appointment=found,
            at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.POST_FILL, path=found.node.path),
            reason=reason.strip(),
        )
        return found


def access_posts(*, actor: Actor, node_id: UUID) -> Node:
    """A node where the actor may fill posts. Raises NotVisible."""
    node = Node.objects.select_related("parent").filter(pk=node_id).first()
    if node is None or not actor.may(Power.POST_FILL, path=node.path):
        raise NotVisible
    return node


def access_appointment(*, actor: Actor, appointment_id: UUID, lock: bool = False) -> Appointment:
    """An appointment that the actor may end. Raises NotVisible."""
    rows = Appointment.objects.select_related("node", "holder__person").filter(pk=appointment_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not actor.may_fill(Role(found.role), path=found.node.path):
        raise NotVisible
    return found


def _others_like(found: Appointment) -> bool:
    """Whether somebody else holds the same power; the rows are locked, so that two do not end each other's."""
    rows = Appointment.objects.select_for_update().filter(role=found.role, ended_at=None)
    return any(one.holder_id != found.holder_id for one in rows)


def person_named(*, person_id: UUID) -> Person | None:
    """Somebody who may be appointed."""
    return Person.objects.select_related("home_site").filter(pk=person_id, closed_at=None).first()
