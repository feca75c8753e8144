"""Writing an application and what hangs on it. Called inside the use case's transaction."""

import base64
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people import sealing
from nuanliu.domain.people.joining.answers import Confided
from nuanliu.domain.people.joining.models import Application, Paper, Qualification, TrainingRecord
from nuanliu.domain.people.joining.pictures import Picture
from nuanliu.domain.people.joining.types import APPLICATION_STEPS, ApplicationState, PaperKind, TrainingHow
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import Identity
from nuanliu.platform.ids import derived_id, new_id

CLASS = "site"
"""Course code of what is taught at a site."""


class UnableToStepApplication(Unable):
    """The application does not stand where this could be done."""


def lock_application(*, application_id: UUID) -> Application:
    """The application, locked, with person and site. Raises NotVisible."""
    rows = Application.objects.select_related("person__login", "person__home_site", "site")
    found = rows.select_for_update(no_key=True, of=("self",)).filter(pk=application_id).first()
    if found is None:
        raise NotVisible
    return found


def step_application(*, application: Application, to: ApplicationState, **facts: Any) -> None:
    """Move the application on, with what goes with it. Raises UnableToStepApplication."""
    if to not in APPLICATION_STEPS[ApplicationState(application.state)]:
        raise UnableToStepApplication("not_now", _("这份申请已经办过了。请刷新页面再看。"))
    write_application(application, state=to.value, **facts)


def write_application(application: Application, **facts: Any) -> None:
    """Set columns of the application and save just those."""
    for name, value in facts.items():
        setattr(application, name, value)
    application.save(update_fields=list(facts))


def note(
    *,
    action: str,
    application: Application,
    actor: Actor,
    at: datetime,
    role: str = "",
    reason: str = "",
    **details: str | int | bool,
) -> None:
    """Append what was done with an application to the audit."""
    record(
        action=f"application.{action}",
        subject_type="person",
        subject_id=application.person_id,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=role,
        on_behalf_of=None if actor.id == application.person_id else application.person_id,
        site_id=application.site_id,
        reason=reason,
        details={"application": str(application.id), **details},
    )


def note_person(
    *, action: str, person: Person, actor: Actor, at: datetime, role: str = "", reason: str = "", **details: object
) -> None:
    """Append what was done about a person to the audit; by another than herself, it was done for her."""
    record(
        action=action,
        subject_type="person",
        subject_id=person.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=role,
        on_behalf_of=None if actor.id in {None, person.pk} else person.pk,
        site_id=person.home_site_id,
        reason=reason,
        details=details,
    )


def confided_in(application: Application) -> Confided:
    """What was told in confidence, in clear; empty where nothing was, or where the person's key is gone."""
    text = sealing.open_for(application.person, "application", application.told_sealed)
    return Confided(**json.loads(text)) if text else Confided()


def confide(application: Application, confided: Confided) -> None:
    """Seal what was told in confidence."""
    text = json.dumps(confided.as_json(), ensure_ascii=False)
    sealed = sealing.seal_for(application.person, "application", text)
    write_application(application, told_sealed=sealed)


def confide_identity(application: Application, identity: Identity) -> None:
    """Seal the identity number, and what it says of birth and sex in clear."""
    before = confided_in(application)
    confide(
        application,
        Confided(identity=identity.number, guardian_name=before.guardian_name, guardian_phone=before.guardian_phone),
    )
    write_application(
        application,
        birth_date=identity.birth_date,
        sex=identity.sex,
    )


def confide_guardian(application: Application, *, name: str, phone: str) -> None:
    """Seal who agrees for somebody under age."""
    before = confided_in(application)
    confide(application, Confided(identity=before.identity, guardian_name=name.strip(), guardian_phone=phone))


def keep_paper(*, person: Person, kind: PaperKind, picture: Picture, actor: Actor, at: datetime) -> Paper:
    """Seal a picture that we have drawn anew."""
    text = base64.b64encode(picture.data).decode()
    sealed = sealing.seal_for(person, "paper", text)
    if sealed is None:
        raise NotVisible
    return Paper.objects.create(
        person=person,
        kind=kind,
        picture_sealed=sealed,
        width=picture.width,
        height=picture.height,
        added_at=at,
        added_by=actor.id,
    )


def picture_of(paper: Paper) -> bytes:
    """The JPEG. Raises NotVisible once the person's key is destroyed."""
    text = sealing.open_for(paper.person, "paper", paper.picture_sealed)
    if not text:
        raise NotVisible
    return base64.b64decode(text)


def claim_qualification(
    *, person: Person, skill: str, valid_until: date | None, is_validity_known: bool, paper: Paper, at: datetime
) -> Qualification:
    """A new paper for a skill; the one before it is put away."""
    Qualification.objects.filter(person=person, skill=skill, removed_at=None).update(removed_at=at)
    return Qualification.objects.create(
        person=person,
        skill=skill,
        valid_until=valid_until,
        is_validity_known=is_validity_known,
        paper=paper,
        claimed_at=at,
    )


def record_training(
    *,
    person: Person,
    course: str,
    version: str,
    how: TrainingHow,
    minutes: int,
    is_passed: bool,
    taken_on: date,
    at: datetime,
    standard: Standard,
    by: UUID | None,
    score: int | None = None,
    questions: int | None = None,
    record_id: UUID | None = None,
) -> TrainingRecord:
    """Add a record; when the minutes of all that was passed reach the Standard's, the volunteer is trained.

    The same `record_id` is the same try: it is written once.
    """
    made, _is_new = TrainingRecord.objects.get_or_create(
        pk=record_id or new_id(),
        defaults={
            "person": person,
            "course": course,
            "version": version,
            "how": how,
            "minutes": minutes,
            "score": score,
            "questions": questions,
            "is_passed": is_passed,
            "taken_on": taken_on,
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    settle_training(person=person, standard=standard)
    return made


def minutes_trained(*, person_id: UUID) -> int:
    """Minutes of the courses passed, each course and version once, and of every class."""
    passed = TrainingRecord.objects.filter(person_id=person_id, is_passed=True)
    online = passed.filter(how=TrainingHow.ONLINE).values("course").distinct().values_list("course", "minutes")
    in_class = passed.filter(how=TrainingHow.CLASS).aggregate(total=Sum("minutes"))["total"] or 0
    return int(in_class) + sum(dict(online).values())


def settle_training(*, person: Person, standard: Standard) -> None:
    """Write on the volunteer when she became trained, if she is by now and was not before."""
    if minutes_trained(person_id=person.pk) < standard.minutes("training_min"):
        return
    last = TrainingRecord.objects.filter(person=person, is_passed=True).order_by("-taken_on").first()
    if last is not None:
        Volunteer.objects.filter(person=person, trained_on=None).update(trained_on=last.taken_on)


def record_class_once(
    *, token: UUID, person: Person, minutes: int, day: date, actor: Actor, at: datetime, standard: Standard
) -> None:
    """A class heard at the site, written once a token, with its line in the audit."""
    record_id = derived_id(token, "class", str(person.pk))
    if TrainingRecord.objects.filter(pk=record_id).exists():
        return
    record_training(
        record_id=record_id,
        person=person,
        course=CLASS,
        version="",
        how=TrainingHow.CLASS,
        minutes=minutes,
        is_passed=True,
        taken_on=day,
        at=at,
        standard=standard,
        by=actor.id,
    )
    note_person(action="training.recorded", person=person, actor=actor, at=at, minutes=minutes)
