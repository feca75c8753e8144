"""Asking the level above: either side, once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.disputes.types import DisputeState, Side
from nuanliu.domain.care.types import Paused
from nuanliu.domain.network.types import Actor
from nuanliu.domain.standards.holidays import working_days_after
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.disputes.case import change_dispute, lock_dispute
from nuanliu.usecases.disputes.speaking import UnableToDispute, id_of, say, speaks_for


@repeated
def appeal(*, actor: Actor, dispute_id: UUID, words: str, now: datetime, side: Side | None = None) -> Dispute:
    """Either side asks the level above, once, within the Standard's days. Raises UnableToDispute, NotVisible."""
    with durable():
        case = lock_dispute(dispute_id=dispute_id)
        need, visit, dispute = case.need, case.visit, case.dispute
        side, role = speaks_for(actor=actor, need=need, visit=visit, side=side)
        if dispute.state == DisputeState.APPEALED and dispute.appealed_by == actor.id:
            return dispute
        standard = standard_in_force(at=now, site=visit.site_id)
        if dispute.state != DisputeState.DECIDED or dispute.appealed_at is not None:
            raise UnableToDispute("no_appeal", _("这件异议现在不能申诉。"))
        if dispute.decided_at is None or now > dispute.decided_at + timedelta(days=standard.days("dispute_days")):
            raise UnableToDispute("too_late", _("申诉的期限已经过了。"))
        if not words.strip():
            raise UnableToDispute("no_words", _("请写明为什么不服。"), field="words")
        due = working_days_after(moment=now, days=standard.days("dispute_decide_working_days"))
        change_dispute(
            dispute, state=DisputeState.APPEALED.value, appealed_by=id_of(actor=actor), appealed_at=now, decide_by=due
        )
        say(dispute=dispute, actor=actor, words=words, role=role, now=now)
        care.change(visit, paused=Paused.DISPUTED.value)
        care.note(
            action="dispute.appealed", subject=visit, actor=actor, at=now, role=role, reason=words.strip()[:300],
            side=side.value,
        )  # fmt: skip
        return dispute
