"""Certificates in one run: a list of awards, or a record for everybody of a place; made by the task worker.

`issue_certificates` is what the commendation calls. The batch holds who and what; `make_certificates` does the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Visit
from nuanliu.domain.certificates import records
from nuanliu.domain.certificates.facts import Award
from nuanliu.domain.certificates.models import Batch, BatchItem
from nuanliu.domain.certificates.operations import UnableToCertify, seal_to_place
from nuanliu.domain.certificates.queries import access_batch
from nuanliu.domain.certificates.types import BatchState, CertificateKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.make_certificates import UNDER_WAY, make_batch, note_batch

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Order:
    """What a batch is to be."""

    kind: CertificateKind
    issuer_id: UUID
    name: str
    with_seal: bool
    check_address: str
    token: UUID


@repeated
def issue_certificates(
    *,
    actor: Actor,
    issuer_id: UUID,
    name: str,
    awards: Sequence[Award],
    with_seal: bool,
    check_address: str,
    token: UUID,
    now: datetime,
) -> Batch:
    """Certificates of honour for these awards, in this order; one certificate an award, whoever asks again.

    `check_address` is the absolute address of the page where anybody checks a code. The same token finds the first
    batch. With a seal only the keeper of the issuer's own seal may ask. Raises UnableToCertify, NotVisible.
    """
    items = [
        BatchItem(
            place=place,
            key=one.key,
            person_id=one.person_id,
            unit_id=one.unit_id,
            title=one.title,
            words=one.words,
            minutes=one.minutes,
            services=one.services,
            first_day=one.first_day,
            last_day=one.last_day,
        )
        for place, one in enumerate(awards, start=1)
    ]
    order = Order(CertificateKind.HONOUR, issuer_id, name, with_seal, check_address, token)
    return _begin(actor, order, items, now)


@repeated
def issue_records(
    *,
    actor: Actor,
    issuer_id: UUID,
    name: str,
    first: date,
    last: date,
    least_minutes: int,
    with_seal: bool,
    check_address: str,
    token: UUID,
    now: datetime,
) -> Batch:
    """A service record for everybody at or below the issuer who has given so many minutes in these days.

    The same token finds the first batch. Raises UnableToCertify, NotVisible.
    """
    issuer = _access_issuer(actor, issuer_id)
    if last < first:
        raise UnableToCertify("days", _("最后一天不能早于第一天。"), field="last_day")
    rows = Visit.objects.filter(
        volunteer__home_site__path__startswith=issuer.path,
        volunteer__closed_at=None,
        state__in=records.COUNTED,
        need__starts_at__gte=clock.at(first, 0),
        need__starts_at__lt=clock.at(last + timedelta(days=1), 0),
    )
    people = rows.values("volunteer_id").annotate(sum=Sum("counted_minutes")).filter(sum__gte=max(least_minutes, 1))
    order = people.order_by("volunteer__home_site__path", "volunteer__pinyin", "volunteer_id")
    items = [
        BatchItem(place=place, key=derived_id(token, str(who)), person_id=who, first_day=first, last_day=last)
        for place, who in enumerate(order.values_list("volunteer_id", flat=True), start=1)
    ]
    wanted = Order(CertificateKind.SERVICE, issuer_id, name, with_seal, check_address, token)
    return _begin(actor, wanted, items, now)


def _access_issuer(actor: Actor, issuer_id: UUID) -> Node:
    issuer = Node.objects.filter(pk=issuer_id, closed_at=None).first()
    if issuer is None or actor.id is None or not actor.may(Power.CERTIFICATE_ISSUE, path=issuer.path):
        raise NotVisible
    return issuer


@repeated
def _begin(actor: Actor, order: Order, items: list[BatchItem], now: datetime) -> Batch:
    identity = derived_id(order.token, "certificates")
    with durable():
        issuer = _access_issuer(actor, order.issuer_id)
        known = Batch.objects.filter(pk=identity).first()
        if known is not None:
            return known
        if order.with_seal:
            seal_to_place(actor=actor, issuer=issuer)
        if not items:
            raise UnableToCertify("nobody", _("这些天里没有够条件的人。"))
        if len(items) > MOST:
            raise UnableToCertify("too_many", _("一批最多 %(most)d 份，请分开做。") % {"most": MOST})
        batch = Batch.objects.create(
            pk=identity,
            kind=order.kind.value,
            issuer=issuer,
            name=order.name.strip(),
            with_seal=order.with_seal,
            site_address=order.check_address,
            total=len(items),
            made_by=actor.id or issuer.pk,
            made_at=now,
            touched_at=now,
        )
        for item in items:
            item.batch = batch
        BatchItem.objects.bulk_create(items, batch_size=1000)
        note_batch("certificates.begun", batch, actor.id, now, count=len(items))
        make_batch.enqueue(str(batch.pk))
        return batch


@repeated
def cancel_batch(*, actor: Actor, batch_id: UUID, now: datetime) -> Batch:
    """Stop: what is issued stays good, nothing more is made. Again, or when it is done, changes nothing."""
    with durable():
        access_batch(actor=actor, batch_id=batch_id)
        batch = Batch.objects.select_for_update(no_key=True, of=("self",)).select_related("issuer").get(pk=batch_id)
        if batch.state in UNDER_WAY:
            batch.state, batch.ended_at = BatchState.CANCELLED, now
            batch.save(update_fields=["state", "ended_at"])
            note_batch("certificates.cancelled", batch, actor.id, now, count=batch.issued)
        return batch
