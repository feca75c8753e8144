"""Nominations open; or the whole is cancelled before there is a list."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import UnableToCommend, lock_commendation, note, step


@repeated
def open_nominations(*, actor: Actor, commendation_id: UUID, now: datetime) -> Commendation:
    """From now on people and units nominate. Again changes nothing. Raises UnableToCommend, NotVisible."""
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        if found.state == CampaignState.OPEN:
            return found
        step(found, CampaignState.OPEN)
        note("commendation.opened", found, actor, now)
        return found


@repeated
def cancel_commendation(*, actor: Actor, commendation_id: UUID, reason: str, now: datetime) -> Commendation:
    """End it before there is a list. Again changes nothing. Raises UnableToCommend (no_reason, not_now), NotVisible."""
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        if found.state == CampaignState.CANCELLED:
            return found
        if not reason.strip():
            raise UnableToCommend("no_reason", _("请写明取消的原因。"), field="reason")
        step(found, CampaignState.CANCELLED, cancel_reason=reason.strip())
        note("commendation.cancelled", found, actor, now, reason=reason)
        return found
