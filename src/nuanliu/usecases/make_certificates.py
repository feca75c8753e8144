"""The work of a batch: numbers, signatures and seals, a hundred at a time, then the papers, part by part.

Each piece is one transaction. Killed at any moment the work goes on where the last one ended: no number is used twice
and none is missing (ADR 0058). Papers are drawn outside any transaction, so that nobody waits for them.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django_tasks import task

from nuanliu.domain.audit.operations import Done, record, record_all
from nuanliu.domain.certificates import drawing, records
from nuanliu.domain.certificates.facts import Facts
from nuanliu.domain.certificates.models import Batch, BatchItem, BatchPart, Certificate, Seal
from nuanliu.domain.certificates.numbers import certificate_id
from nuanliu.domain.certificates.operations import issue, keeps_seal
from nuanliu.domain.certificates.queries import seal_in_use
from nuanliu.domain.certificates.types import BatchState, CertificateKind
from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.network.types import ANONYMOUS
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import actor_for
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

AT_ONCE = 100
"""Certificates of one transaction: small enough that little is done again after a crash."""
A_PART = 200
"""Papers of one PDF."""
QUIET = timedelta(minutes=2)
"""A batch that nobody has touched for so long has lost its worker."""
UNDER_WAY = (BatchState.WAITING.value, BatchState.ISSUING.value, BatchState.DRAWING.value)


@task()
def make_batch(batch_id: str) -> str:
    """Issue and put together what is left of one batch."""
    while continue_batch(batch_id=UUID(batch_id), now=clock.now()):
        pass
    return str(Batch.objects.values_list("state", flat=True).get(pk=batch_id))


def continue_lost(*, now: datetime) -> int:
    """Queue again each batch that has lost its worker. Gives how many."""
    lost = Batch.objects.filter(state__in=UNDER_WAY, touched_at__lt=now - QUIET).order_by("made_at")
    ids = list(lost.values_list("pk", flat=True))
    for batch_id in ids:
        make_batch.enqueue(str(batch_id))
    Batch.objects.filter(pk__in=ids).update(touched_at=now)
    return len(ids)


def continue_batch(*, batch_id: UUID, now: datetime) -> bool:
    """The next piece of the work; False when there is nothing left to do. Papers are drawn outside any transaction."""
    batch = Batch.objects.filter(pk=batch_id, state__in=UNDER_WAY).first()
    if batch is None:
        return False
    if batch.issued < batch.total:
        return _issue_some(batch_id, now)
    return _keep_part(batch, draw_next(batch=batch), now)


@repeated
def _issue_some(batch_id: UUID, now: datetime) -> bool:
    with durable():
        batch = _locked(batch_id)
        if batch is not None and batch.issued < batch.total:
            issue_next(batch=batch, now=now)
            batch.touched_at = now
            batch.save()
        return batch is not None


@repeated
def _keep_part(seen: Batch, part: BatchPart | None, now: datetime) -> bool:
    with durable():
        batch = _locked(seen.pk)
        if batch is None or batch.drawn != seen.drawn:
            return batch is not None
        if part is not None:
            part.save()
        batch.drawn, batch.touched_at = min(seen.drawn + A_PART, batch.total), now
        if batch.drawn == batch.total:
            batch.state, batch.ended_at = BatchState.DONE, now
            note_batch("certificates.done", batch, batch.made_by, now, count=batch.total - batch.left_out)
        batch.save()
        return batch.state != BatchState.DONE


def _locked(batch_id: UUID) -> Batch | None:
    rows = Batch.objects.select_for_update(no_key=True, of=("self",)).select_related("issuer")
    return rows.filter(pk=batch_id, state__in=UNDER_WAY).first()


def issue_next(*, batch: Batch, now: datetime) -> None:
    """Number, sign and seal the next places. The batch's row is locked."""
    items = list(batch.items.filter(place__gt=batch.issued).order_by("place")[:AT_ONCE])
    seal, keeper = _seal_of(batch, now)
    made = Certificate.objects.filter(pk__in=[certificate_id(item.key) for item in items])
    standing = set(made.values_list("pk", flat=True))
    facts = _facts(batch, [item for item in items if certificate_id(item.key) not in standing])
    papers = issue(
        issuer=batch.issuer,
        facts=[one for _place, one in facts],
        places=[place for place, _one in facts],
        at=now,
        actor_id=keeper or batch.made_by,
        batch=batch,
        seal=seal,
    )
    record_all(done=[one for paper in papers for one in done_on(paper=paper, now=now)])
    batch.issued += len(items)
    batch.left_out += len(items) - len(papers)
    batch.state = BatchState.ISSUING if batch.issued < batch.total else BatchState.DRAWING


def done_on(*, paper: Certificate, now: datetime) -> list[Done]:
    """What the audit says of a certificate that was issued, and of the seal on it."""
    facts = {"number": paper.serial, "kind": paper.kind, "title": paper.title}
    issued = Done(
        action="certificate.issued",
        subject_type="certificate",
        subject_id=paper.pk,
        occurred_at=now,
        actor_id=paper.issued_by,
        details=facts,
    )
    if paper.seal_id is None:
        return [issued]
    placed = replace(
        issued,
        action="seal.placed",
        actor_id=paper.sealed_by,
        details={"number": paper.serial, "seal": str(paper.seal_id)},
    )
    return [issued, placed]


def _seal_of(batch: Batch, now: datetime) -> tuple[Seal | None, UUID | None]:
    """The seal, as long as whoever asked is still its keeper; else the rest goes out without, to be sealed later."""
    if not batch.with_seal:
        return None, None
    login = Login.objects.filter(pk=batch.made_by).first()
    keeper = ANONYMOUS if login is None else actor_for(login=login, now=now)
    if not keeps_seal(actor=keeper, node_id=batch.issuer_id):
        return None, None
    return seal_in_use(node_id=batch.issuer_id), keeper.id


def _facts(batch: Batch, items: list[BatchItem]) -> list[tuple[int, Facts]]:
    """What is to be printed at each place; who has left, or has no hours in these days, is left out."""
    people = {one.pk: one for one in Person.objects.filter(pk__in=[i.person_id for i in items], closed_at=None)}
    if batch.kind == CertificateKind.SERVICE:
        first, last = (items[0].first_day, items[0].last_day) if items else (date.min, date.min)
        found = records.service_facts(people=list(people.values()), first=first, last=last) if items else {}
        return [
            (item.place, records.with_key(facts=found[item.person_id], key=item.key))
            for item in items
            if item.person_id in found
        ]
    units = {one.pk: one.name for one in Node.objects.filter(pk__in=[i.unit_id for i in items if i.unit_id])}
    names = {**{pk: one.name for pk, one in people.items()}, **units}
    return [
        (
            item.place,
            Facts(
                key=item.key,
                kind=CertificateKind.HONOUR,
                title=item.title,
                holder=names[who],
                person_id=item.person_id,
                unit_id=item.unit_id,
                words=item.words,
                minutes=item.minutes,
                services=item.services,
                first_day=item.first_day,
                last_day=item.last_day,
            ),
        )
        for item in items
        if (who := item.person_id or item.unit_id) in names
    ]


def draw_next(*, batch: Batch) -> BatchPart | None:
    """The next papers as one PDF, not yet kept; None where all of them were left out."""
    first, last = batch.drawn + 1, min(batch.drawn + A_PART, batch.total)
    rows = Certificate.objects.filter(batch=batch, place_in_batch__gte=first, place_in_batch__lte=last)
    papers = list(rows.select_related("seal").order_by("place_in_batch"))
    if not papers:
        return None
    pdf = drawing.papers_pdf(papers=papers, check_address=batch.site_address)
    return BatchPart(batch=batch, number=batch.drawn // A_PART + 1, first=first, count=len(papers), pdf=pdf)


def note_batch(action: str, batch: Batch, actor_id: UUID | None, now: datetime, *, count: int) -> None:
    """Write down what happens to a batch as a whole."""
    record(
        action=action,
        subject_type="node",
        subject_id=batch.issuer_id,
        occurred_at=now,
        actor_id=actor_id,
        details={"title": batch.name, "kind": batch.kind, "count": count},
    )
