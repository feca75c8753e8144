"""Reading applications, papers and courses, each with who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people import sealing
from nuanliu.domain.people.consents.texts import accepted_versions
from nuanliu.domain.people.joining.answers import AgeGroup, Task, abilities_in, age_group, age_on, declares_health
from nuanliu.domain.people.joining.course import COURSE
from nuanliu.domain.people.joining.models import Application, Paper, ProxyAsking, Qualification, TrainingRecord
from nuanliu.domain.people.joining.operations import confided_in
from nuanliu.domain.people.joining.types import OPEN_APPLICATION, ApplicationState, AskingState, ProofState
from nuanliu.domain.people.models import Consent, Person
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import NotVisible

NEEDS_PROOF = frozenset({"counsellor", "care", "electrician", "medical", "lecturer", "lawyer"})
"""Skills of the catalogue that somebody must have certified; what is not here is believed."""


def my_application(*, actor: Actor) -> Application | None:
    """The application that is under way, else the last one."""
    rows = Application.objects.filter(person_id=actor.id).select_related("person__home_site", "site")
    under_way = rows.filter(state__in=[state.value for state in OPEN_APPLICATION]).first()
    return under_way or rows.order_by("-started_at").first()


def other_with_identity(*, application: Application) -> Person | None:
    """Somebody else who is entered with the applicant's identity number."""
    identity = confided_in(application).identity
    if not identity:
        return None
    rows = Person.objects.select_related("home_site").exclude(pk=application.person_id)
    return rows.filter(identity_index__in=sealing.identity_indexes(identity)).first()


def may_decide(*, actor: Actor, application: Application) -> str:
    """The role in which the actor decides on it where it stands now; empty if not at all."""
    if actor.id in {None, application.person_id, application.site_by}:
        return ""
    power = {
        ApplicationState.SUBMITTED: Power.PERSON_DECIDE,
        ApplicationState.SAMPLED: Power.JOINING_SAMPLE,
    }.get(ApplicationState(application.state))
    return actor.role_for(power, path=application.site.path) if power else ""


def _reach(actor: Actor, power: Power, column: str = "site__path") -> Q:
    return within(paths=actor.paths(power), column=column)


def applications_within(*, actor: Actor) -> QuerySet[Application]:
    """Every application handed in at the actor's sites, or drawn for the city; drafts are nobody's business."""
    seen = _reach(actor, Power.PERSON_DECIDE) | (
        _reach(actor, Power.JOINING_SAMPLE) & (Q(state=ApplicationState.SAMPLED.value) | ~Q(city_by=None))
    )
    return Application.objects.filter(seen).exclude(state=ApplicationState.DRAFT.value).select_related("person", "site")


def waiting_for(*, actor: Actor) -> QuerySet[Application]:
    """Applications on which the actor may decide now, the oldest first."""
    mine = (_reach(actor, Power.PERSON_DECIDE) & Q(state=ApplicationState.SUBMITTED.value)) | (
        _reach(actor, Power.JOINING_SAMPLE) & Q(state=ApplicationState.SAMPLED.value)
    )
    rows = Application.objects.filter(mine).exclude(person_id=actor.id).exclude(site_by=actor.id)
    return rows.select_related("person", "site").order_by("submitted_at", "id")


def access_application(*, actor: Actor, application_id: UUID) -> Application:
    """One of `applications_within`. Raises NotVisible."""
    found = applications_within(actor=actor).select_related("person__home_site").filter(pk=application_id).first()
    if found is None:
        raise NotVisible
    return found


def access_paper(*, actor: Actor, paper_id: UUID) -> Paper:
    """One's own paper, or one of somebody whom the actor decides about. Raises NotVisible."""
    paper = Paper.objects.select_related("person__home_site").filter(pk=paper_id).first()
    if paper is None or actor.id is None:
        raise NotVisible
    if paper.person_id == actor.id or actor.may(Power.PERSON_DECIDE, path=paper.person.home_site.path):
        return paper
    is_drawn = applications_within(actor=actor).filter(person_id=paper.person_id)
    if actor.has(Power.JOINING_SAMPLE) and is_drawn.exists():
        return paper
    raise NotVisible


def qualifications_of(*, person_id: UUID) -> list[Qualification]:
    """What she claims or has, with its paper."""
    rows = Qualification.objects.filter(person_id=person_id, removed_at=None).defer("paper__picture_sealed")
    return list(rows.select_related("paper").order_by("claimed_at", "id"))


def papers_of(*, person_id: UUID, kind: str) -> list[Paper]:
    """Photographs of one kind, the newest first, without their contents."""
    return list(
        Paper.objects.filter(person_id=person_id, kind=kind).defer("picture_sealed").order_by("-added_at", "id")
    )


def trainings_of(*, person_id: UUID) -> list[TrainingRecord]:
    """Every course taken, the newest first."""
    return list(TrainingRecord.objects.filter(person_id=person_id).order_by("-recorded_at", "id"))


def skills_of(*, person: Person, answers: dict[str, object], day: date) -> list[str]:
    """The skills by which a volunteer may be asked: believed ones, and those whose paper somebody has seen."""
    said = abilities_in(answers).skills
    proved = Qualification.objects.filter(person=person, removed_at=None, state=ProofState.VERIFIED)
    valid = proved.filter(Q(valid_until=None) | Q(valid_until__gte=day)).values_list("skill", flat=True)
    return sorted({skill for skill in said if skill not in NEEDS_PROOF} | set(valid))


def is_expired(*, person_id: UUID, skill: str, day: date) -> bool:
    """Whether the paper for a skill no longer holds on `day`."""
    rows = Qualification.objects.filter(person_id=person_id, skill=skill, removed_at=None)
    return rows.filter(valid_until__lt=day).exists()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the task list."""

    task: Task
    is_done: bool


def consents_given(*, person_id: UUID) -> set[str]:
    """Purposes to which the person agrees now."""
    rows = Consent.objects.filter(person_id=person_id, withdrawn_at=None).select_related("text")
    return {row.purpose for row in rows if row.text.version in accepted_versions(purpose=ConsentPurpose(row.purpose))}


def tasks_of(*, application: Application, standard: Standard, today: date) -> list[Line]:
    """What is asked of this person, and what she has answered."""
    born = application.birth_date
    age = age_on(born=born, day=today) if born else None
    is_minor = age is not None and age_group(age=age, standard=standard) is AgeGroup.MINOR
    health = age is not None and declares_health(age=age, standard=standard)
    answers, confided = application.answers, confided_in(application)
    promised = not standard.boolean("declaration_required") or application.declared_at is not None
    passed = TrainingRecord.objects.filter(person_id=application.person_id, course=COURSE, is_passed=True).exists()
    given = consents_given(person_id=application.person_id)
    lines = [Line(Task.IDENTITY, bool(confided.identity))]
    if is_minor:
        lines.append(Line(Task.GUARDIAN, bool(confided.guardian_phone)))
    lines += [
        Line(Task.PROMISE, promised and (not health or application.health_declared_at is not None)),
        Line(Task.COURSE, passed or not standard.boolean("training_required")),
        Line(Task.ABILITIES, "languages" in answers),
        Line(Task.TIMES, "reach_metres" in answers),
        Line(Task.CONSENTS, ConsentPurpose.SERVICE in given),
    ]
    return lines


def askings_of(*, relative_id: UUID) -> list[ProxyAsking]:
    """What a relative has asked, the newest first."""
    return list(ProxyAsking.objects.filter(relative_id=relative_id).order_by("-asked_at", "id")[:20])


def whom_she_means(*, asking: ProxyAsking) -> str:
    """As the relative wrote it: a name, and perhaps a telephone."""
    return sealing.open_for(asking.relative, "proxy_asking", asking.said_sealed)


def askings_for(*, elder_id: UUID) -> list[ProxyAsking]:
    """Who waits for this old person's word."""
    rows = ProxyAsking.objects.filter(elder_id=elder_id, state=AskingState.WAITING.value)
    return list(rows.select_related("relative").order_by("asked_at", "id"))


def asking_for(*, elder_id: UUID, asking_id: UUID) -> ProxyAsking:
    """One of hers. Raises NotVisible."""
    found = ProxyAsking.objects.select_related("relative").filter(elder_id=elder_id, pk=asking_id).first()
    if found is None:
        raise NotVisible
    return found


def askings_within(*, actor: Actor) -> QuerySet[ProxyAsking]:
    """Askings at the desk's sites, the oldest first."""
    rows = ProxyAsking.objects.filter(_reach(actor, Power.NEED_ASSIST))
    return rows.select_related("relative__home_site", "elder__person", "site").order_by("asked_at", "id")


def access_asking(*, actor: Actor, asking_id: UUID) -> ProxyAsking:
    """One of `askings_within`. Raises NotVisible."""
    found = askings_within(actor=actor).filter(pk=asking_id).first()
    if found is None:
        raise NotVisible
    return found
