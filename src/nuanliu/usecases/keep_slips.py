"""Numbered service slips at the desk: pads are issued, spoilt ones voided, lost and odd ones written down."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.slips.access import SLIP_DESK, access_range, access_slip, access_slip_site
from nuanliu.domain.care.slips.models import Slip, SlipRange
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.operations import REFUSALS, issue_range, lock_slips, step_slip
from nuanliu.domain.care.slips.types import SlipState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import UNIT_KINDS, Actor
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST_IN_A_PAD = 100
"""More would be a file of paper that nobody can hold."""


class UnableToKeepSlips(Unable):
    """The slips cannot be kept so."""


def holders_at(*, site: Node) -> list[Node]:
    """Who may get a pad of this site: the site itself, and the branches and teams that stand under it."""
    kinds = [kind.value for kind in UNIT_KINDS]
    under = Node.objects.filter(path__startswith=site.path, kind__in=kinds, closed_at=None)
    return [site, *under.order_by("path")]


@repeated
def issue_slips(*, actor: Actor, site_id: UUID, holder_id: UUID, count: int, token: UUID, now: datetime) -> SlipRange:
    """A pad of the next `count` numbers, for the site or one of its branches; the same token finds the same pad.

    Raises UnableToKeepSlips (too_many, no_such_holder), NotVisible.
    """
    with durable():
        site = access_slip_site(actor=actor, site_id=site_id)
        wanted = derived_id(token, "slips")
        known = SlipRange.objects.filter(site=site, id=wanted).first()
        if known is not None:
            return known
        if not 1 <= count <= MOST_IN_A_PAD:
            words = _("一次印 1 到 %(most)d 张。") % {"most": MOST_IN_A_PAD}
            raise UnableToKeepSlips("too_many", words, field="count")
        holder = next((one for one in holders_at(site=site) if one.pk == holder_id), None)
        if holder is None:
            raise UnableToKeepSlips("no_such_holder", _("请从列出的里面选一个。"), field="holder")
        made = issue_range(range_id=wanted, site=site, holder=holder, count=count, at=now, actor=actor.id)
        note_slip(
            "slips.issued", "slip_range", made.id, site, actor, now, first=made.first, last=made.last, to=holder.code
        )
        return made


def void_slip(*, actor: Actor, slip_id: UUID, reason: str, now: datetime) -> Slip:
    """A spoilt slip never counts. Voiding it again changes nothing. Raises UnableToKeepSlips, UnableToStepSlip."""
    return _state(actor, slip_id, SlipState.VOID, said(reason), now, "slip.voided")


def lose_slip(*, actor: Actor, slip_id: UUID, reason: str, now: datetime) -> Slip:
    """Nobody can find the slip; it does not count until it is found. Raises UnableToKeepSlips, UnableToStepSlip."""
    return _state(actor, slip_id, SlipState.MISSING, said(reason), now, "slip.lost")


def find_slip(*, actor: Actor, slip_id: UUID, now: datetime) -> Slip:
    """A lost slip turned up. Raises UnableToStepSlip, NotVisible."""
    return _state(actor, slip_id, SlipState.ISSUED, "", now, "slip.found")


def said(reason: str) -> str:
    """The reason, trimmed. Raises UnableToKeepSlips (no_reason)."""
    if not reason.strip():
        raise UnableToKeepSlips("no_reason", _("请写一句原因。"), field="reason")
    return reason.strip()[:200]


@repeated
def _state(  # noqa: PLR0917 (one step of one slip)
    actor: Actor, slip_id: UUID, to: SlipState, reason: str, now: datetime, action: str
) -> Slip:
    with durable():
        seen = access_slip(actor=actor, slip_id=slip_id)
        slip = lock_slips(site=seen.site_id, numbers=[seen.number])[seen.number]
        if slip.state == to:
            return slip
        if to is SlipState.ISSUED and slip.state != SlipState.MISSING:
            raise UnableToKeepSlips("not_missing", REFUSALS[SlipState(slip.state)])
        step_slip(slip=slip, to=to, at=now, actor=actor.id, reason=reason)
        note_slip(action, "slip", slip.id, seen.site, actor, now, reason=reason, number=slip.number)
        return slip


def printed_numbers(*, actor: Actor, range_id: UUID) -> tuple[SlipRange, list[str]]:
    """A pad with its numbers as they are printed. Raises NotVisible."""
    found = access_range(actor=actor, range_id=range_id)
    return found, [written(site=found.site_id, number=number) for number in range(found.first, found.last + 1)]


def note_slip(  # noqa: PLR0917 (the facts of one event)
    action: str,
    kind: str,
    subject: UUID,
    site: Node,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    **details: object,
) -> None:
    """What was done with slips, for the audit."""
    record(
        action=action,
        subject_type=kind,
        subject_id=subject,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(SLIP_DESK, path=site.path),
        site_id=site.pk,
        reason=reason,
        details=details,
    )
