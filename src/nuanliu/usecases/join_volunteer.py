"""A volunteer joins by herself: one answer at a time, left and taken up again, handed in when all is said."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people import sealing
from nuanliu.domain.people.consents.operations import give_consents, withdraw_consents
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.answers import (
    Abilities,
    AgeGroup,
    Times,
    age_group,
    age_on,
    declares_health,
)
from nuanliu.domain.people.joining.course import COURSE, MINUTES, QUESTIONS, VERSION, Result, result_of
from nuanliu.domain.people.joining.models import Application
from nuanliu.domain.people.joining.queries import my_application, tasks_of
from nuanliu.domain.people.joining.types import (
    MENDABLE,
    OPEN_APPLICATION,
    ApplicationState,
    TrainingHow,
)
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose, VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import Identity, UnableToReadIdentity, parse_identity, telephone_digits
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

JOINING_PURPOSES = (
    ConsentPurpose.SERVICE,
    ConsentPurpose.HEALTH,
    ConsentPurpose.SHARE_INSURER,
    ConsentPurpose.HONOUR_NAME,
)
"""What is asked on joining, each by itself; without the first nobody can be entered."""


class UnableToJoin(Unable):
    """An answer cannot be taken as it is, or the application is no longer hers to change."""


@repeated
def begin_joining(*, name: str, phone: str, site_id: UUID, token: UUID, now: datetime) -> Application | None:
    """Begin with a telephone that has just been proved, or go on where it was left. None for a volunteer.

    Whoever has this name and this telephone is this person; nobody learns anything of a telephone that is not hers.
    Raises UnableToJoin, NotVisible.
    """
    with durable():
        site = sites().filter(pk=site_id).first()
        if site is None:
            raise NotVisible
        if not name.strip():
            raise UnableToJoin("no_name", _("请填姓名。"), field="name")
        person = _known(name.strip(), phone) or register_person(
            facts=Facts(name=name.strip(), home_site=site, phone=phone),
            username=f"j-{derived_id(token, 'joining').hex[:12]}",
            at=now,
        )
        return _application_of(person, now=now)


@repeated
def begin_as(*, actor: Actor, now: datetime) -> Application | None:
    """Somebody who is signed in begins, or goes on. None for a volunteer. Raises NotVisible."""
    with durable():
        person = Person.objects.select_related("login", "home_site").filter(pk=actor.id, closed_at=None).first()
        if person is None or not person.home_site.is_site:
            raise NotVisible
        return _application_of(person, now=now)


def _known(name: str, phone: str) -> Person | None:
    """Somebody entered before with this name and telephone. Staff come in by their own door."""
    rows = Person.objects.select_related("login", "home_site").filter(
        phone_index__in=sealing.phone_indexes(telephone_digits(phone)), name=name, closed_at=None
    )
    rows = rows.exclude(elder__has_phone=False)  # the number kept for her is somebody else's
    staff = Appointment.objects.filter(ended_at=None).values("holder_id")
    return rows.exclude(pk__in=staff).order_by("registered_at", "pk").first()


def _application_of(person: Person, *, now: datetime) -> Application | None:
    volunteer = getattr(person, "volunteer", None)
    if volunteer is not None and volunteer.state in {VolunteerState.ACTIVE, VolunteerState.PAUSED}:
        return None
    states = [state.value for state in OPEN_APPLICATION]
    found = Application.objects.filter(person=person, state__in=states).select_related("person__login").first()
    if found is not None:
        return found
    made = Application.objects.create(person=person, site=person.home_site, started_at=now)
    joining.note(action="begun", application=made, actor=Actor(id=person.pk), at=now)
    return made


def my_open_application(actor: Actor) -> Application:
    """My application, locked, while it is mine to change. Raises NotVisible, UnableToJoin."""
    found = my_application(actor=actor) if actor.id else None
    if found is None:
        raise NotVisible
    application = joining.lock_application(application_id=found.id)
    if application.state not in MENDABLE:
        raise UnableToJoin("handed_in", _("已经交上去了，现在不能改。要改请打站点电话。"))
    return application


@repeated
def say_identity(*, actor: Actor, identity: str, now: datetime) -> Application:
    """The identity number, checked; the Standard's ages hold. Whether somebody has it already is the site's to see.

    Raises UnableToJoin, NotVisible.
    """
    with durable():
        application = my_open_application(actor)
        joining.confide_identity(application, read_identity(identity=identity, site_id=application.site_id, now=now))
        return application


def read_identity(*, identity: str, site_id: UUID, now: datetime) -> Identity:
    """An identity number of somebody who may become a volunteer at a site. Raises UnableToJoin."""
    today = local_date(now)
    try:
        parsed = parse_identity(text=identity, today=today)
    except UnableToReadIdentity as wrong:
        raise UnableToJoin("bad_identity", wrong.words, field="identity") from wrong
    standard = standard_in_force(at=now, site=site_id)
    match age_group(age=age_on(born=parsed.birth_date, day=today), standard=standard):
        case AgeGroup.TOO_YOUNG:
            least = {"age": standard.integer("minor_min_age")}
            raise UnableToJoin("too_young", _("满 %(age)d 岁才能报名。谢谢您，过几年再来。") % least, field="identity")
        case AgeGroup.TOO_OLD:
            words = _("您年纪大了，请多保重。想出力，请打站点电话商量。")
            raise UnableToJoin("too_old", words, field="identity")
        case _:
            return parsed


@repeated
def say_guardian(*, actor: Actor, name: str, phone: str) -> Application:
    """Who agrees for somebody under age; the site rings there before it decides. Raises UnableToJoin, NotVisible."""
    with durable():
        application = my_open_application(actor)
        if not name.strip() or not telephone_digits(phone):
            raise UnableToJoin("no_guardian", _("请写父母或监护人的姓名和电话。"), field="name")
        joining.confide_guardian(application, name=name, phone=phone)
        return application


@repeated
def promise(*, actor: Actor, has_no_record: bool, is_healthy: bool, now: datetime) -> Application:
    """No serious record; from the Standard's age on, well enough to help. Raises UnableToJoin, NotVisible."""
    with durable():
        application = my_open_application(actor)
        standard = standard_in_force(at=now, site=application.site_id)
        born = application.birth_date
        if standard.boolean("declaration_required") and not has_no_record:
            raise UnableToJoin("not_declared", _("没有这个声明，不能报名。有难处请打站点电话。"), field="record")
        is_asked = born is not None and declares_health(age=age_on(born=born, day=local_date(now)), standard=standard)
        if is_asked and not is_healthy:
            raise UnableToJoin("health", _("身体要紧。这一项不能勾，请打站点电话商量。"), field="health")
        joining.write_application(
            application,
            declared_at=now if has_no_record else None,
            health_declared_at=now if is_asked else None,
        )
        return application


@repeated
def take_course(*, actor: Actor, given: Mapping[str, str], now: datetime, token: UUID) -> Result:
    """Answer the course's questions; each try is a record of its own. Raises NotVisible, UnableToJoin."""
    with durable():
        application = my_open_application(actor)
        standard = standard_in_force(at=now, site=application.site_id)
        result = result_of(given=given)
        joining.record_training(
            record_id=derived_id(token, "course", *(f"{code}={said}" for code, said in sorted(given.items()))),
            person=application.person,
            course=COURSE,
            version=VERSION,
            how=TrainingHow.ONLINE,
            minutes=MINUTES,
            score=result.score,
            questions=len(QUESTIONS),
            is_passed=result.is_passed(percent=standard.integer("training_pass_percent")),
            taken_on=local_date(now),
            at=now,
            standard=standard,
            by=None,
        )
        return result


@repeated
def say_abilities(*, actor: Actor, abilities: Abilities) -> Application:
    """What she can do, which languages she speaks, what she would rather not do. Raises UnableToJoin, NotVisible."""
    with durable():
        application = my_open_application(actor)
        said = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(abilities).items()}
        joining.write_application(application, answers=application.answers | said)
        return application


@repeated
def say_times(*, actor: Actor, times: Times) -> Application:
    """When she has time and how far she goes. Raises UnableToJoin, NotVisible."""
    with durable():
        application = my_open_application(actor)
        said = {"spans": [list(span) for span in times.spans], "reach_metres": times.reach_metres}
        joining.write_application(application, answers=application.answers | said)
        return application


@repeated
def say_consents(*, actor: Actor, purposes: Collection[str], now: datetime) -> Application:
    """What she agrees to; not ticked is not agreed, and a tick taken away is taken back. Raises UnableToJoin."""
    with durable():
        application = my_open_application(actor)
        if ConsentPurpose.SERVICE not in purposes:
            raise UnableToJoin("no_service", _("不同意这一项，我们就不能登记您。"), field="service")
        wanted = [purpose for purpose in JOINING_PURPOSES if purpose in purposes]
        others = [purpose for purpose in JOINING_PURPOSES if purpose not in purposes]
        person, how = application.person, ConsentHow.SELF
        give_consents(person=person, purposes=wanted, how=how, actor=actor, at=now)
        withdraw_consents(person=person, purposes=others, how=how, actor=actor, at=now)
        return application


@repeated
def hand_in(*, actor: Actor, now: datetime) -> Application:
    """Hand the application to the site. Handing in again changes nothing. Raises UnableToJoin, NotVisible."""
    with durable():
        found = my_application(actor=actor) if actor.id else None
        if found is None:
            raise NotVisible
        application = joining.lock_application(application_id=found.id)
        if application.state not in MENDABLE:
            return application
        standard = standard_in_force(at=now, site=application.site_id)
        lines = tasks_of(application=application, standard=standard, today=local_date(now))
        if not all(line.is_done for line in lines):
            raise UnableToJoin("not_complete", _("还有没做完的，请先做完再交。"))
        joining.step_application(
            application=application,
            to=ApplicationState.SUBMITTED,
            submitted_at=now,
            reason="",
            site_by=None,
            site_at=None,
            city_by=None,
            city_at=None,
            standard_version=standard.version_id,
        )
        joining.note(action="submitted", application=application, actor=actor, at=now)
        return application


@repeated
def withdraw_application(*, actor: Actor, now: datetime) -> None:
    """She does not want to any more; again changes nothing. Raises NotVisible."""
    with durable():
        found = my_application(actor=actor) if actor.id else None
        if found is None:
            raise NotVisible
        application = joining.lock_application(application_id=found.id)
        if application.state not in OPEN_APPLICATION:
            return
        joining.step_application(application=application, to=ApplicationState.WITHDRAWN)
        joining.note(action="withdrawn", application=application, actor=actor, at=now)
