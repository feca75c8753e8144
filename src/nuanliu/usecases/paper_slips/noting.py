"""Batches in the audit."""

from datetime import datetime

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.slips.access import SLIP_DESK
from nuanliu.domain.care.slips.batch_models import SlipBatch
from nuanliu.domain.network.types import Actor


def note_batch(
    action: str, batch: SlipBatch, actor: Actor, now: datetime, *, reason: str = "", **details: object
) -> None:
    """What was done with a batch, for the audit."""
    record(
        action=action,
        subject_type="slip_batch",
        subject_id=batch.id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(SLIP_DESK, path=batch.site.path),
        site_id=batch.site_id,
        reason=reason,
        details={"number": batch.number, **details},
    )
