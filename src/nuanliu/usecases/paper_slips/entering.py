"""A grid of slips becomes a batch that waits for a second person, or comes back with a verdict for each row."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.access import access_slip_site
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.batches import rows_of
from nuanliu.domain.care.slips.operations import lock_slips, step_slip
from nuanliu.domain.care.slips.types import BatchState, SlipState
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.paper_slips.judging import MOST_ROWS, judged
from nuanliu.usecases.paper_slips.noting import note_batch
from nuanliu.usecases.paper_slips.reading import with_dittos
from nuanliu.usecases.paper_slips.resolving import Ground, numbers_in
from nuanliu.usecases.paper_slips.types import Level, Typed
from nuanliu.usecases.paper_slips.verdicts import Verdict


class UnableToEnterSlips(Unable):
    """The grid cannot be entered as it stands; `verdicts` say why, row by row."""

    verdicts: tuple[Verdict, ...] = ()


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
        verdicts = judged(actor=actor, site=site, rows=filled, ground=ground, now=now)
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
