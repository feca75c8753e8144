"""The second signature: every row of a batch becomes a visit that counts, and the batch as one can go back."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.batches import access_batch, has_picture, lock_batch, rows_of, step_batch
from nuanliu.domain.care.slips.operations import lock_slips, step_slip
from nuanliu.domain.care.slips.types import BatchState, SlipState
from nuanliu.domain.care.types import Channel, Evidence, Grade, NeedState, VisitState
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.households import family_free
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.certify_visit import certify_on_paper
from nuanliu.usecases.paper_slips.checking import check, planned_of
from nuanliu.usecases.paper_slips.noting import note_batch
from nuanliu.usecases.paper_slips.types import Level
from nuanliu.usecases.paper_slips.verdicts import Meant, Verdict
from nuanliu.usecases.publishing import publish, usual_payer


class UnableToSignBatch(Unable):
    """This person may not sign this batch, or it cannot be signed or reversed as it stands."""


def refusal_to_sign(*, actor: Actor, batch: SlipBatch, now: datetime) -> UnableToSignBatch | None:
    """Why this person may not sign it now; None if she may. The batch has been accessed by `actor`."""
    return _refusal(actor, batch, now) or _refusal_by_rows(verdicts_of(actor=actor, batch=batch, now=now))


def _refusal(actor: Actor, batch: SlipBatch, now: datetime) -> UnableToSignBatch | None:
    if actor.id == batch.entered_by:
        return UnableToSignBatch("entered_it", gettext_lazy("这一批是您录的，要请同事签字。"))
    if not actor.may(Power.VISIT_CERTIFY, path=batch.site.path):
        return UnableToSignBatch("no_power", gettext_lazy("要由本站点的认定员签字。"))
    if batch.state != BatchState.WAITING:
        return UnableToSignBatch("not_waiting", gettext_lazy("这一批已经办过了。请刷新页面再看。"))
    standard = standard_in_force(at=now, site=batch.site_id)
    if standard.boolean("backfill_photo_required") and not has_picture(batch=batch):
        return UnableToSignBatch("no_photo", gettext_lazy("还没有单子的照片，请先附上。"))
    return None


def _refusal_by_rows(verdicts: Sequence[Verdict]) -> UnableToSignBatch | None:
    wrong = next((one for one in verdicts if one.level is Level.ERROR), None)
    if wrong is None:
        return None
    words = _("第 %(number)d 行：%(words)s") % {"number": wrong.number, "words": wrong.findings[0].words}
    return UnableToSignBatch("rows", words)


def verdicts_of(*, actor: Actor, batch: SlipBatch, now: datetime) -> list[Verdict]:
    """What is to be said about the rows of a batch that waits, as the house stands now."""
    verdicts = [Verdict(row.position, meant=_meant(row)) for row in rows_of(batch=batch)]
    check(actor=actor, site=batch.site, verdicts=verdicts, now=now)
    return verdicts


def _meant(row: SlipRow) -> Meant:
    return Meant(row.slip, row.volunteer, row.elder, row.service, row.starts_at, row.ends_at)


@repeated
def sign_batch(*, actor: Actor, batch_id: UUID, now: datetime) -> SlipBatch:
    """The second person signs: every slip is used, every visit counted and credited, all of them or none.

    Signing a signed batch changes nothing. Raises UnableToSignBatch, UnableToPost, NotVisible.
    """
    with durable():
        batch = lock_batch(batch=access_batch(actor=actor, batch_id=batch_id))
        if batch.state == BatchState.SIGNED:
            return batch
        refusal = _refusal(actor, batch, now)
        if refusal is not None:
            raise refusal
        rows = rows_of(batch=batch)
        slips = lock_slips(site=batch.site_id, numbers=[row.slip.number for row in rows])
        helpers = lock_helpers(rows=rows)
        refusal = _refusal_by_rows(verdicts_of(actor=actor, batch=batch, now=now))
        if refusal is not None:
            raise refusal
        for row in rows:
            row.volunteer = helpers[row.volunteer_id]
            visit = _served(batch, row, actor, now)
            step_slip(slip=slips[row.slip.number], to=SlipState.USED, at=now, actor=actor.id, visit_id=visit.id)
            SlipRow.objects.filter(site_id=row.site_id, id=row.id).update(
                visit_id=visit.id, minutes=visit.counted_minutes or 0
            )
        step_batch(batch=batch, to=BatchState.SIGNED, signed_at=now, signed_by=actor.id)
        note_batch("slip_batch.signed", batch, actor, now, rows=len(rows))
        return batch


def lock_helpers(*, rows: Sequence[SlipRow]) -> dict[UUID, Person]:
    """The helpers of these rows, locked in the order of their ids."""
    return {one: care.lock_helper(volunteer_id=one) for one in sorted({row.volunteer_id for row in rows})}


def _served(batch: SlipBatch, row: SlipRow, actor: Actor, now: datetime) -> Visit:
    """The need and the visit that a row stands for, certified and credited like any other."""
    need = _need(batch, row, now)
    publish(need=need, actor=actor, role=actor.role_for(Power.VISIT_CERTIFY, path=batch.site.path), now=now)
    care.step_need(need=need, to=NeedState.MATCHED)
    care.step_need(need=need, to=NeedState.SERVED)
    visit = Visit.objects.create(
        site_id=batch.site_id,
        id=derived_id(row.id, "visit"),
        need_id=need.id,
        volunteer=row.volunteer,
        unit_id=row.volunteer.branch_id,
        slot=1,
        state=VisitState.CONFIRMED,
        taken_at=row.starts_at,
        started_at=row.starts_at,
        start_evidence=Evidence.SLIP,
        start_by=batch.entered_by,
        ended_at=row.ends_at,
        end_evidence=Evidence.SLIP,
        end_by=batch.entered_by,
        reported_late=True,
        grade=Grade.ATTESTED,
        measured_minutes=_meant(row).measured,
        choice=row.volunteer.volunteer.default_choice,
        came=True,
        confirmed_at=now,
        confirmed_by=batch.entered_by,
        first_review_by=batch.entered_by,
    )
    visit.need = need
    care.follow_visits(need=need)
    certify_on_paper(actor=actor, need=need, visit=visit, now=now)
    return visit


def _need(batch: SlipBatch, row: SlipRow, now: datetime) -> Need:
    meant = _meant(row)
    minutes = planned_of(meant)
    saved = savings_of(person_id=row.elder_id, site_id=row.elder.home_site_id)
    need = Need.objects.create(
        site=batch.site,
        id=derived_id(row.id, "need"),
        number=next_number(site=batch.site_id, series="need"),
        elder=row.elder,
        service=row.service,
        state=NeedState.SUBMITTED,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        planned_minutes=minutes,
        helpers_wanted=1,
        payer=usual_payer(saved=saved, minutes=minutes, family=family_free(person_id=row.elder_id)),
        channel=Channel.DESK,
        code=f"{secrets.randbelow(10_000):04d}",
        placed_by=batch.entered_by,
        submitted_at=batch.entered_at,
        review_by=now,
        standard_version=standard_in_force(at=row.starts_at, site=batch.site_id).version_id,
    )
    need.service, need.elder = row.service, row.elder
    return need
