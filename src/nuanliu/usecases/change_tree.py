"""The tree of organisations is changed: create, rename, move, merge, close. Each with a reason, each written down.

Whoever may change a node does so in her own subtree: the bureau everywhere, an administrator below her own place, a
branch secretary the teams of her branch.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network import tree
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.regions import load_regions
from nuanliu.domain.network.tree import By, UnableToChangeNode
from nuanliu.domain.network.types import SITE_KINDS, UNIT_KINDS, Actor, BranchKind, NodeKind, Power
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

ENDED = frozenset({NeedState.CREDITED, NeedState.CERTIFIED, NeedState.CANCELLED, NeedState.VOIDED})


@repeated
def create_unit(
    *,
    actor: Actor,
    parent_id: UUID,
    kind: NodeKind,
    name: str,
    token: UUID,
    now: datetime,
    code: str = "",
    branch_kind: BranchKind | None = None,
    reason: str = "",
    **facts: Any,
) -> Node:
    """Put a new organisation under `parent_id`; without a code it is given one. The same token gives the same one.

    Raises UnableToChangeNode, NotVisible.
    """
    with durable():
        tree.lock_tree()
        parent = tree.lock_node(node_id=parent_id)
        if not actor.may(Power.TREE_EDIT, path=parent.path):
            raise NotVisible
        node_id = derived_id(token, "node")
        earlier = Node.objects.filter(pk=node_id).first()
        if earlier is not None:
            return earlier
        tree.check_place(kind=kind, parent=parent)
        if (kind is NodeKind.BRANCH) != (branch_kind is not None):
            raise UnableToChangeNode("branch_kind", _("请选这是哪一种党支部。"), field="branch_kind")
        _check_name(name, parent)
        if code and Node.objects.filter(code=code).exists():
            raise UnableToChangeNode("code_taken", _("这个编号已经有单位用了。"), field="code")
        return create_node(
            id=node_id,
            kind=kind,
            code=code or tree.new_code(kind=kind),
            name=name,
            parent=parent,
            at=now,
            actor_id=actor.id,
            branch_kind=branch_kind,
            reason=reason,
            **facts,
        )


@repeated
def rename_unit(*, actor: Actor, node_id: UUID, facts: dict[str, str], reason: str, now: datetime) -> Node:
    """Write name, telephone, address and hours as they are now; the old name stays in the audit.

    Raises UnableToChangeNode, NotVisible.
    """
    with durable():
        node, by = _begin(actor, node_id, reason, now)
        if node.parent is not None and facts.get("name", node.name) != node.name:
            _check_name(facts["name"], node.parent)
        tree.rename_node(node=node, facts=facts, by=by)
        return node


@repeated
def move_unit(*, actor: Actor, node_id: UUID, to_id: UUID, reason: str, now: datetime) -> Node:
    """Hang an organisation, with all below it, under another one. Moving it there again changes nothing.

    Raises UnableToChangeNode, NotVisible.
    """
    with durable():
        node, by = _begin(actor, node_id, reason, now)
        to = _target(actor, to_id, "to")
        _check_name(node.name, to, besides=node)
        tree.move_node(node=node, to=to, by=by)
        return node


@repeated
def merge_units(*, actor: Actor, node_id: UUID, into_id: UUID, reason: str, now: datetime) -> Node:
    """Close an organisation into another of its kind: members and what stands below go over, history stays.

    Raises UnableToChangeNode, NotVisible.
    """
    with durable():
        node, by = _begin(actor, node_id, reason, now, again=True)
        into = _target(actor, into_id, "into")
        if node.merged_into_id == into.pk:
            return node
        _check_open(node)
        tree.merge_node(node=node, into=into, by=by)
        Person.objects.filter(branch=node).update(branch=into)
        return node


@repeated
def close_unit(*, actor: Actor, node_id: UUID, reason: str, now: datetime) -> Node:
    """Close an organisation where nobody lives and nothing is under way. Members of a team go back to its branch.

    Raises UnableToChangeNode, NotVisible.
    """
    with durable():
        node, by = _begin(actor, node_id, reason, now, again=True)
        if node.closed_at is not None:
            return node
        if node.kind in SITE_KINDS:
            if Person.objects.filter(home_site=node, closed_at=None).exists():
                raise UnableToChangeNode("has_people", _("这里还有登记的人。请把它并入另一个站点。"))
            if Need.objects.filter(site=node).exclude(state__in=[state.value for state in ENDED]).exists():
                raise UnableToChangeNode("has_needs", _("这里还有没办完的需求。请先办完。"))
        tree.close_node(node=node, by=by)
        above = node.parent if node.parent is not None and node.parent.kind in UNIT_KINDS else None
        Person.objects.filter(branch=node).update(branch=above)
        return node


@repeated
def enter_regions(*, now: datetime) -> int:
    """The installer puts the city, its counties and towns into the tree, as far as they are missing. How many."""
    with durable():
        tree.lock_tree()
        return load_regions(at=now, actor_id=None)


def _begin(actor: Actor, node_id: UUID, reason: str, now: datetime, *, again: bool = False) -> tuple[Node, By]:
    """The locked tree, the node that the actor may change, and who does it. Raises NotVisible, UnableToChangeNode."""
    tree.lock_tree()
    node = tree.lock_node(node_id=node_id)
    if not actor.may_edit(path=node.path):
        raise NotVisible
    if not reason.strip():
        raise UnableToChangeNode("no_reason", _("请写明为什么。"), field="reason")
    if not again:
        _check_open(node)
    return node, By(actor.id, actor.role_for(Power.TREE_EDIT, path=node.path), now, reason.strip())


def _check_open(node: Node) -> None:
    if node.closed_at is not None:
        raise UnableToChangeNode("closed", _("这个单位已经撤销了。"))


def _target(actor: Actor, node_id: UUID, field: str) -> Node:
    """Where something goes: an open node within the actor's own reach. What is outside it is not said to exist."""
    found = Node.objects.select_related("parent").filter(pk=node_id, closed_at=None).first()
    if found is None or not actor.may(Power.TREE_EDIT, path=found.path):
        raise UnableToChangeNode("no_such_target", _("请从列出的单位里选一个。"), field=field)
    return found


def _check_name(name: str, parent: Node, *, besides: Node | None = None) -> None:
    same = tree.children_of(node=parent).filter(name=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise UnableToChangeNode("name_taken", _("那里已经有一个同名的单位。"), field="name")
