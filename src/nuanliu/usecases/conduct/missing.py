"""Somebody was not there: the helper did not come, or the old person was not at home. Staff note it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import absences_of
from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.absences import debit_absence
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.cancel import call_off, give_back
from nuanliu.usecases.conduct.marking import mark_helper, mark_id, mark_of, put_mark


class UnableToNote(Unable):
    """It cannot be noted, or not by this person."""


@repeated
def note_no_show(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Mark:
    """The helper did not come: the visit goes back, it costs the Standard's points. Twice changes nothing.

    Raises UnableToNote, UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        known = _known(actor, need, visit, MarkKind.NO_SHOW)
        if known is not None:
            return known
        _check(actor, need, visit, reason, now)
        give_back(need=need, visit=visit, actor=actor, reason=reason, is_late=False, now=now)
        return mark_helper(need=need, visit=visit, kind=MarkKind.NO_SHOW, actor=actor, now=now, words=reason)


@repeated
def note_absent(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Mark:
    """Nobody opened the door: the need is called off. The first times a word, after that the Standard's minutes.

    The minutes go from her own time to the pool of her site, never more than she has. Raises UnableToNote,
    UnableToStep, UnableToPost, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        known = _known(actor, need, visit, MarkKind.ELDER_ABSENT)
        if known is not None:
            return known
        _check(actor, need, visit, reason, now)
        standard = standard_in_force(at=now, site=need.site_id)
        role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        call_off(need=need, actor=actor, role=role, reason=reason, now=now)
        is_warning = absences_of(person_id=need.elder_id, now=now) < standard.integer("elder_absent_warnings")
        owed = 0 if is_warning else standard.minutes("elder_absent_debit_min")
        minutes = _debited(need, visit, owed, actor, now)
        mark, _new = put_mark(
            person=need.elder,
            need=need,
            visit=visit,
            kind=MarkKind.ELDER_ABSENT,
            actor=actor,
            now=now,
            words=reason,
            minutes=minutes,
        )
        kind = NoticeKind.ABSENCE_DEBITED if minutes else NoticeKind.ABSENCE_NOTED
        tell(person=need.elder, kind=kind, need=need, at=now, minutes=minutes)
        return mark


def _debited(need: Need, visit: Visit, owed: int, actor: Actor, now: datetime) -> int:
    """What was taken from her own time: nothing where her book lies at another site by now."""
    if not owed or need.elder.home_site_id != need.site_id:
        return 0
    return debit_absence(
        person=need.elder_id,
        site=need.site_id,
        mark=mark_id(visit=visit, kind=MarkKind.ELDER_ABSENT, person_id=need.elder_id),
        minutes=owed,
        at=now,
        actor=actor.id,
        standard_version=standard_in_force(at=now, site=need.site_id).version_id,
    )


def _known(actor: Actor, need: Need, visit: Visit, kind: MarkKind) -> Mark | None:
    if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
        raise NotVisible
    return mark_of(visit_id=visit.id, kind=kind)


def _check(actor: Actor, need: Need, visit: Visit, reason: str, now: datetime) -> None:
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToNote("own_or_kin", _("自己或家人的服务要请同事处理。"))
    if visit.state != VisitState.TAKEN:
        raise UnableToNote("not_taken", _("这次服务已经开始了，或者退掉了。"))
    if now < need.starts_at:
        raise UnableToNote("too_early", _("约定的时间还没有到。"))
    if not reason.strip():
        raise UnableToNote("no_reason", _("请写明是怎么知道的。"), field="reason")
