"""Two looks at an application: the site's, and the city's at those that are drawn (registration_review_levels).

What staff wrote themselves, and whoever is under age, always gets both looks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people import sealing
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.answers import AgeGroup, age_group, age_on, is_drawn, times_in
from nuanliu.domain.people.joining.models import Application, Qualification
from nuanliu.domain.people.joining.queries import may_decide, other_with_identity, skills_of
from nuanliu.domain.people.joining.types import (
    ApplicationChannel,
    ApplicationState,
    Decision,
    ProofState,
)
from nuanliu.domain.people.models import FreeTime, Person, Volunteer
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import Sex, VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToReview(Unable):
    """The decision cannot be taken as it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and why or until when."""

    decision: Decision
    reason: str = ""
    insured_until: date | None = None


@repeated
def review_application(*, actor: Actor, application_id: UUID, verdict: Verdict, now: datetime) -> Application:
    """Approve, return with a reason, or refuse with a reason. Deciding the same again changes nothing.

    Raises UnableToReview, UnableToStepApplication, NotVisible.
    """
    with durable():
        application = joining.lock_application(application_id=application_id)
        if _stands(application, actor, verdict):
            return application
        role = may_decide(actor=actor, application=application)
        if not role or actor.id is None:
            raise _not_hers(actor, application)
        if is_own_or_kin(actor=actor, people={application.person_id}):
            raise UnableToReview("kin", _("家人的报名要请同事审核。"))
        if verdict.decision is Decision.APPROVE:
            _approve(application, actor=actor, role=role, verdict=verdict, now=now)
        else:
            _send_back(application, actor=actor, role=role, verdict=verdict, now=now)
        return application


def _not_hers(actor: Actor, application: Application) -> Exception:
    """Whoever could decide is told why not here; for others there is nothing here."""
    path = application.site.path
    may_sample = actor.may(Power.JOINING_SAMPLE, path=path)
    if not may_sample and not actor.may(Power.PERSON_DECIDE, path=path):
        return NotVisible()
    if actor.id == application.person_id:
        return UnableToReview("own", _("自己的报名要请同事审核。"))
    if application.state == ApplicationState.SAMPLED and may_sample:
        return UnableToReview("same_person", _("站点那一关是您审的，市里这一关要请别人看。"))
    if application.state == ApplicationState.SUBMITTED:
        return NotVisible()
    return joining.UnableToStepApplication("not_now", _("这份申请已经办过了。请刷新页面再看。"))


def _stands(application: Application, actor: Actor, verdict: Verdict) -> bool:
    """Whether this very decision was taken by this actor already."""
    by = {application.site_by, application.city_by} - {None}
    if actor.id not in by:
        return False
    after = {
        Decision.APPROVE: {ApplicationState.SAMPLED, ApplicationState.APPROVED},
        Decision.RETURN: {ApplicationState.RETURNED},
        Decision.REFUSE: {ApplicationState.REFUSED},
    }[verdict.decision]
    is_same_reason = verdict.decision is Decision.APPROVE or application.reason == verdict.reason.strip()
    return ApplicationState(application.state) in after and is_same_reason


def _approve(application: Application, *, actor: Actor, role: str, verdict: Verdict, now: datetime) -> None:
    standard = standard_in_force(at=now, site=application.site_id)
    _insist_on_one_entry(application)
    if verdict.insured_until is not None and verdict.insured_until < local_date(now):
        raise UnableToReview("insured_before", _("保险的日子已经过了。没有保险就空着。"), field="insured_until")
    if application.state == ApplicationState.SUBMITTED:
        _insist_on_papers_seen(application)
        goes_on = standard.integer("registration_review_levels") > 1 and _goes_to_the_city(application, standard, now)
        joining.step_application(
            application=application,
            to=ApplicationState.SAMPLED if goes_on else ApplicationState.APPROVED,
            site_by=actor.id,
            site_at=now,
            reason="",
            insured_until=verdict.insured_until,
        )
        joining.note(action="site_approved", application=application, actor=actor, at=now, role=role, city=goes_on)
        if goes_on:
            return
    else:
        until = verdict.insured_until or application.insured_until
        joining.step_application(
            application=application,
            to=ApplicationState.APPROVED,
            city_by=actor.id,
            city_at=now,
            insured_until=until,
        )
        joining.note(action="city_approved", application=application, actor=actor, at=now, role=role)
    volunteer = _enter(application, standard=standard, now=now)
    tell_of_standing(person=volunteer.person, kind=NoticeKind.APPLICATION_APPROVED, subject=application.id, at=now)


def _insist_on_one_entry(application: Application) -> None:
    other = other_with_identity(application=application)
    if other is not None:
        words = _("这个身份证号已经登记在 %(name)s 名下。请先到“重复的人”里合并，再审核。")
        raise UnableToReview("identity_known", words % {"name": other.name}, person=other.pk)


def _insist_on_papers_seen(application: Application) -> None:
    waiting = Qualification.objects.filter(
        person=application.person_id, removed_at=None, state=ProofState.CLAIMED.value
    )
    if waiting.exists():
        raise UnableToReview("papers_unseen", _("还有证件没有看。请先看每一张，说是真是假。"))


def _goes_to_the_city(application: Application, standard: Standard, now: datetime) -> bool:
    if application.channel == ApplicationChannel.DESK:
        return True
    born = application.birth_date
    if born is None or age_group(age=age_on(born=born, day=local_date(now)), standard=standard) is not AgeGroup.GROWN:
        return True
    return is_drawn(lot=application.id.int, percent=standard.integer("registration_sample_percent"))


def _send_back(application: Application, *, actor: Actor, role: str, verdict: Verdict, now: datetime) -> None:
    reason = verdict.reason.strip()
    if not reason:
        raise UnableToReview("no_reason", _("请写明原因，报名的人会看到。"), field="reason")
    is_city = application.state == ApplicationState.SAMPLED
    by = {"city_by": actor.id, "city_at": now} if is_city else {"site_by": actor.id, "site_at": now}
    is_refused = verdict.decision is Decision.REFUSE
    to = ApplicationState.REFUSED if is_refused else ApplicationState.RETURNED
    joining.step_application(application=application, to=to, reason=reason, **by)
    joining.note(action=to.value, application=application, actor=actor, at=now, role=role, reason=reason)
    kind = NoticeKind.APPLICATION_REFUSED if is_refused else NoticeKind.APPLICATION_RETURNED
    tell_of_standing(person=application.person, kind=kind, subject=application.id, at=now, reason=reason)


def _enter(application: Application, *, standard: Standard, now: datetime) -> Volunteer:
    """The applicant is a volunteer from now on, with an open book."""
    person, answers, today = application.person, application.answers, local_date(now)
    _complete(person, application)
    open_savings(holder=Holder(person.pk, person.home_site_id), at=now)
    times, home = times_in(answers), person.home_site
    volunteer = getattr(person, "volunteer", None) or Volunteer(
        person=person,
        number=f"{home.code[:11]}-{next_number(site=home.pk, series='volunteer'):04d}",
        joined_on=today,
    )
    volunteer.state = VolunteerState.ACTIVE
    volunteer.skills = sorted({*volunteer.skills, *skills_of(person=person, answers=answers, day=today)})
    volunteer.languages = list(answers.get("languages", ())) or volunteer.languages
    volunteer.reach_metres = times.reach_metres
    volunteer.rather_not = list(answers.get("rather_not", ()))
    if application.declared_at is not None:
        volunteer.declared_on = local_date(application.declared_at)
    if application.health_declared_at is not None:
        volunteer.health_declared_on = local_date(application.health_declared_at)
    if application.insured_until is not None:
        volunteer.insured_until = application.insured_until
    volunteer.save()
    FreeTime.objects.filter(volunteer=volunteer).delete()
    FreeTime.objects.bulk_create(
        [FreeTime(volunteer=volunteer, weekday=day, from_minute=a, to_minute=b) for day, a, b in times.spans]
    )
    joining.settle_training(person=person, standard=standard)
    return volunteer


def _complete(person: Person, application: Application) -> None:
    """What the identity number says goes onto the person, if it was not known."""
    identity = joining.confided_in(application).identity
    if not identity:
        return
    contact = sealing.contact_of(person)
    sealing.write_sealed(person, identity=identity, phone=contact.phone, address=contact.address)
    person.birth_date = application.birth_date
    person.sex = Sex(application.sex or Sex.UNKNOWN)
    person.save()


@repeated
def decide_proof(*, actor: Actor, qualification_id: UUID, is_real: bool, now: datetime) -> Qualification:
    """Somebody of the site has looked at a paper. Saying the same again changes nothing.

    Raises UnableToReview, NotVisible.
    """
    with durable():
        rows = Qualification.objects.select_for_update(no_key=True, of=("self",)).select_related("person__home_site")
        found = rows.filter(pk=qualification_id, removed_at=None).first()
        if found is None or actor.id is None:
            raise NotVisible
        site = found.person.home_site
        if not actor.may(Power.PERSON_DECIDE, path=site.path):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={found.person_id}):
            raise UnableToReview("own_or_kin", _("自己或家人的证件要请同事看。"))
        state = ProofState.VERIFIED if is_real else ProofState.REFUSED
        if found.state == state:
            return found
        found.state, found.decided_by, found.decided_at = state, actor.id, now
        found.save(update_fields=["state", "decided_by", "decided_at"])
        joining.note_person(
            action=f"qualification.{state.value}",
            person=found.person,
            actor=actor,
            at=now,
            role=actor.role_for(Power.PERSON_DECIDE, path=site.path),
            skill=found.skill,
        )
        volunteer = Volunteer.objects.filter(person=found.person).first()
        if volunteer is not None:
            has = set(volunteer.skills) - {found.skill} | ({found.skill} if is_real else set())
            Volunteer.objects.filter(pk=volunteer.pk).update(skills=sorted(has))
        return found


@repeated
def record_class(*, actor: Actor, person_id: UUID, minutes: int, day: date, token: UUID, now: datetime) -> None:
    """A volunteer sat in a class at the site: it counts as training. Raises UnableToReview, NotVisible."""
    with durable():
        volunteer = Volunteer.objects.select_related("person__home_site").filter(pk=person_id).first()
        if volunteer is None:
            raise NotVisible
        site = volunteer.person.home_site
        if not actor.may(Power.PERSON_ENTER, path=site.path):
            raise NotVisible
        if actor.id == person_id:
            raise UnableToReview("own", _("自己的培训要请同事记。"))
        if not 0 < minutes <= 480:
            raise UnableToReview("minutes", _("一次课写 1 到 480 分钟。"), field="minutes")
        if day > local_date(now):
            raise UnableToReview("later", _("还没到那一天。"), field="day")
        standard = standard_in_force(at=now, site=site.pk)
        joining.record_class_once(
            token=token, person=volunteer.person, minutes=minutes, day=day, actor=actor, at=now, standard=standard
        )
