"""Reading certificates: one's own, those of one's units, and what anybody may know of a code or number."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.certificates.models import Batch, Certificate, Seal
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power, Role
from nuanliu.platform.errors import NotVisible

KEEPERS = (Power.CERTIFICATE_ISSUE, Power.SEAL_PLACE)


def with_code(*, code: int) -> Certificate | None:
    """The certificate with this code, with all that its page needs, in one question."""
    return Certificate.objects.filter(code=code).first()


def with_serial(*, key: str) -> Certificate | None:
    """The certificate with this number, typed without dashes."""
    return Certificate.objects.filter(serial_key=key).first()


def certificates_of(*, person_id: UUID) -> QuerySet[Certificate]:
    """Everything that was issued to a person, the newest first."""
    return Certificate.objects.filter(person_id=person_id).order_by("-issued_at", "id")


def _reach(actor: Actor, column: str) -> Q:
    return within(paths=[path for power in KEEPERS for path in actor.paths(power)], column=column)


def certificates_within(*, actor: Actor) -> QuerySet[Certificate]:
    """Issued by units that the actor's power reaches, the newest first."""
    rows = Certificate.objects.filter(_reach(actor, "issuer__path"))
    return rows.select_related("issuer").order_by("-issued_at", "-number", "id")


def access_certificate(*, actor: Actor, certificate_id: UUID) -> Certificate:
    """One of one's own, or of one's units. Raises NotVisible."""
    rows = Certificate.objects.select_related("issuer", "seal", "person__home_site")
    found = rows.filter(pk=certificate_id).first()
    if found is None or actor.id is None:
        raise NotVisible
    is_own = found.person_id == actor.id
    if not is_own and not any(actor.may(power, path=found.issuer.path) for power in KEEPERS):
        raise NotVisible
    return found


def batches_within(*, actor: Actor) -> QuerySet[Batch]:
    """Batches of units that the actor issues for, the newest first."""
    reach = within(paths=actor.paths(Power.CERTIFICATE_ISSUE), column="issuer__path")
    return Batch.objects.filter(reach).select_related("issuer").order_by("-made_at", "id")


def access_batch(*, actor: Actor, batch_id: UUID) -> Batch:
    """A batch of a unit that the actor issues for. Raises NotVisible."""
    found = Batch.objects.select_related("issuer").filter(pk=batch_id).first()
    if found is None or not actor.may(Power.CERTIFICATE_ISSUE, path=found.issuer.path):
        raise NotVisible
    return found


def units_kept(*, actor: Actor) -> list[Node]:
    """The units to whose seal the actor is appointed."""
    ids = [held.node for held in actor.appointments if held.role is Role.SEAL_KEEPER]
    return list(Node.objects.filter(pk__in=ids, closed_at=None).order_by("path"))


def seal_in_use(*, node_id: UUID) -> Seal | None:
    """The unit's seal."""
    return Seal.objects.filter(node_id=node_id, ended_at=None).first()
