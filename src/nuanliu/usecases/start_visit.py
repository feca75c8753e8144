"""The helper is at the door: the old person's code starts the visit, and the same code ends it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.types import Evidence, Grade, VisitState
from nuanliu.domain.care.watching.doors import Scanned, Whose, is_genuine
from nuanliu.domain.care.watching.places import Nearness, Spot, door_of_need, keep_distance, nearness
from nuanliu.domain.care.watching.types import End
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ConsentPurpose, CreditChoice
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.platform.geo import metres_between
from nuanliu.platform.retry import Once, repeated
from nuanliu.platform.text import digits
from nuanliu.usecases.publishing import release_missing

_HERS = {Evidence.ELDER_CODE.value, Evidence.ELDER_QR.value}
"""What only the old person has: both ends proved so make a visit verified."""
_BY_SCAN = {Whose.ELDER: Evidence.ELDER_QR, Whose.SITE: Evidence.SITE_QR}
_NOT_NEAR: dict[Nearness, Words] = {
    Nearness.OUTSIDE: _("手机说您还没到老人家附近。到了再按，或请老人说四位数。"),
    Nearness.VAGUE: _("手机看不准在哪里。请到窗边再按一次，或请老人说四位数。"),
    Nearness.NO_DOOR: _("还不知道老人家在地图上的位置。请老人说四位数。"),
}


class UnableToCheckIn(Unable):
    """The visit cannot be started or ended this way."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said at one end of the visit: the code, when it came, since when it is so, and why staff say it.

    `failures` is what a wrong code counts to; `scanned` or `spot` is what stands there instead of a code.
    """

    code: str
    now: datetime
    at: datetime | None
    reason: str
    failures: Once = field(default_factory=Once)
    scanned: Scanned | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    """Who says that it happened, when it happened, and on what proof."""

    at: datetime
    evidence: Evidence
    role: str
    is_late: bool


def start_visit(
    *,
    actor: Actor,
    visit_id: UUID,
    now: datetime,
    code: str = "",
    started_at: datetime | None = None,
    reason: str = "",
    scanned: Scanned | None = None,
    spot: Spot | None = None,
) -> Visit:
    """Start the visit: the helper with the old person's code, a QR or her telephone's place, or staff with a reason.

    Starting a started visit changes nothing. Raises UnableToCheckIn (wrong_code, too_early, ...), NotVisible.
    """
    said = _Said(code, now, started_at, reason, scanned=scanned, spot=spot)
    return _or_raise(_start(actor=actor, visit_id=visit_id, said=said))


@repeated
def _start(*, actor: Actor, visit_id: UUID, said: _Said) -> Visit | UnableToCheckIn:
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        report = _report(actor, need, visit, said)
        if visit.state != VisitState.TAKEN and visit.started_at is not None:
            return visit
        standard = standard_in_force(at=said.now, site=need.site_id)
        refusal = (
            _refusal_by_code(need, visit, report, said, standard)
            or _refusal_by_time(need, report, standard)
            or _refusal_by_crew(need, report)
        )
        if refusal is not None:
            return refusal
        care.step_visit(
            visit=visit,
            to=VisitState.SERVING,
            started_at=report.at,
            start_evidence=report.evidence,
            start_by=actor.id,
            start_told_at=said.now,
            reported_late=report.is_late,
        )
        care.follow_visits(need=need)
        release_missing(need=need, actor=actor, now=said.now)
        _keep(need, visit, End.START, said)
        _note("visit.started", visit, actor, report, said.reason)
        return visit


def end_visit(
    *,
    actor: Actor,
    visit_id: UUID,
    now: datetime,
    code: str = "",
    choice: str = "",
    note: str = "",
    ended_at: datetime | None = None,
    reason: str = "",
    scanned: Scanned | None = None,
    spot: Spot | None = None,
) -> Visit:
    """End the visit; the minutes between start and end are what the Standard will count from.

    `choice` is what the helper wants for it (TIME or COIN), empty to be asked later. Ending an ended visit changes
    nothing. Raises UnableToCheckIn, UnableToStep, NotVisible.
    """
    said = _Said(code, now, ended_at, reason, scanned=scanned, spot=spot)
    return _or_raise(_end(actor=actor, visit_id=visit_id, said=said, choice=choice, note=note))


@repeated
def _end(*, actor: Actor, visit_id: UUID, said: _Said, choice: str, note: str) -> Visit | UnableToCheckIn:
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        report = _report(actor, need, visit, said)
        if visit.ended_at is not None:
            return visit
        standard = standard_in_force(at=said.now, site=need.site_id)
        refusal = _refusal_by_code(need, visit, report, said, standard) or _refusal_by_order(visit, report)
        if refusal is not None:
            return refusal
        proofs = {visit.start_evidence, report.evidence.value}
        care.step_visit(
            visit=visit,
            to=VisitState.SERVED,
            ended_at=report.at,
            end_evidence=report.evidence,
            end_by=actor.id,
            end_told_at=said.now,
            reported_late=visit.reported_late or report.is_late,
            measured_minutes=care.whole_minutes(report.at - (visit.started_at or report.at)),
            grade=Grade.VERIFIED if proofs <= _HERS else Grade.WITNESSED,
            choice=CreditChoice(choice).value if choice else visit.choice,
            helper_note=note,
        )
        care.follow_visits(need=need)
        _keep(need, visit, End.END, said)
        _note("visit.ended", visit, actor, report, said.reason)
        tell(person=need.elder, kind=NoticeKind.VISIT_ENDED, need=need, at=said.now, helper=visit.volunteer.name)
        return visit


def _or_raise(outcome: Visit | UnableToCheckIn) -> Visit:
    """The visit; a refusal is raised only now, after the wrong code it counted was committed."""
    if isinstance(outcome, UnableToCheckIn):
        raise outcome
    return outcome


def _evidence(said: _Said) -> Evidence:
    """On what a helper's word stands."""
    if said.scanned is not None:
        return _BY_SCAN[said.scanned.whose]
    return Evidence.PLACE if said.spot is not None else Evidence.ELDER_CODE


def _report(actor: Actor, need: Need, visit: Visit, said: _Said) -> _Report:
    if actor.id == visit.volunteer_id:
        evidence = _evidence(said)
        return _Report(said.now, evidence, "volunteer", is_late=False)
    if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToCheckIn("own_or_kin", _("自己或家人的服务要请同事登记。"))
    if not said.reason.strip():
        raise UnableToCheckIn("no_reason", _("请写明为什么由您代为登记。"), field="reason")
    happened = said.at or said.now
    if happened > said.now:
        raise UnableToCheckIn("in_the_future", _("时间还没有到，请填实际的时间。"), field="at")
    role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
    late = standard_in_force(at=need.starts_at, site=need.site_id).span("staff_late_report_min")
    return _Report(happened, Evidence.STAFF, role, is_late=said.now - happened > late)


def _refusal_by_code(
    need: Need, visit: Visit, report: _Report, said: _Said, standard: Standard
) -> UnableToCheckIn | None:
    """Count a wrong code, once however often it is sent; the count stays although the visit does not start."""
    if said.scanned is not None:
        return _refusal_by_scan(need, report.evidence, said.scanned, standard)
    if said.spot is not None and report.evidence is Evidence.PLACE:
        return _refusal_by_place(need, visit, said.spot, standard)
    if report.evidence is not Evidence.ELDER_CODE:
        return None
    attempts = standard.integer("check_in_code_attempts")
    failures = said.failures.settle(visit.code_failures + 1)
    if failures > attempts:
        return UnableToCheckIn("code_locked", _("暗号错了太多次，请打站点电话，由工作人员登记。"), field="code")
    if digits(said.code) == need.code:
        return None
    care.change(visit, code_failures=max(visit.code_failures, failures))
    left = attempts - failures
    words = _("暗号不对，请再问一下老人。还可以试 %(left)d 次。") % {"left": left}
    return UnableToCheckIn("wrong_code", words, field="code")


def _refusal_by_scan(need: Need, evidence: Evidence, scanned: Scanned, standard: Standard) -> UnableToCheckIn | None:
    """A QR proves nothing if it is not hers (or the site's), or an old one, or the Standard does not take it."""
    subject = need.elder_id if scanned.whose is Whose.ELDER else need.site_id
    is_taken = evidence.value in standard.codes("check_in_means")
    if is_taken and scanned.subject == subject and is_genuine(scanned=scanned):
        return None
    return UnableToCheckIn("wrong_scan", _("这个二维码不对，或者换过了。请老人说四位数。"))


def _refusal_by_place(need: Need, visit: Visit, spot: Spot, standard: Standard) -> UnableToCheckIn | None:
    """A place proves something only where the Standard takes it, she agreed to it, and it is near the door."""
    if not standard.boolean("check_in_gps"):
        return UnableToCheckIn("no_places", _("现在不看位置。请老人说四位数。"))
    if not has_consent(person_id=visit.volunteer_id, purpose=ConsentPurpose.AT_DOOR):
        return UnableToCheckIn("no_consent", _("您还没有同意看位置。请老人说四位数。"))
    most = standard.integer("check_in_gps_metres")
    found = nearness(spot=spot, door=door_of_need(need=need), most_metres=most)
    return UnableToCheckIn(found.value, _NOT_NEAR[found]) if found in _NOT_NEAR else None


def _keep(need: Need, visit: Visit, end: End, said: _Said) -> None:
    """Of a place that counted: how far off it was, and nothing else."""
    evidence = visit.start_evidence if end is End.START else visit.end_evidence
    door = door_of_need(need=need) if said.spot is not None and evidence == Evidence.PLACE else None
    if said.spot is not None and door is not None:
        keep_distance(visit=visit, end=end, metres=metres_between(said.spot.place, door), at=said.now)


def _refusal_by_time(need: Need, report: _Report, standard: Standard) -> UnableToCheckIn | None:
    early = standard.minutes("check_in_early_min")
    if report.at < need.starts_at - timedelta(minutes=early):
        words = _("还没到约定的时间，最早提前 %(minutes)d 分钟开始。") % {"minutes": early}
        return UnableToCheckIn("too_early", words, field="at")
    if report.at > need.ends_at + standard.span("check_in_last_hours"):
        return UnableToCheckIn("too_late", _("约定的时间已过去很久，请联系站点处理。"), field="at")
    return None


def _refusal_by_crew(need: Need, report: _Report) -> UnableToCheckIn | None:
    """Where two are wanted, one alone does not begin; staff may decide otherwise, with a reason."""
    if report.evidence is Evidence.STAFF or len(care.standing_visits(need=need)) >= need.helpers_wanted:
        return None
    return UnableToCheckIn("second_missing", _("这次要两位一起去，还差一位。请打站点电话。"))


def _refusal_by_order(visit: Visit, report: _Report) -> UnableToCheckIn | None:
    if visit.started_at is None:
        return UnableToCheckIn("not_started", _("这次服务还没有开始。"))
    if report.at < visit.started_at:
        return UnableToCheckIn("before_start", _("结束的时间比开始还早，请再看一看。"), field="at")
    return None


def _note(action: str, visit: Visit, actor: Actor, report: _Report, reason: str) -> None:
    care.note(
        action=action,
        subject=visit,
        actor=actor,
        at=report.at,
        role=report.role,
        reason=reason,
        evidence=report.evidence.value,
        reported_late=report.is_late,
    )
