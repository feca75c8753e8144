"""Building the tree, appointing people, giving numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.operations import open_account
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.kinds import MAY_STAND_UNDER
from nuanliu.domain.network.models import Appointment, Login, Node, Numbering, Standing
from nuanliu.domain.network.types import SITE_KINDS, BranchKind, NodeKind, Role
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id


class UnableToPlaceNode(Unable):
    """The tree refuses: this kind may not stand there."""


SYSTEM_ACCOUNTS: tuple[tuple[AccountKind, Unit], ...] = (
    *((AccountKind.ISSUANCE, unit) for unit in Unit),
    (AccountKind.SERVICE, Unit.TIME),
    (AccountKind.POOL, Unit.TIME),
    (AccountKind.POOL, Unit.COIN),
    (AccountKind.CONVERSION, Unit.TIME),
    (AccountKind.CONVERSION, Unit.COIN),
)
"""What every site's book is opened with."""


def create_node(
    *,
    kind: NodeKind,
    code: str,
    name: str,
    parent: Node | None,
    at: datetime,
    actor_id: UUID | None,
    branch_kind: BranchKind | None = None,
    reason: str = "",
    **facts: Any,
) -> Node:
    """Put an organisation into the tree; a site's own accounts are opened with it.

    Raises UnableToPlaceNode if `kind` may not stand under the parent's kind.
    """
    allowed = MAY_STAND_UNDER[kind]
    if (parent is None) != (kind is NodeKind.CITY) or (parent is not None and NodeKind(parent.kind) not in allowed):
        raise UnableToPlaceNode("wrong_parent", _("这个单位不能挂在那里。"), field="parent")
    node = Node.objects.create(
        kind=kind,
        code=code,
        name=name,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        branch_kind=branch_kind or "",
        opened_at=at,
        **facts,
    )
    Standing.objects.create(node=node, path=node.path)
    if kind in SITE_KINDS:
        open_site_books(site=node.id, at=at)
    record(
        action="node.created",
        subject_type="node",
        subject_id=node.id,
        occurred_at=at,
        actor_id=actor_id,
        site_id=node.id if node.is_site else None,
        reason=reason,
        details={"kind": kind, "code": code, "name": name},
    )
    return node


def open_site_books(*, site: UUID, at: datetime) -> None:
    """Open a site's own accounts; opening them again changes nothing."""
    for kind, unit in SYSTEM_ACCOUNTS:
        open_account(site=site, unit=unit, kind=kind, owner=site, opened_at=at)


def create_login(*, username: str, at: datetime, password: str | None = None) -> Login:
    """A sign-in account; without a password nobody can sign in with one."""
    login = Login(id=new_id(), username=username, created_at=at)
    if password is None:
        login.set_unusable_password()
    else:
        login.set_password(password)
    login.save(force_insert=True)
    return login


def appoint(
    *,
    holder: Login,
    node: Node,
    role: Role,
    at: datetime,
    actor_id: UUID | None,
    actor_role: str = "",
    reason: str = "",
) -> Appointment:
    """Put a person into a role at a node, or find the appointment already in force."""
    appointment, is_new = Appointment.objects.get_or_create(
        holder=holder, node=node, role=role, ended_at=None, defaults={"starts_at": at, "made_by": actor_id}
    )
    if is_new:
        end_sessions(login=holder)
        record(
            action="appointment.made",
            subject_type="person",
            subject_id=holder.id,
            occurred_at=at,
            actor_id=actor_id,
            actor_role=actor_role,
            site_id=node.id if node.is_site else None,
            reason=reason,
            details={"role": role, "node": str(node.id), "name": node.name},
        )
    return appointment


def end_sessions(*, login: Login) -> None:
    """Sign the person out everywhere: what she may do has changed. Part of the act that changes it."""
    Login.objects.filter(pk=login.pk).update(stamp=F("stamp") + 1)
    login.refresh_from_db(fields=["stamp"])


def end_appointment(
    *, appointment: Appointment, at: datetime, actor_id: UUID | None, actor_role: str = "", reason: str
) -> None:
    """The appointment ends now, if it has not ended; it is never taken out of the history."""
    if appointment.ended_at is not None:
        return
    appointment.ended_at, appointment.ended_by, appointment.end_reason = at, actor_id, reason[:300]
    appointment.save(update_fields=["ended_at", "ended_by", "end_reason"])
    end_sessions(login=appointment.holder)
    node = appointment.node
    record(
        action="appointment.ended",
        subject_type="person",
        subject_id=appointment.holder_id,
        occurred_at=at,
        actor_id=actor_id,
        actor_role=actor_role,
        site_id=node.id if node.is_site else None,
        reason=reason,
        details={"role": appointment.role, "node": str(node.id), "name": node.name},
    )


def next_number(*, site: UUID, series: str, count: int = 1) -> int:
    """The next number of a site's series, starting at 1, or the first of the next `count` in a row.

    Two callers never get the same one.
    """
    Numbering.objects.bulk_create([Numbering(site_id=site, series=series)], ignore_conflicts=True)
    row = Numbering.objects.filter(site_id=site, series=series)
    row.update(last=F("last") + count)
    return row.values_list("last", flat=True).get() - count + 1
