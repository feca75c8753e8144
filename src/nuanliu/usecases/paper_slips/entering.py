"""A grid of slips becomes a batch that waits for a second person, or comes back with a verdict for each row."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.batches import access_batch, lock_batch, rows_of, step_batch
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.operations import lock_slips, step_slip
from nuanliu.domain.care.slips.queries import SLIP_DESK, access_slip_site
from nuanliu.domain.care.slips.types import BatchState, SlipState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.clock import local
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.paper_slips.checking import check
from nuanliu.usecases.paper_slips.reading import with_dittos
from nuanliu.usecases.paper_slips.resolving import Ground, numbers_in, refuse_unless_issued, resolve
from nuanliu.usecases.paper_slips.types import Level, Typed, Verdict

MOST_ROWS = 30


class UnableToEnterSlips(Unable):
    """The grid cannot be entered as it stands; `verdicts` say why, row by row."""

    verdicts: tuple[Verdict, ...] = ()


def judge(*, actor: Actor, site_id: UUID, rows: Sequence[Typed], now: datetime) -> list[Verdict]:
    """The dry run: a verdict for every row, nothing is written. Raises NotVisible."""
    site = access_slip_site(actor=actor, site_id=site_id)
    filled = with_dittos(rows[:MOST_ROWS])
    return _judged(actor, site, filled, Ground.survey(actor=actor, site=site, rows=filled, now=now), now)


def _judged(actor: Actor, site: Node, rows: Sequence[Typed], ground: Ground, now: datetime) -> list[Verdict]:
    verdicts = [resolve(row=row, number=number, ground=ground) for number, row in enumerate(rows, start=1)]
    for verdict in verdicts:
        refuse_unless_issued(verdict=verdict)
    check(actor=actor, site=site, verdicts=verdicts, now=now)
    return verdicts


@repeated
def enter_slips(*, actor: Actor, site_id: UUID, rows: Sequence[Typed], token: UUID, now: datetime) -> SlipBatch:
    """Enter the grid as one batch; every slip of it is taken at once or none. The same token finds the same batch.

    Raises UnableToEnterSlips (nothing, rows: with the verdicts), NotVisible.
    """
    with durable():
        site = access_slip_site(actor=actor, site_id=site_id)
        if actor.id is None:
            raise NotVisible
        wanted = derived_id(token, "slip-batch")
        known = SlipBatch.objects.filter(site=site, id=wanted).first()
        if known is not None:
            return known
        filled = with_dittos(rows[:MOST_ROWS])
        slips = lock_slips(site=site.pk, numbers=numbers_in(site=site, rows=filled))
        ground = Ground.survey(actor=actor, site=site, rows=filled, now=now, slips=slips)
        verdicts = _judged(actor, site, filled, ground, now)
        _insist(verdicts)
        batch = SlipBatch.objects.create(
            site=site,
            id=wanted,
            number=next_number(site=site.pk, series="slip-batch"),
            state=BatchState.WAITING,
            entered_at=now,
            entered_by=actor.id,
        )
        _write_rows(batch, verdicts, actor, now)
        note_batch("slip_batch.entered", batch, actor, now, rows=len(rows_of(batch=batch)))
        return batch


def _insist(verdicts: Sequence[Verdict]) -> None:
    if all(one.is_empty for one in verdicts):
        raise UnableToEnterSlips("nothing", _("一张单子也没有写。"))
    if any(one.level is Level.ERROR for one in verdicts):
        refusal = UnableToEnterSlips("rows", _("有的行要改，改好再送。"))
        refusal.verdicts = tuple(verdicts)
        raise refusal


def _write_rows(batch: SlipBatch, verdicts: Sequence[Verdict], actor: Actor, now: datetime) -> None:
    for position, verdict in enumerate((one for one in verdicts if one.meant), start=1):
        meant = verdict.meant
        if meant is None:
            continue
        step_slip(slip=meant.slip, to=SlipState.ENTERED, at=now, actor=actor.id)
        SlipRow.objects.create(
            site_id=batch.site_id,
            id=derived_id(batch.id, str(position)),
            batch_id=batch.id,
            position=position,
            slip_id=meant.slip.id,
            volunteer=meant.helper,
            elder=meant.elder,
            service=meant.service,
            starts_at=meant.starts_at,
            ends_at=meant.ends_at,
            minutes=verdict.minutes,
        )


@repeated
def return_batch(*, actor: Actor, batch_id: UUID, reason: str, now: datetime) -> SlipBatch:
    """Whoever entered it, or whoever may sign it, sends it back: its slips can be typed again.

    Returning it again changes nothing. Raises UnableToEnterSlips (no_reason, not_waiting), NotVisible.
    """
    with durable():
        seen = access_batch(actor=actor, batch_id=batch_id)
        if actor.id != seen.entered_by and not actor.may(Power.VISIT_CERTIFY, path=seen.site.path):
            raise NotVisible
        batch = lock_batch(batch=seen)
        if batch.state == BatchState.RETURNED:
            return batch
        if not reason.strip():
            raise UnableToEnterSlips("no_reason", _("请写一句原因。"), field="reason")
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
