"""Changing the tree: renaming, moving, merging, closing. Nothing is taken out; where a node stood is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.kinds import KINDS
from nuanliu.domain.network.models import Appointment, Node, Pledge, Standing
from nuanliu.domain.network.operations import UnableToPlaceNode, end_appointment
from nuanliu.domain.network.pledges import end_pledge
from nuanliu.domain.network.types import NodeKind
from nuanliu.platform.errors import NotVisible


class UnableToChangeNode(UnableToPlaceNode):
    """The tree refuses this change."""


LONGEST_PATH = 200
"""Signs that `Node.path` has room for."""


@dataclass(frozen=True, slots=True)
class By:
    """Who changes the tree, when and why, for the audit."""

    actor_id: UUID | None
    role: str
    at: datetime
    reason: str


def lock_tree() -> None:
    """One change of the tree at a time: two that each look right could together make a circle."""
    list(Node.objects.select_for_update().filter(kind=NodeKind.CITY).values_list("pk", flat=True))


def lock_node(*, node_id: UUID) -> Node:
    """A node as it stands under the lock of the tree. Raises NotVisible."""
    node = Node.objects.select_related("parent", "merged_into").filter(pk=node_id).first()
    if node is None:
        raise NotVisible
    return node


def new_code(*, kind: NodeKind) -> str:
    """A code that nobody has, beginning with the kind's letters. Called under the lock of the tree."""
    letters = KINDS[kind].letters
    number = Node.objects.filter(kind=kind).count() + 1
    while Node.objects.filter(code=f"{letters}{number:03d}").exists():
        number += 1
    return f"{letters}{number:03d}"


def rename_node(*, node: Node, facts: dict[str, Any], by: By) -> None:
    """Write the name and what else a visitor reads of it (telephone, address, hours)."""
    changed = sorted(name for name, value in facts.items() if getattr(node, name) != value)
    if not changed:
        return
    before = {name: getattr(node, name) for name in changed}
    for name in changed:
        setattr(node, name, facts[name])
    node.save(update_fields=changed)
    _note("node.changed", node, by, fields=changed, was=before.get("name", ""))


def move_node(*, node: Node, to: Node, by: By) -> None:
    """Put a node with all below it under another. What was done before stays counted where it was done."""
    if node.parent_id == to.pk:
        return
    check_place(kind=NodeKind(node.kind), parent=to)
    if to.path.startswith(node.path):
        raise UnableToChangeNode("under_itself", _("不能挂到自己下面去。"), field="to")
    old = node.parent
    _put_under(node, to, by.at)
    _note("node.moved", node, by, was=old.name if old else "", name=to.name)


def merge_node(*, node: Node, into: Node, by: By) -> None:
    """Close `node` into another of its kind: what stands below it goes there, posts and pledges end.

    A site's book and its people stay at the closed site, which from now on stands under the other.
    """
    if node.merged_into_id == into.pk:
        return
    if node.kind != into.kind or node.pk == into.pk or node.branch_kind != into.branch_kind:
        raise UnableToChangeNode("other_kind", _("只能并入同一类的另一个单位。"), field="into")
    if node.kind == NodeKind.CITY or into.path.startswith(node.path):
        raise UnableToChangeNode("under_itself", _("不能并入自己或自己下面的单位。"), field="into")
    for child in children_of(node=node):
        _put_under(child, into, by.at)
    _end_all(node, by)
    node.closed_at, node.merged_into = by.at, into
    _put_under(node, into, by.at)
    _note("node.merged", node, by, name=into.name)


def close_node(*, node: Node, by: By) -> None:
    """Close a node under which nothing open stands; its posts and pledges end, its history stays."""
    if node.closed_at is not None:
        return
    if node.kind == NodeKind.CITY:
        raise UnableToChangeNode("root", _("整个城市不能撤销。"))
    if children_of(node=node).exists():
        raise UnableToChangeNode("has_children", _("下面还有单位。请先把它们移走、合并或撤销。"))
    _end_all(node, by)
    node.closed_at = by.at
    node.save(update_fields=["closed_at"])
    _note("node.closed", node, by)


def check_place(*, kind: NodeKind, parent: Node) -> None:
    """Raises UnableToChangeNode unless a node of `kind` may stand under `parent`, which is open."""
    if NodeKind(parent.kind) not in KINDS[kind].under:
        raise UnableToChangeNode("wrong_parent", _("这个单位不能挂在那里。"), field="to")
    if parent.closed_at is not None:
        raise UnableToChangeNode("parent_closed", _("那个单位已经撤销了。"), field="to")


def children_of(*, node: Node) -> Any:
    """The open nodes directly below."""
    return Node.objects.filter(parent=node, closed_at=None)


def _put_under(node: Node, to: Node, at: datetime) -> None:
    """Give the node and everything below it (closed ones too) their new paths, and keep the old ones with their end."""
    old, new = node.path, f"{to.path}{node.code}/"
    if len(new) + _deepest(old) > LONGEST_PATH:
        raise UnableToChangeNode("too_deep", _("挂得太深了。"), field="to")
    node.parent, node.path = to, new
    node.save(update_fields=["parent", "path", "closed_at", "merged_into"])
    below = Node.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    moved = dict(Node.objects.filter(path__startswith=new).values_list("pk", "path"))
    _stand(moved, at)


def _deepest(path: str) -> int:
    longest = max(len(one) for one in Node.objects.filter(path__startswith=path).values_list("path", flat=True))
    return longest - len(path)


def _stand(paths: dict[UUID, str], at: datetime) -> None:
    """Write down that these nodes stand there from `at`; a standing that began at this very moment is rewritten."""
    now_standing = Standing.objects.filter(node_id__in=paths, until=None)
    begun = list(now_standing.filter(since__gte=at))
    for one in begun:
        one.path = paths[one.node_id]
    Standing.objects.bulk_update(begun, ["path"])
    rest = set(paths) - {one.node_id for one in begun}
    now_standing.filter(node_id__in=rest).update(until=at)
    Standing.objects.bulk_create(Standing(node_id=node, path=paths[node], since=at) for node in sorted(rest))


def _end_all(node: Node, by: By) -> None:
    for appointment in appointments_at(nodes=[node]):
        end_appointment(appointment=appointment, at=by.at, actor_id=by.actor_id, actor_role=by.role, reason=by.reason)
    for pledge in Pledge.objects.filter(node=node, last_month=None):
        end_pledge(pledge=pledge, at=by.at, actor_id=by.actor_id, actor_role=by.role, reason=by.reason)


def appointments_at(*, nodes: Iterable[Node]) -> list[Appointment]:
    """The appointments in force at these nodes themselves."""
    rows = Appointment.objects.filter(node__in=list(nodes), ended_at=None).select_related("node")
    return list(rows.order_by("starts_at", "id"))


def _note(action: str, node: Node, by: By, **details: Any) -> None:
    record(
        action=action,
        subject_type="node",
        subject_id=node.pk,
        occurred_at=by.at,
        actor_id=by.actor_id,
        actor_role=by.role,
        site_id=node.pk if node.is_site else None,
        reason=by.reason,
        details={"kind": node.kind, "code": node.code, **details},
    )
