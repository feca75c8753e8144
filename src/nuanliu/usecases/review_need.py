"""The site looks at what was asked: it is published, or goes back with a reason; a returned need can be mended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.rules import acts_for_elder, is_staff_for
from nuanliu.domain.care.types import NeedState, Payer
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.households import family_free
from nuanliu.domain.passbook.overdrafts import own_time
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.publishing import publish


class UnableToReviewNeed(Unable):
    """The actor may not decide, or gave no reason."""


@repeated
def review_need(*, actor: Actor, need_id: UUID, approve: bool, now: datetime, reason: str = "") -> Need:
    """Publish the need, or return it with a reason. Deciding the same again changes nothing.

    Raises UnableToReviewNeed, UnableToStep, UnableToPost, NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        if not is_staff_for(actor=actor, need=need, power=Power.NEED_REVIEW):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={need.elder_id}):
            raise UnableToReviewNeed("own_or_kin", _("自己或家人的需求要请同事审核。"))
        if _is_decided(need, actor, approve=approve, reason=reason):
            return need
        role = actor.role_for(Power.NEED_REVIEW, path=need.site.path)
        if approve:
            _fall_back_to_welfare(need)
            publish(need=need, actor=actor, role=role, now=now)
            tell(person=need.elder, kind=NoticeKind.NEED_PUBLISHED, need=need, at=now)
            return need
        if not reason.strip():
            raise UnableToReviewNeed("no_reason", _("请写明退回的原因，老人会看到。"), field="reason")
        care.step_need(need=need, to=NeedState.RETURNED, return_reason=reason, reviewed_by=actor.id)
        care.note(action="need.returned", subject=need, actor=actor, at=now, role=role, reason=reason)
        tell(person=need.elder, kind=NoticeKind.NEED_RETURNED, need=need, at=now, reason=reason)
        return need


def _is_decided(need: Need, actor: Actor, *, approve: bool, reason: str) -> bool:
    """Whether this very decision stands: the need is published, or was returned by this actor for this reason."""
    if approve:
        return need.published_at is not None and need.state in {NeedState.OPEN, NeedState.MATCHED}
    decided = (need.state, need.reviewed_by, need.return_reason)
    return decided == (NeedState.RETURNED, actor.id, reason)


def _fall_back_to_welfare(need: Need) -> None:
    """Between asking and review her free minutes may have gone: then the site pays, and she is not refused."""
    free: int | None = None
    if need.payer == Payer.OWN_TIME:
        free = own_time(person=need.elder_id, site=need.site_id)
    elif need.payer == Payer.GRANT:
        free = savings_of(person_id=need.elder_id, site_id=need.site_id).grant_free
    elif need.payer == Payer.FAMILY:
        free = family_free(person_id=need.elder_id)
    if free is not None and free < need.planned_minutes * need.helpers_wanted:
        care.change(need, payer=Payer.WELFARE.value)


@repeated
def resubmit_need(*, actor: Actor, need_id: UUID, starts_at: datetime, minutes: int, note: str, now: datetime) -> Need:
    """Send a returned need again with other answers; the same answers again change nothing.

    Raises UnableToReviewNeed, UnableToStep, NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        is_staff = is_staff_for(actor=actor, need=need, power=Power.NEED_PLACE)
        if not is_staff and not acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.ASK):
            raise NotVisible
        answers = (NeedState.SUBMITTED, starts_at, minutes, note)
        if (need.state, need.starts_at, need.planned_minutes, need.note) == answers:
            return need
        standard = standard_in_force(at=now, site=need.site_id)
        hours = standard.hours("urgent_lead_hours" if is_staff else "lead_time_hours")
        if starts_at < now + timedelta(hours=hours):
            words = _("最早只能约 %(hours)d 小时以后。急事请打站点电话。") % {"hours": hours}
            raise UnableToReviewNeed("too_soon", words, field="when")
        if not standard.minutes("credit_min_min") <= minutes <= need.service.max_minutes:
            words = _("这项服务每次最多 %(most)d 分钟。") % {"most": need.service.max_minutes}
            raise UnableToReviewNeed("minutes_out_of_range", words, field="minutes")
        care.step_need(
            need=need,
            to=NeedState.SUBMITTED,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            planned_minutes=minutes,
            note=note,
            return_reason="",
            submitted_at=now,
            review_by=now + timedelta(hours=standard.hours("request_review_hours")),
        )
        on_behalf = None if actor.id == need.elder_id else need.elder_id
        care.note(action="need.resubmitted", subject=need, actor=actor, at=now, on_behalf_of=on_behalf)
        return need
