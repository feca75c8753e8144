"""A batch goes back before it is signed; its slips can be typed again, and its rows come as they were typed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.batches import access_batch, lock_batch, rows_of, step_batch
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.operations import lock_slips, step_slip
from nuanliu.domain.care.slips.types import BatchState, SlipState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.clock import local
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.paper_slips.noting import note_batch
from nuanliu.usecases.paper_slips.types import Typed


class UnableToReturnBatch(Unable):
    """The batch cannot be sent back so."""


@repeated
def return_batch(*, actor: Actor, batch_id: UUID, reason: str, now: datetime) -> SlipBatch:
    """Whoever entered it, or whoever may sign it, sends it back: its slips can be typed again.

    Returning it again changes nothing. Raises UnableToReturnBatch (no_reason, not_waiting), NotVisible.
    """
    with durable():
        seen = access_batch(actor=actor, batch_id=batch_id)
        if actor.id != seen.entered_by and not actor.may(Power.VISIT_CERTIFY, path=seen.site.path):
            raise NotVisible
        batch = lock_batch(batch=seen)
        if batch.state == BatchState.RETURNED:
            return batch
        if not reason.strip():
            raise UnableToReturnBatch("no_reason", _("请写一句原因。"), field="reason")
        free_slips(batch=batch, actor=actor, now=now)
        step_batch(batch=batch, to=BatchState.RETURNED, ended_at=now, ended_by=actor.id, reason=reason.strip()[:200])
        note_batch("slip_batch.returned", batch, actor, now, reason=batch.reason)
        return batch


def free_slips(*, batch: SlipBatch, actor: Actor, now: datetime) -> None:
    """Its rows no longer hold their numbers."""
    rows = rows_of(batch=batch)
    slips = lock_slips(site=batch.site_id, numbers=[row.slip.number for row in rows])
    SlipRow.objects.filter(site_id=batch.site_id, batch_id=batch.id).update(is_standing=False)
    for slip in slips.values():
        step_slip(slip=slip, to=SlipState.ISSUED, at=now, actor=actor.id)


def typed_rows(*, batch: SlipBatch) -> list[Typed]:
    """A batch as it could have been typed, to be mended and entered again."""
    return [
        Typed(
            slip=written(site=row.site_id, number=row.slip.number),
            helper=row.volunteer.volunteer.number,
            elder=row.elder.name,
            service=row.service.code.removeprefix("S"),
            day=f"{local(row.starts_at):%Y-%m-%d}",
            start=f"{local(row.starts_at):%H:%M}",
            end=f"{local(row.ends_at):%H:%M}",
        )
        for row in rows_of(batch=batch)
    ]
