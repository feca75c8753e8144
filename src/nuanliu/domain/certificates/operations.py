"""Writing certificates: the number, the code, the signature. Always inside the act's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.certificates.facts import Facts
from nuanliu.domain.certificates.models import Batch, Certificate, Seal
from nuanliu.domain.certificates.numbers import certificate_id, serial_of, take_numbers
from nuanliu.domain.certificates.signing import sign
from nuanliu.domain.ledger.seals.codes import plain_code
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.passbook.booklets.codes import new_code
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import Unable

LONGEST_WORDS = 500


class UnableToCertify(Unable):
    """This cannot be put on paper like this."""


def name_of(*, issuer: Node) -> str:
    """Under which name a unit signs: for the city it is the bureau that leads the scheme."""
    return settings.BUREAU if issuer.kind == NodeKind.CITY else issuer.name


def issue(
    *,
    issuer: Node,
    facts: Sequence[Facts],
    at: datetime,
    actor_id: UUID | None,
    batch: Batch | None = None,
    places: Sequence[int] = (),
    seal: Seal | None = None,
) -> list[Certificate]:
    """One certificate for each, all of one kind, numbered in this order and signed. Keys that stand are not asked."""
    if not facts:
        return []
    kind, day = facts[0].kind, local_date(at)
    first = take_numbers(issuer=issuer.pk, kind=kind, year=day.year, count=len(facts))
    made = []
    for order, one in enumerate(facts):
        serial = serial_of(issuer=issuer, kind=kind, year=day.year, number=first + order)
        paper = Certificate(
            id=certificate_id(one.key),
            kind=kind.value,
            issuer=issuer,
            issuer_name=name_of(issuer=issuer),
            year=day.year,
            number=first + order,
            serial=serial,
            serial_key=plain_code(serial),
            code=new_code(),
            person_id=one.person_id,
            unit_id=one.unit_id,
            holder=one.holder,
            title=one.title,
            words=one.words,
            responsible=one.responsible,
            minutes=one.minutes,
            services=one.services,
            first_day=one.first_day,
            last_day=one.last_day,
            rows=one.rows,
            issued_on=day,
            issued_at=at,
            issued_by=actor_id,
            batch=batch,
            place_in_batch=places[order] if places else 0,
        )
        if seal is not None:
            paper.seal, paper.sealed_at, paper.sealed_by = seal, at, actor_id
        sign(paper, profile=settings.DIGEST)
        made.append(paper)
    return Certificate.objects.bulk_create(made)


def keeps_seal(*, actor: Actor, node_id: UUID) -> bool:
    """Whether the actor is appointed to the seal of exactly this unit; whoever stands above it is not."""
    return any(held.role is Role.SEAL_KEEPER and held.node == node_id for held in actor.appointments)


def seal_to_place(*, actor: Actor, issuer: Node) -> Seal:
    """The unit's seal, for its keeper. Raises UnableToCertify: not_keeper, no_seal."""
    if not keeps_seal(actor=actor, node_id=issuer.pk):
        raise UnableToCertify("not_keeper", _("只有这个单位的印章保管人才能盖章。"), field="with_seal")
    seal = Seal.objects.filter(node_id=issuer.pk, ended_at=None).first()
    if seal is None:
        raise UnableToCertify("no_seal", _("这个单位还没有上传印章。"), field="with_seal")
    return seal
