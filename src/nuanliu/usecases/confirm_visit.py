"""The old person says whether the helper came, and how it was: by button, by her relative, or by telephone."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import acts_for_elder, is_staff_for
from nuanliu.domain.care.types import Face, VisitState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToConfirm(Unable):
    """This person may not say so, or said something that cannot be recorded."""


@repeated
def confirm_visit(*, actor: Actor, visit_id: UUID, came: bool, now: datetime, face: str = "") -> Visit:
    """Record "came" (the visit can be certified) or "did not come" (the desk looks into it).

    Saying the same again changes nothing. Raises UnableToConfirm, UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        role = _role(actor, need, visit)
        if visit.came is came:
            return visit
        if face and face not in set(Face):
            raise UnableToConfirm("no_such_face", _("请选一张脸。"), field="face")
        to = VisitState.CONFIRMED if came else VisitState.DISPUTED
        care.step_visit(visit=visit, to=to, came=came, face=face, confirmed_at=now, confirmed_by=actor.id)
        care.follow_visits(need=need)
        on_behalf = None if actor.id == need.elder_id else need.elder_id
        action = "visit.confirmed" if came else "visit.denied"
        care.note(action=action, subject=visit, actor=actor, at=now, role=role, on_behalf_of=on_behalf, face=face)
        return visit


@repeated
def uphold_visit(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Visit:
    """Staff looked into a "did not come" and found that the helper came: the visit can be certified after all.

    Finding the same again changes nothing. Raises UnableToConfirm, UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if not is_staff_for(actor=actor, need=need, power=Power.VISIT_CERTIFY):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
            raise UnableToConfirm("own_or_kin", _("自己或家人的服务要请同事处理。"))
        if not reason.strip():
            raise UnableToConfirm("no_reason", _("请写明核实的经过。"), field="reason")
        if visit.state == VisitState.CONFIRMED and visit.confirmed_by == actor.id:
            return visit
        if visit.ended_at is None:
            raise UnableToConfirm("not_ended", _("这次服务没有开始和结束的记录，不能认定。"))
        care.step_visit(visit=visit, to=VisitState.CONFIRMED, came=True, confirmed_at=now, confirmed_by=actor.id)
        care.follow_visits(need=need)
        role = actor.role_for(Power.VISIT_CERTIFY, path=need.site.path)
        care.note(action="visit.upheld", subject=visit, actor=actor, at=now, role=role, reason=reason)
        return visit


def _role(actor: Actor, need: Need, visit: Visit) -> str:
    """In which role the actor may speak for the old person."""
    if actor.id == visit.volunteer_id:
        raise UnableToConfirm("own_visit", _("不能替老人确认自己的服务。"))
    if actor.id == need.elder_id:
        return "elder"
    if acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.CONFIRM):
        if is_own_or_kin(actor=actor, people={visit.volunteer_id}):
            raise UnableToConfirm("kin", _("家人的服务要请同事确认。"))
        return "family"
    if is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
        if is_own_or_kin(actor=actor, people={visit.volunteer_id, need.elder_id}):
            raise UnableToConfirm("kin", _("家人的服务要请同事确认。"))
        return actor.role_for(Power.NEED_ASSIST, path=need.site.path)
    raise NotVisible
