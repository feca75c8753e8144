"""服务认定 and 积分记录: the site decides, the Standard counts, and the hour stands in the passbook once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.care import operations as care
from nuanliu.domain.care.menu.evidence import without_receipt
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import entered_by_hand, is_staff_for
from nuanliu.domain.care.types import Paused, VisitState
from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.bonuses import undo_bonus
from nuanliu.domain.passbook.operations import reverse_visit
from nuanliu.domain.people.queries import is_own_or_kin, kin_among
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.policies import Counted, CountingContext, count_minutes
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.conduct.marking import mark_helper
from nuanliu.usecases.counting import counting_context
from nuanliu.usecases.crediting import credit_certified
from nuanliu.usecases.mark_honours import mark_at_once, take_back
from nuanliu.usecases.publishing import release_place

NO_RECEIPT = _("这项要有票据照片。没有照片的，请写明您在哪里看过票据。")


class UnableToCertify(Unable):
    """This person may not decide on this visit, or it has been decided."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the certifier sees: the Standard's arithmetic, and whether she may decide."""

    visit: Visit
    standard: Standard
    counted: Counted
    refusal: UnableToCertify | None
    is_second_review: bool

    @property
    def may_certify(self) -> bool:
        """Whether this person may decide now."""
        return self.refusal is None

    @property
    def why_not(self) -> Promise | str:
        """Why she may not; empty if she may."""
        return self.refusal.words if self.refusal else ""


def assess_visit(*, actor: Actor, visit: Visit, now: datetime) -> Assessment:
    """Count the visit as it stands, without deciding. The visit has been accessed by `actor`."""
    standard = standard_in_force(at=visit.need.starts_at, site=visit.site_id)
    people = {visit.volunteer_id, visit.need.elder_id}
    kin = kin_among(people=people | ({actor.id} if actor.id else set()))
    context = counting_context(need=visit.need, visit=visit, kin=kin, now=now)
    return assessed(actor=actor, visit=visit, standard=standard, kin=kin, context=context)


def assessed(
    *, actor: Actor, visit: Visit, standard: Standard, kin: set[tuple[UUID, UUID]], context: CountingContext
) -> Assessment:
    """The same from what was read before."""
    counted = count_minutes(
        measured=visit.measured_minutes or 0,
        planned=visit.need.planned_minutes,
        standard=standard,
        context=context,
    )
    refusal = _refusal(actor, visit.need, visit, kin)
    needs_second = counted.needs_second_person
    if refusal is None and needs_second and visit.first_review_by is not None and visit.first_review_by == actor.id:
        refusal = UnableToCertify("second_person", _("您已复核过，还要请另一位同事认定。"))
    return Assessment(
        visit=visit,
        standard=standard,
        counted=counted,
        refusal=refusal,
        is_second_review=needs_second and visit.first_review_by is not None,
    )


@repeated
def certify_visit(*, actor: Actor, visit_id: UUID, now: datetime, note: str = "", only_if_plain: bool = False) -> Visit:
    """Decide that the visit counts. HONOUR is posted now; TIME or COIN too, if the helper has chosen.

    Where the Standard wants two people, the first call records the first review and the second, by somebody else,
    decides. Certifying a certified visit changes nothing, nor does reviewing again what one has reviewed.
    `only_if_plain` refuses a visit about which the counting raises anything: whoever certifies many did not look at it.
    A service that wants the receipt is certified by its photograph, or by a note that says where it was seen.
    Raises UnableToCertify, UnableToStep, UnableToPost, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if not is_staff_for(actor=actor, need=need, power=Power.VISIT_CERTIFY):
            raise NotVisible
        if visit.state in {VisitState.CERTIFIED, VisitState.CREDITED}:
            return visit
        if visit.first_review_by is not None and visit.first_review_by == actor.id:
            return visit
        visit.volunteer = care.lock_helper(volunteer_id=visit.volunteer_id)
        assessment = assess_visit(actor=actor, visit=visit, now=now)
        if assessment.refusal is not None:
            raise assessment.refusal
        if not note.strip() and without_receipt(visits=[visit]):
            raise UnableToCertify("no_receipt", NO_RECEIPT, field="note")
        if only_if_plain and assessment.counted.flags:
            raise UnableToCertify("look_first", _("这一次要单独看一看。"))
        role = actor.role_for(Power.VISIT_CERTIFY, path=need.site.path)
        if assessment.counted.needs_second_person and visit.first_review_by is None:
            care.change(visit, first_review_by=actor.id)
            care.note(action="visit.first_reviewed", subject=visit, actor=actor, at=now, role=role, reason=note)
            return visit
        _certify(need, visit, assessment, actor, role=role, note=note, now=now)
        return visit


def _certify(
    need: Need, visit: Visit, assessment: Assessment, actor: Actor, *, role: str, note: str, now: datetime
) -> None:
    """Write the decision; where it is known what to credit (or there is nothing to), credit in the same step."""
    counted = assessment.counted
    is_settled = bool(visit.choice) or not counted.minutes
    care.step_visit(
        visit=visit,
        via=VisitState.CERTIFIED if is_settled else None,
        to=VisitState.CREDITED if is_settled else VisitState.CERTIFIED,
        certified_at=now,
        certified_by=actor.id,
        decision_note=note,
        counted_minutes=counted.minutes,
        arithmetic=[[step.code, step.after] for step in counted.steps],
        standard_version=assessment.standard.version_id,
        credited_at=now if is_settled else None,
    )
    if counted.minutes:
        credit_certified(need=need, visit=visit, actor=actor, now=now, with_honour=True)
        mark_at_once(person=visit.volunteer, standard=assessment.standard, actor=SYSTEM, at=now)
    care.follow_visits(need=need)
    certified = care.done(
        action="visit.certified",
        subject=visit,
        actor=actor,
        at=now,
        role=role,
        reason=note,
        measured=visit.measured_minutes,
        counted=counted.minutes,
    )
    record_all(done=[certified, _credited(visit, actor, now)] if is_settled else [certified])
    if not counted.minutes:
        release_place(need=need, slot=visit.slot, actor=actor, now=now)
    elif not is_settled:
        tell(person=visit.volunteer, kind=NoticeKind.CHOOSE_CREDIT, need=need, at=now, minutes=counted.minutes)


def _credited(visit: Visit, actor: Actor, now: datetime) -> Done:
    return care.done(action="visit.credited", subject=visit, actor=actor, at=now, choice=visit.choice)


@repeated
def choose_credit(*, actor: Actor, visit_id: UUID, choice: CreditChoice, now: datetime) -> Visit:
    """The helper says TIME or COIN for a certified visit; it is posted at once and cannot be chosen again.

    Raises UnableToCertify, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if actor.id != visit.volunteer_id:
            raise NotVisible
        if visit.state == VisitState.CREDITED and visit.choice == choice:
            return visit
        if visit.state != VisitState.CERTIFIED:
            raise UnableToCertify("not_to_choose", _("这次服务已经记好了，不能再改。"))
        _choose(need, visit, choice, actor, now)
        return visit


def credit_unchosen(*, now: datetime, limit: int = 200) -> int:
    """Credit TIME for certified visits whose helper has not chosen in the Standard's days. Returns how many."""
    days = standard_in_force(at=now).days("credit_choice_days")
    rows = Visit.objects.filter(state=VisitState.CERTIFIED, choice="", certified_at__lt=now - timedelta(days=days))
    ids = list(rows.order_by("certified_at", "id").values_list("id", flat=True)[:limit])
    return sum(_credit_one(visit_id=visit_id, now=now) for visit_id in ids)


@repeated
def _credit_one(*, visit_id: UUID, now: datetime) -> bool:
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if visit.state != VisitState.CERTIFIED or visit.choice:
            return False
        _choose(need, visit, CreditChoice.TIME, SYSTEM, now)
        return True


def _choose(need: Need, visit: Visit, choice: CreditChoice, actor: Actor, now: datetime) -> None:
    visit.volunteer = care.lock_helper(volunteer_id=visit.volunteer_id)
    care.step_visit(visit=visit, to=VisitState.CREDITED, choice=choice.value, credited_at=now)
    credit_certified(need=need, visit=visit, actor=actor, now=now, with_honour=False)
    care.follow_visits(need=need)
    chosen = care.done(action="visit.choice_made", subject=visit, actor=actor, at=now, choice=choice.value)
    record_all(done=[chosen, _credited(visit, actor, now)])


@repeated
def void_visit(*, actor: Actor, visit_id: UUID, reason: str, now: datetime) -> Visit:
    """Decide that the visit does not count: every posting of it is reversed, reserved minutes go back.

    Raises UnableToCertify, UnableToPost (not_enough: the helper has spent it), UnableToStep, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if not is_staff_for(actor=actor, need=need, power=Power.VISIT_CERTIFY):
            raise NotVisible
        if visit.state == VisitState.VOIDED:
            return visit
        if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
            raise UnableToCertify("own_or_kin", _("自己或家人的服务要请同事处理。"))
        if not reason.strip():
            raise UnableToCertify("no_reason", _("请写明不计入的原因，志愿者会看到。"), field="reason")
        if visit.paused == Paused.DISPUTED:
            raise UnableToCertify("paused", _PAUSED[Paused.DISPUTED])
        visit.volunteer = care.lock_helper(volunteer_id=visit.volunteer_id)
        is_denied = visit.came is False
        _void(need, visit, reason, actor, now)
        if is_denied:
            mark_helper(need=need, visit=visit, kind=MarkKind.COMPLAINT, actor=actor, now=now, words=reason)
        return visit


def _void(need: Need, visit: Visit, reason: str, actor: Actor, now: datetime) -> None:
    """Take back whatever the visit brought. Need, visit and helper are locked."""
    sites = {need.site_id, visit.volunteer.home_site_id}
    root = visit.posted_as or visit.id
    reverse_visit(visit=visit.id, posted_as=root, sites=sites, at=now, actor=actor.id, memo=reason[:200])
    undo_bonus(posted_as=root, at=now)
    take_back(person=visit.volunteer, actor=actor, at=now)
    release_place(need=need, slot=visit.slot, actor=actor, now=now)
    care.step_visit(visit=visit, to=VisitState.VOIDED, decision_note=reason, paused="")
    care.follow_visits(need=need)
    role = actor.role_for(Power.VISIT_CERTIFY, path=need.site.path)
    care.note(action="visit.voided", subject=visit, actor=actor, at=now, role=role, reason=reason)
    tell(person=visit.volunteer, kind=NoticeKind.VISIT_RETURNED, need=need, at=now, reason=reason)


def void_locked(*, actor: Actor, need: Need, visit: Visit, reason: str, now: datetime) -> None:
    """`void_visit` for somebody else's transaction, in which need, visit and helper are locked.

    A voided visit stays as it is. Raises UnableToCertify (own_or_kin), UnableToPost, UnableToStep.
    """
    if visit.state == VisitState.VOIDED:
        return
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToCertify("own_or_kin", _("自己或家人的服务要请同事处理。"))
    if visit.paused == Paused.DISPUTED:
        raise UnableToCertify("paused", _PAUSED[Paused.DISPUTED])
    _void(need, visit, reason, actor, now)


def certify_on_paper(*, actor: Actor, need: Need, visit: Visit, now: datetime) -> None:
    """`certify_visit` for a signed slip of paper, in a transaction in which the helper is locked.

    Whoever typed it in has looked at it first; `actor` is the second. Raises UnableToCertify, UnableToPost.
    """
    assessment = assess_visit(actor=actor, visit=visit, now=now)
    if assessment.refusal is not None:
        raise assessment.refusal
    role = actor.role_for(Power.VISIT_CERTIFY, path=need.site.path)
    _certify(need, visit, assessment, actor, role=role, note="", now=now)


def _refusal(actor: Actor, need: Need, visit: Visit, kin: set[tuple[UUID, UUID]]) -> UnableToCertify | None:
    """Why this person may not decide on this visit now."""
    if not is_staff_for(actor=actor, need=need, power=Power.VISIT_CERTIFY):
        return UnableToCertify("no_power", _("认定要由本站点的认定员来做。"))
    if actor.id == visit.volunteer_id:
        return UnableToCertify("own_visit", _("不能认定自己的服务。"))
    involved = {need.elder_id, visit.volunteer_id}
    if actor.id in involved or any((actor.id, person) in kin for person in involved):
        return UnableToCertify("kin", _("家人的服务要请同事认定。"))
    if actor.id in entered_by_hand(visit=visit):
        return UnableToCertify("entered_it", _("这次是您代为登记的，要请同事认定。"))
    return _not_now(visit)


def _not_now(visit: Visit) -> UnableToCertify | None:
    """Why nobody may decide on this visit now."""
    if visit.state != VisitState.CONFIRMED:
        return UnableToCertify("not_confirmed", _("要等老人确认来过，才能认定。"))
    return UnableToCertify("paused", _PAUSED[Paused(visit.paused)]) if visit.paused else None


_PAUSED = {
    Paused.ASKED: _("这次问了志愿者，要等她回答。"),
    Paused.DISPUTED: _("这次有人提出异议，要先定下来。"),
}
