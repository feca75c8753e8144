"""A signed batch goes back as one: every posting reversed, or nothing of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.batches import access_batch, lock_batch, rows_of, step_batch
from nuanliu.domain.care.slips.types import BatchState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.certify_visit import void_locked
from nuanliu.usecases.paper_slips.noting import note_batch
from nuanliu.usecases.paper_slips.returning import free_slips
from nuanliu.usecases.paper_slips.signing import lock_helpers


class UnableToReverseBatch(Unable):
    """The batch cannot be reversed as it stands."""


@repeated
def reverse_batch(*, actor: Actor, batch_id: UUID, reason: str, now: datetime) -> SlipBatch:
    """The whole batch goes back: every posting of it is reversed, its numbers can be typed again.

    All of it or nothing: where one helper has spent what she got, it says who. Reversing it again changes nothing.
    Raises UnableToReverseBatch (no_reason, spent, ...), NotVisible.
    """
    with durable():
        seen = access_batch(actor=actor, batch_id=batch_id)
        if not actor.may(Power.VISIT_CERTIFY, path=seen.site.path):
            raise NotVisible
        batch = lock_batch(batch=seen)
        if batch.state == BatchState.REVERSED:
            return batch
        if batch.state != BatchState.SIGNED:
            raise UnableToReverseBatch("not_signed", gettext_lazy("这一批还没有签字，退回就可以。"))
        if not reason.strip():
            raise UnableToReverseBatch("no_reason", gettext_lazy("请写明撤销的原因，志愿者会看到。"), field="reason")
        rows = rows_of(batch=batch)
        _void_all(rows, actor, reason.strip()[:200], now)
        free_slips(batch=batch, actor=actor, now=now)
        step_batch(batch=batch, to=BatchState.REVERSED, ended_at=now, ended_by=actor.id, reason=reason.strip()[:200])
        note_batch("slip_batch.reversed", batch, actor, now, reason=batch.reason, rows=len(rows))
        return batch


def _void_all(rows: Sequence[SlipRow], actor: Actor, reason: str, now: datetime) -> None:
    """Needs first, then visits, then helpers, each in the order of their ids, as everybody locks them."""
    needs = {row.id: care.lock_need(need_id=derived_id(row.id, "need")) for row in sorted(rows, key=_need_of)}
    visits = {row.id: _lock_visit(row, needs[row.id]) for row in sorted(rows, key=_visit_of)}
    helpers = lock_helpers(rows=rows)
    for row in rows:
        visit = visits[row.id]
        visit.volunteer = helpers[visit.volunteer_id]
        try:
            void_locked(actor=actor, need=needs[row.id], visit=visit, reason=reason, now=now)
        except UnableToPost as refusal:
            words = _("第 %(number)d 行%(name)s：%(words)s") % {
                "number": row.position,
                "name": visit.volunteer.name,
                "words": refusal.words,
            }
            raise UnableToReverseBatch("spent", words) from refusal


def _need_of(row: SlipRow) -> UUID:
    return derived_id(row.id, "need")


def _visit_of(row: SlipRow) -> UUID:
    return derived_id(row.id, "visit")


def _lock_visit(row: SlipRow, need: Need) -> Visit:
    visit = Visit.objects.select_for_update(no_key=True).get(site_id=row.site_id, id=_visit_of(row))
    visit.need = need
    return visit
