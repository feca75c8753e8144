"""Slips that were handed in and cannot count: written down, and settled."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.access import access_slip_site, access_stray
from nuanliu.domain.care.slips.models import Slip, StraySlip
from nuanliu.domain.care.slips.numbers import UnreadableNumber, read_number
from nuanliu.domain.care.slips.queries import slip_numbered
from nuanliu.domain.care.slips.types import SlipState, StrayKind
from nuanliu.domain.network.types import Actor
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.keep_slips import UnableToKeepSlips, note_slip, said


@repeated
def note_stray(*, actor: Actor, site_id: UUID, text: str, note: str, token: UUID, now: datetime) -> StraySlip:
    """Somebody holds a slip that cannot count: a number used before, or one never issued here.

    The same token finds what was noted. Raises UnableToKeepSlips (fine: it can be typed in; no_note), NotVisible.
    """
    with durable():
        site = access_slip_site(actor=actor, site_id=site_id)
        wanted = derived_id(token, "stray")
        known = StraySlip.objects.filter(site=site, id=wanted).first()
        if known is not None:
            return known
        if not note.strip():
            raise UnableToKeepSlips("no_note", _("请写一句：谁交来的，有什么不对。"), field="note")
        slip = known_slip(site=site.pk, text=text)
        if slip is not None and slip.state in {SlipState.ISSUED, SlipState.MISSING}:
            raise UnableToKeepSlips("fine", _("这张单子是本站的，还没有用过，可以录。"), field="number")
        made = StraySlip.objects.create(
            site=site,
            id=wanted,
            kind=StrayKind.FOREIGN if slip is None else StrayKind.DOUBLE,
            text=text.strip()[:20],
            slip_id=slip.id if slip is not None else None,
            note=note.strip()[:200],
            found_at=now,
            found_by=actor.id,
        )
        note_slip("slip.stray_noted", "stray_slip", made.id, site, actor, now, stray=made.kind, text=made.text)
        return made


def known_slip(*, site: UUID, text: str) -> Slip | None:
    """The slip whose number was typed; None if it is none of this site's."""
    try:
        return slip_numbered(site=site, number=read_number(site=site, text=text))
    except UnreadableNumber:
        return None


@repeated
def settle_stray(*, actor: Actor, stray_id: UUID, outcome: str, now: datetime) -> StraySlip:
    """What came of it. Settling it again changes nothing. Raises UnableToKeepSlips (no_reason), NotVisible."""
    with durable():
        seen = access_stray(actor=actor, stray_id=stray_id)
        stray = StraySlip.objects.select_for_update(no_key=True).get(site_id=seen.site_id, id=seen.id)
        if stray.settled_at is not None:
            return stray
        stray.outcome, stray.settled_at, stray.settled_by = said(outcome), now, actor.id
        stray.save(update_fields=["outcome", "settled_at", "settled_by"])
        note_slip("slip.stray_settled", "stray_slip", stray.id, seen.site, actor, now, reason=stray.outcome)
        return stray
