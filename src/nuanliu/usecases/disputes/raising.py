"""Objecting: by the helper, by the old person or her relative, or by the desk for either; then anybody adds words."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.queries import newest_of
from nuanliu.domain.care import operations as care
from nuanliu.domain.care.disputes.models import Dispute, Saying
from nuanliu.domain.care.disputes.queries import dispute_of
from nuanliu.domain.care.disputes.types import WAITING, DisputeState, Side
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import Paused, VisitState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.standards.holidays import working_days_after
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.disputes.case import change_dispute, lock_dispute
from nuanliu.usecases.disputes.speaking import UnableToDispute, id_of, say, speaks_for

DISPUTABLE = frozenset({VisitState.CONFIRMED, VisitState.CERTIFIED, VisitState.CREDITED, VisitState.VOIDED})


@repeated
def raise_dispute(
    *, actor: Actor, visit_id: UUID, words: str, token: UUID, now: datetime, side: Side | None = None
) -> Dispute:
    """Object to what was decided, or is about to be. While it is open, nobody certifies or voids the visit.

    `side` says for whom the desk writes it down. The same token objects once. Raises UnableToDispute, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        side, role = speaks_for(actor=actor, need=need, visit=visit, side=side)
        dispute_id = derived_id(token, "dispute", str(visit_id))
        known = Dispute.objects.filter(site_id=visit.site_id, id=dispute_id).first()
        if known is not None:
            return known
        _refuse(visit, words, now)
        days = standard_in_force(at=now, site=visit.site_id).days("dispute_decide_working_days")
        dispute = Dispute.objects.create(
            site_id=visit.site_id,
            id=dispute_id,
            visit_id=visit.id,
            side=side.value,
            state=DisputeState.OPEN.value,
            raised_by=id_of(actor=actor),
            raised_at=now,
            decide_by=working_days_after(moment=now, days=days),
        )
        say(dispute=dispute, actor=actor, words=words, role=role, now=now)
        care.change(visit, paused=Paused.DISPUTED.value)
        party = need.elder_id if side is Side.ELDER else visit.volunteer_id
        on_behalf = None if actor.id == party else party
        care.note(
            action="visit.disputed", subject=visit, actor=actor, at=now, role=role, on_behalf_of=on_behalf,
            reason=words.strip()[:300], side=side.value,
        )  # fmt: skip
        other = visit.volunteer if side is Side.ELDER else need.elder
        tell(person=other, kind=NoticeKind.DISPUTE_RAISED, need=need, at=now)
        return dispute


@repeated
def add_words(*, actor: Actor, dispute_id: UUID, words: str, token: UUID, now: datetime) -> Saying:
    """Add what either side, or a witness at the desk, has to say. Raises UnableToDispute, NotVisible."""
    with durable():
        case = lock_dispute(dispute_id=dispute_id)
        need, visit, dispute = case.need, case.visit, case.dispute
        _side, role = speaks_for(actor=actor, need=need, visit=visit, side=Side(dispute.side))
        known = Saying.objects.filter(site_id=dispute.site_id, id=derived_id(token, "saying")).first()
        if known is not None:
            return known
        if dispute.state not in WAITING:
            raise UnableToDispute("not_open", _("这件异议已经定了。"))
        if not words.strip():
            raise UnableToDispute("no_words", _("请写几句。"), field="words")
        saying = say(dispute=dispute, actor=actor, words=words, role=role, now=now, id_=derived_id(token, "saying"))
        care.note(action="dispute.words_added", subject=visit, actor=actor, at=now, role=role)
        return saying


@repeated
def withdraw_dispute(*, actor: Actor, dispute_id: UUID, now: datetime) -> Dispute:
    """Whoever objected takes it back before it is decided. Raises UnableToDispute, NotVisible."""
    with durable():
        case = lock_dispute(dispute_id=dispute_id)
        need, visit, dispute = case.need, case.visit, case.dispute
        side, role = speaks_for(actor=actor, need=need, visit=visit, side=Side(dispute.side))
        if side != dispute.side:
            raise NotVisible
        if dispute.state == DisputeState.WITHDRAWN:
            return dispute
        if dispute.state != DisputeState.OPEN:
            raise UnableToDispute("not_open", _("这件异议已经定了。"))
        change_dispute(dispute, state=DisputeState.WITHDRAWN.value, decided_at=now)
        care.change(visit, paused="")
        care.note(action="dispute.withdrawn", subject=visit, actor=actor, at=now, role=role)
        return dispute


def may_dispute(*, visit: Visit, now: datetime) -> bool:
    """Whether the time to object is still open. Whether there is an objection already is not asked."""
    return visit.state in DISPUTABLE and now <= _since(visit) + _days(visit, now)


def _refuse(visit: Visit, words: str, now: datetime) -> None:
    if visit.state not in DISPUTABLE:
        raise UnableToDispute("not_yet", _("这次服务还没有到认定，有事请打站点电话。"))
    if dispute_of(site=visit.site_id, visit=visit.id) is not None:
        raise UnableToDispute("once", _("这次服务已经有一件异议了。"))
    if not may_dispute(visit=visit, now=now):
        raise UnableToDispute("too_late", _("提出异议的期限已经过了。"))
    if not words.strip():
        raise UnableToDispute("no_words", _("请写明哪里不对。"), field="words")


def _since(visit: Visit) -> datetime:
    """From when the days to object run: the decision; before it the confirmation."""
    if visit.state == VisitState.VOIDED:
        voided = newest_of(subject=visit.id, actions=["visit.voided"])
        if voided is not None:
            return voided.occurred_at
    since = visit.certified_at or visit.confirmed_at or visit.ended_at
    if since is None:
        raise ValueError(visit.id)
    return since


def _days(visit: Visit, now: datetime) -> timedelta:
    return timedelta(days=standard_in_force(at=now, site=visit.site_id).days("dispute_days"))
