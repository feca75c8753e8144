"""The electronic seal of a unit: put in, ended, placed; by its appointed keeper and by nobody else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import Done, record, record_all
from nuanliu.domain.certificates.models import Certificate, Seal
from nuanliu.domain.certificates.operations import UnableToCertify, keeps_seal, seal_to_place
from nuanliu.domain.certificates.seals import digest_of, redrawn
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Role
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


def access_kept_unit(*, actor: Actor, node_id: UUID) -> Node:
    """A unit to whose seal the actor is appointed. Raises NotVisible."""
    node = Node.objects.filter(pk=node_id, closed_at=None).first()
    if node is None or actor.id is None or not keeps_seal(actor=actor, node_id=node.pk):
        raise NotVisible
    return node


@repeated
def put_seal(*, actor: Actor, node_id: UUID, image: bytes, token: UUID, now: datetime) -> Seal:
    """The unit's seal from now on; the one before stays on the papers it is on. The same token finds the first.

    Raises UnableToReadSeal, NotVisible.
    """
    picture = redrawn(data=image)
    identity = derived_id(token, "seal")
    with durable():
        node = access_kept_unit(actor=actor, node_id=node_id)
        known = Seal.objects.filter(pk=identity).first()
        if known is not None:
            return known
        _end(node, actor, now)
        seal = Seal.objects.create(
            pk=identity,
            node=node,
            image=picture,
            digest=digest_of(image=picture),
            put_by=actor.id or node_id,
            put_at=now,
        )
        _note("seal.put", node, seal, actor, now)
        return seal


@repeated
def end_seal(*, actor: Actor, node_id: UUID, now: datetime) -> None:
    """The seal is placed no more. Again changes nothing. Raises NotVisible."""
    with durable():
        node = access_kept_unit(actor=actor, node_id=node_id)
        _end(node, actor, now)


def _end(node: Node, actor: Actor, now: datetime) -> None:
    for seal in Seal.objects.select_for_update(no_key=True, of=("self",)).filter(node=node, ended_at=None):
        seal.ended_at, seal.ended_by = now, actor.id
        seal.save(update_fields=["ended_at", "ended_by"])
        _note("seal.ended", node, seal, actor, now)


@repeated
def place_seals(*, actor: Actor, node_id: UUID, certificates: Sequence[UUID], now: datetime) -> int:
    """Put the seal on these certificates of the unit; what has one, or is revoked, stays as it is. Gives how many.

    Raises UnableToCertify (no_seal), NotVisible.
    """
    with durable():
        node = access_kept_unit(actor=actor, node_id=node_id)
        seal = seal_to_place(actor=actor, issuer=node)
        rows = Certificate.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
        waiting = list(rows.filter(pk__in=list(certificates), issuer=node, seal=None, revoked_at=None))
        if not waiting and not Certificate.objects.filter(pk__in=list(certificates), issuer=node).exists():
            raise UnableToCertify("none", _("请先勾选要盖章的。"))
        for paper in waiting:
            paper.seal, paper.sealed_at, paper.sealed_by = seal, now, actor.id
            paper.save(update_fields=["seal", "sealed_at", "sealed_by"])
        record_all(
            done=[
                Done(
                    action="seal.placed",
                    subject_type="certificate",
                    subject_id=paper.pk,
                    occurred_at=now,
                    actor_id=actor.id,
                    actor_role=Role.SEAL_KEEPER.value,
                    details={"number": paper.serial, "seal": str(seal.pk)},
                )
                for paper in waiting
            ]
        )
        return len(waiting)


def _note(action: str, node: Node, seal: Seal, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="node",
        subject_id=node.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=Role.SEAL_KEEPER.value,
        details={"seal": str(seal.pk), "digest": seal.digest},
    )
