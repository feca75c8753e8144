"""Needs whose time came without a helper are counted and shown to the desk, never dropped; it may open them again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.operations import forget_declines
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.inviting.close import close_invitations
from nuanliu.usecases.publishing import give_back_hold, publish

NO_SECOND = "没有找到第二位志愿者"
"""Why a lone helper's visit is cancelled: kept as it was said, like any reason a clerk writes."""


class UnableToReopen(Unable):
    """The new time cannot be used."""


def mark_unserved(*, now: datetime, limit: int = 200) -> int:
    """Mark open needs as unserved and give reserved minutes back. Returns how many.

    Without any helper that is when the start has passed; where one of two came forward, when the end has passed and
    nobody has begun: her visit is cancelled and she is told.
    """
    waiting = Need.objects.filter(state=NeedState.OPEN, starts_at__lt=now).order_by("starts_at", "id")
    ids = list(waiting.values_list("id", flat=True)[:limit])
    return sum(_mark_one(need_id=need_id, now=now) for need_id in ids)


@repeated
def _mark_one(*, need_id: UUID, now: datetime) -> bool:
    with durable():
        need = care.lock_need(need_id=need_id)
        standing = care.standing_visits(need=need)
        if need.state != NeedState.OPEN or (standing and need.ends_at > now):
            return False
        leave_unserved(need=need, actor=SYSTEM, role="", reason="", now=now)
        return True


def leave_unserved(*, need: Need, actor: Actor, role: str, reason: str, now: datetime) -> None:
    """Nobody serves it: a lone helper is told, what was reserved goes back. Inside the caller's transaction."""
    for visit in care.standing_visits(need=need):
        care.step_visit(visit=visit, to=VisitState.CANCELLED, cancel_reason=NO_SECOND)
        tell(person=visit.volunteer, kind=NoticeKind.NEED_CANCELLED, need=need, at=now, reason=NO_SECOND)
    care.step_need(need=need, to=NeedState.UNSERVED)
    close_invitations(need=need, to=InvitationState.WITHDRAWN, actor=actor, role=role, now=now)
    give_back_hold(need=need, actor=actor, now=now)
    care.note(action="need.unserved", subject=need, actor=actor, at=now, role=role, reason=reason)


def open_again(*, need: Need, actor: Actor, role: str, starts_at: datetime, now: datetime) -> None:
    """An unserved need at another time; reserved minutes are welfare's from here. Inside the caller's transaction."""
    ends_at = starts_at + timedelta(minutes=need.planned_minutes)
    care.change(need, starts_at=starts_at, ends_at=ends_at, payer="welfare")
    forget_declines(need=need)
    publish(need=need, actor=actor, role=role, now=now)


@repeated
def reopen_need(*, actor: Actor, need_id: UUID, starts_at: datetime, now: datetime) -> Need:
    """The desk agreed another time for an unserved need: it is open again. Reserved minutes are welfare's from here.

    Agreeing the same time again changes nothing. Raises UnableToReopen, UnableToStep, NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        if not is_staff_for(actor=actor, need=need, power=Power.NEED_REVIEW):
            raise NotVisible
        if need.state == NeedState.OPEN and (need.starts_at, need.reviewed_by) == (starts_at, actor.id):
            return need
        if is_own_or_kin(actor=actor, people={need.elder_id}):
            raise UnableToReopen("own_or_kin", _("自己或家人的需求要请同事审核。"))
        if starts_at <= now:
            raise UnableToReopen("in_the_past", _("这个时间已经过去了，请选以后的时间。"), field="when")
        role = actor.role_for(Power.NEED_REVIEW, path=need.site.path)
        open_again(need=need, actor=actor, role=role, starts_at=starts_at, now=now)
        return need
