"""Deciding a dispute: one proposes, another puts it in force; what follows for the book is done in the same act."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.rules import level_of, may_hear, took_part
from nuanliu.domain.care.disputes.types import WAITING, DisputeState, Finding, Level, RulingState, Side
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.conduct.marking import mark_helper
from nuanliu.usecases.disputes.case import Case, change_dispute, lock_dispute
from nuanliu.usecases.disputes.correcting import correct_visit

LONGEST_DAY = 24 * 60


class UnableToRule(Unable):
    """This person may not decide this dispute, or not so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody proposes."""

    finding: Finding
    minutes: int | None
    words: str


@repeated
def propose_ruling(*, actor: Actor, dispute_id: UUID, answer: Answer, token: UUID, now: datetime) -> Ruling:
    """Propose what a dispute comes to; where the Standard wants one person only, it is in force at once.

    The same token proposes once. Raises UnableToRule, UnableToPost, NotVisible.
    """
    with durable():
        case = lock_dispute(dispute_id=dispute_id)
        need, visit, dispute = case.need, case.visit, case.dispute
        role = _role(actor, need)
        ruling_id = derived_id(token, "ruling", str(dispute_id))
        for known in case.rulings:
            if known.id == ruling_id:
                return known
        _refuse(actor, case)
        _refuse_answer(visit, answer)
        level = level_of(dispute=dispute)
        if any(one.level == level and one.state == RulingState.PROPOSED for one in case.rulings):
            raise UnableToRule("proposed", _("已经有人提了处理意见，请先看那一条。"))
        ruling = Ruling.objects.create(
            site_id=dispute.site_id,
            id=ruling_id,
            dispute_id=dispute.id,
            level=level.value,
            state=RulingState.PROPOSED.value,
            finding=answer.finding.value,
            minutes=answer.minutes if answer.finding is Finding.MINUTES else None,
            words=answer.words.strip(),
            proposed_by=_id(actor),
            proposed_at=now,
        )
        care.note(
            action="dispute.ruling_proposed", subject=visit, actor=actor, at=now, role=role, reason=ruling.words[:300],
            finding=ruling.finding, minutes=ruling.minutes,
        )  # fmt: skip
        if not standard_in_force(at=now, site=visit.site_id).boolean("dispute_second_person"):
            _put_in_force(case, ruling, actor, now)
        return ruling


@repeated
def second_ruling(*, actor: Actor, ruling_id: UUID, now: datetime, is_agreed: bool, words: str = "") -> Ruling:
    """The second key: put the ruling in force, or give it back with a reason. Done once, however often it is sent.

    Raises UnableToRule, UnableToPost (not_enough: the helper has spent it), NotVisible.
    """
    dispute_id = Ruling.objects.filter(id=ruling_id).values_list("dispute_id", flat=True).first()
    if dispute_id is None:
        raise NotVisible
    with durable():
        case = lock_dispute(dispute_id=dispute_id)
        visit = case.visit
        role = _role(actor, case.need)
        ruling = next(one for one in case.rulings if one.id == ruling_id)
        if ruling.state != RulingState.PROPOSED:
            return ruling
        _refuse(actor, case)
        if actor.id == ruling.proposed_by:
            raise UnableToRule("second_person", _("意见是您提的，要请另一位来定。"))
        if is_agreed:
            _put_in_force(case, ruling, actor, now)
            return ruling
        if not words.strip():
            raise UnableToRule("no_words", _("请写明为什么不同意。"), field="words")
        _change(ruling, state=RulingState.GIVEN_BACK.value, second_by=_id(actor), second_at=now, second_words=words)
        care.note(
            action="dispute.ruling_given_back",
            subject=visit,
            actor=actor,
            at=now,
            role=role,
            reason=words.strip()[:300],
        )
        return ruling


def why_not(*, actor: Actor, case: Case) -> UnableToRule | None:
    """Why this person may not decide the dispute now; None if she may."""
    need, visit, dispute = case.need, case.visit, case.dispute
    if not may_hear(actor=actor, path=need.site.path, level=level_of(dispute=dispute)):
        return UnableToRule("no_power", _("这件要由上一级来定。"))
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        return UnableToRule("own_or_kin", _("自己或家人的服务要请同事处理。"))
    if actor.id in took_part(need=need, visit=visit, dispute=dispute, rulings=case.rulings):
        return UnableToRule("took_part", _("这次服务您经手过，要请没有参与的人来定。"))
    if dispute.state not in WAITING:
        return UnableToRule("not_open", _("这件异议已经定了。"))
    return None


def why_not_now(*, actor: Actor, dispute: Dispute, rulings: list[Ruling]) -> Words:
    """The same for a page that only looks: nothing is locked. Empty if she may decide."""
    visit = dispute.visit
    refusal = why_not(actor=actor, case=Case(visit.need, visit, dispute, rulings))
    return refusal.words if refusal else ""


def _refuse(actor: Actor, case: Case) -> None:
    refusal = why_not(actor=actor, case=case)
    if refusal is not None:
        raise refusal


def _refuse_answer(visit: Visit, answer: Answer) -> None:
    if not answer.words.strip():
        raise UnableToRule("no_words", _("请写明理由，两边都会看到。"), field="words")
    if answer.finding is Finding.MINUTES and not 0 < (answer.minutes or 0) <= LONGEST_DAY:
        raise UnableToRule("no_minutes", _("请写该算多少分钟。"), field="minutes")
    if answer.finding is Finding.VOID and visit.state == VisitState.VOIDED:
        raise UnableToRule("void_already", _("这次本来就没有算，请选“维持原来的决定”。"), field="finding")


def _put_in_force(case: Case, ruling: Ruling, actor: Actor, now: datetime) -> None:
    """The book follows, the dispute is decided, both sides are told."""
    need, visit = case.need, case.visit
    before = visit.counted_minutes if visit.state != VisitState.VOIDED else 0
    second = {} if actor.id == ruling.proposed_by else {"second_by": actor.id, "second_at": now}
    _change(ruling, state=RulingState.IN_FORCE.value, before_minutes=before, **second)
    state = DisputeState.FINAL if ruling.level == Level.ABOVE else DisputeState.DECIDED
    change_dispute(case.dispute, state=state.value, decided_at=now)
    care.change(visit, paused="")
    correct_visit(need=need, visit=visit, ruling=ruling, actor=actor, now=now)
    role = _role(actor, need)
    care.note(
        action="dispute.decided", subject=visit, actor=actor, at=now, role=role, reason=ruling.words[:300],
        finding=ruling.finding, minutes=ruling.minutes, before=before,
    )  # fmt: skip
    if ruling.finding == Finding.VOID and case.dispute.side == Side.ELDER:
        mark_helper(need=need, visit=visit, kind=MarkKind.COMPLAINT, actor=actor, now=now, words=ruling.words)
    for person in (need.elder, visit.volunteer):
        tell(person=person, kind=NoticeKind.DISPUTE_DECIDED, need=need, at=now, reason=ruling.words[:60])


def _role(actor: Actor, need: Need) -> str:
    """The role in which the actor hears disputes. Raises NotVisible for who hears none here."""
    path = need.site.path
    if not may_hear(actor=actor, path=path, level=Level.SITE):
        raise NotVisible
    for power in (Power.VISIT_CERTIFY, Power.DISPUTE_HEAR):
        if role := actor.role_for(power, path=path):
            return role
    return ""


def _change(ruling: Ruling, **changes: object) -> None:
    Ruling.objects.filter(site_id=ruling.site_id, id=ruling.id).update(**changes)
    for name, value in changes.items():
        setattr(ruling, name, value)


def _id(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotVisible
    return actor.id
