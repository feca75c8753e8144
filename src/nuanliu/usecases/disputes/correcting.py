"""What a ruling does to a visit and to the book: a correction is a reversal and a new posting, never a change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.disputes.models import Ruling
from nuanliu.domain.care.disputes.types import Finding
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.ledger.types import Outcome
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.bonuses import undo_bonus
from nuanliu.domain.passbook.operations import UnableToPost, reverse_visit
from nuanliu.domain.standards.policies import StepCode
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import derived_id
from nuanliu.usecases.crediting import credit_certified
from nuanliu.usecases.mark_honours import mark_at_once, take_back
from nuanliu.usecases.publishing import release_place

_POSTED = frozenset({VisitState.CERTIFIED, VisitState.CREDITED})


def correct_visit(*, need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime) -> None:
    """Carry out a ruling that comes into force. The visit is locked. Raises UnableToPost."""
    if ruling.finding == Finding.STANDS:
        return
    visit.volunteer = care.lock_helper(volunteer_id=visit.volunteer_id)
    if ruling.finding == Finding.VOID:
        _void(need, visit, ruling, actor, now)
    elif visit.state == VisitState.CONFIRMED:
        care.change(visit, measured_minutes=ruling.minutes)
    else:
        _count_anew(need, visit, ruling, actor, now)
    care.follow_visits(need=need)


def _void(need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime) -> None:
    """Nothing counts: the lines go back, and what was reserved."""
    if visit.state in _POSTED:
        _reverse(need, visit, ruling, actor, now)
        take_back(person=visit.volunteer, actor=actor, at=now)
    release_place(need=need, slot=visit.slot, actor=actor, now=now)
    care.step_visit(visit=visit, to=VisitState.VOIDED, decision_note=ruling.words[:300])


def _count_anew(need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime) -> None:
    """Another number of minutes counts. The old lines go back first; if that is spent, the new ones come first."""
    was_posted = visit.state in _POSTED
    spent = was_posted and not _reversed_now(need, visit, ruling, actor, now)
    old = visit.posted_as or visit.id
    _write(need, visit, ruling, actor, now)
    credit_certified(need=need, visit=visit, actor=actor, now=now, with_honour=True)
    if spent:
        _reverse(need, visit, ruling, actor, now, posted_as=old)
    take_back(person=visit.volunteer, actor=actor, at=now)
    standard = standard_in_force(at=need.starts_at, site=visit.site_id)
    mark_at_once(person=visit.volunteer, standard=standard, actor=SYSTEM, at=now)


def _write(need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime) -> None:
    standard = standard_in_force(at=need.starts_at, site=visit.site_id)
    minutes = ruling.minutes or 0
    facts: dict[str, Any] = {
        "counted_minutes": minutes,
        "arithmetic": [*visit.arithmetic, [StepCode.CORRECTED.value, minutes]],
        "posted_as": derived_id(visit.id, "corrected", str(ruling.id)),
        "standard_version": visit.standard_version or standard.version_id,
        "decision_note": ruling.words[:300],
    }
    has_yet_to_choose = visit.state == VisitState.CREDITED and not visit.choice and minutes > 0  # nothing counted yet
    if visit.state == VisitState.VOIDED or has_yet_to_choose:
        to = VisitState.CREDITED if visit.choice else VisitState.CERTIFIED
        decided: dict[str, Any] = {
            "certified_at": now,
            "certified_by": actor.id,
            "credited_at": now if visit.choice else None,
        }
        care.step_visit(visit=visit, to=to, **facts, **decided)
        if not visit.choice:
            tell(person=visit.volunteer, kind=NoticeKind.CHOOSE_CREDIT, need=need, at=now, minutes=minutes)
    else:
        care.change(visit, **facts)


def _reversed_now(need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime) -> bool:
    """Whether the old lines could go back; a refusal has written nothing."""
    try:
        _reverse(need, visit, ruling, actor, now)
    except UnableToPost as refused:
        if refused.code != Outcome.NOT_ENOUGH:
            raise
        return False
    return True


def _reverse(  # noqa: PLR0917 (the facts of one reversal)
    need: Need, visit: Visit, ruling: Ruling, actor: Actor, now: datetime, posted_as: UUID | None = None
) -> None:
    sites = {need.site_id, visit.volunteer.home_site_id}
    root = posted_as or visit.posted_as or visit.id
    reverse_visit(visit=visit.id, posted_as=root, sites=sites, at=now, actor=actor.id, memo=ruling.words[:200])
    undo_bonus(posted_as=root, at=now)
