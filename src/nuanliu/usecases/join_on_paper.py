"""Somebody joins at the desk: the clerk writes what she says, she signs on paper, the page is photographed."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.answers import Abilities, Times, age_on, declares_health
from nuanliu.domain.people.joining.models import Application
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.joining.types import (
    OPEN_APPLICATION,
    ApplicationChannel,
    ApplicationState,
    PaperKind,
)
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, person_with_identity, register_person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose, Sex, VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.identifiers import Identity
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.join_volunteer import UnableToJoin, read_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperApplication:
    """What stands on the signed page. Empty means that she did not say or does not know."""

    name: str
    identity: str
    site_id: UUID
    photo: bytes
    phone: str = ""
    abilities: Abilities = field(default_factory=Abilities)
    times: Times = field(default_factory=lambda: Times(spans=(), reach_metres=3000))
    purposes: tuple[str, ...] = ()
    has_no_record: bool = False
    is_healthy: bool = False
    guardian_name: str = ""
    guardian_phone: str = ""
    class_minutes: int = 0
    class_on: date | None = None


def join_on_paper(*, actor: Actor, paper: PaperApplication, token: UUID, now: datetime) -> Application:
    """Enter and hand in an application for somebody who signed. The same token gives the same application.

    Raises UnableToJoin, UnableToReadPicture, NotVisible.
    """
    picture = redrawn(data=paper.photo)

    @repeated
    def enter() -> Application:
        with durable():
            known = Application.objects.filter(pk=derived_id(token, "paper")).first()
            if known is not None:
                return known
            identity = _checked(actor, paper, now)
            person = _person(actor, paper, identity, token, now)
            application = _application(person, paper, identity, actor=actor, token=token, now=now)
            joining.keep_paper(person=person, kind=PaperKind.SIGNED_PAGE, picture=picture, actor=actor, at=now)
            return application

    return enter()


def _checked(actor: Actor, paper: PaperApplication, now: datetime) -> Identity:
    if not sites_under(paths=actor.paths(Power.PERSON_ENTER)).filter(pk=paper.site_id).exists():
        raise NotVisible
    if not paper.name.strip():
        raise UnableToJoin("no_name", _("请填姓名。"), field="name")
    identity = read_identity(identity=paper.identity, site_id=paper.site_id, now=now)
    standard = standard_in_force(at=now, site=paper.site_id)
    age = age_on(born=identity.birth_date, day=local_date(now))
    if standard.boolean("declaration_required") and not paper.has_no_record:
        raise UnableToJoin("not_declared", _("没有这个声明，不能报名。"), field="record")
    if declares_health(age=age, standard=standard) and not paper.is_healthy:
        raise UnableToJoin("health", _("满 %(age)d 岁要作健康声明。")
                           % {"age": standard.integer("health_declaration_age")}, field="health")  # fmt: skip
    if age < standard.integer("volunteer_min_age") and not paper.guardian_phone:
        raise UnableToJoin("no_guardian", _("请写父母或监护人的姓名和电话。"), field="guardian_phone")
    if ConsentPurpose.SERVICE not in paper.purposes:
        raise UnableToJoin("no_service", _("不同意这一项，我们就不能登记。"), field="service")
    return identity


def _person(actor: Actor, paper: PaperApplication, identity: Identity, token: UUID, now: datetime) -> Person:
    found = person_with_identity(identity=identity.number)
    if found is None:
        site = sites_under(paths=actor.paths(Power.PERSON_ENTER)).get(pk=paper.site_id)
        facts = Facts(
            name=paper.name.strip(),
            home_site=site,
            phone=paper.phone,
            identity=identity.number,
            birth_date=identity.birth_date,
            sex=Sex(identity.sex),
        )
        return register_person(facts=facts, username=f"p-{derived_id(token, 'person').hex[:12]}", at=now)
    if found.name != paper.name.strip():
        raise UnableToJoin("other_name", _("这个身份证号登记的是别的名字，请核对。"), field="name")
    if not actor.may(Power.PERSON_ENTER, path=found.home_site.path):
        words = _("这个人登记在 %(site)s，请到那里办。") % {"site": found.home_site.name}
        raise UnableToJoin("elsewhere", words, field="identity")
    if is_own_or_kin(actor=actor, people={found.pk}):
        raise UnableToJoin("own_or_kin", _("自己或家人的报名要请同事办。"))
    volunteer = getattr(found, "volunteer", None)
    if volunteer is not None and volunteer.state in {VolunteerState.ACTIVE, VolunteerState.PAUSED}:
        raise UnableToJoin("is_volunteer", _("这个人已经是志愿者了。"), field="identity")
    states = [state.value for state in OPEN_APPLICATION]
    if Application.objects.filter(person=found, state__in=states).exists():
        raise UnableToJoin("under_way", _("这个人已经有一份没办完的报名。"), field="identity")
    return found


def _application(
    person: Person, paper: PaperApplication, identity: Identity, *, actor: Actor, token: UUID, now: datetime
) -> Application:
    standard = standard_in_force(at=now, site=paper.site_id)
    abilities = {key: list(said) if isinstance(said, tuple) else said for key, said in asdict(paper.abilities).items()}
    times = {"spans": [list(span) for span in paper.times.spans], "reach_metres": paper.times.reach_metres}
    asks_health = declares_health(age=age_on(born=identity.birth_date, day=local_date(now)), standard=standard)
    application = Application.objects.create(
        pk=derived_id(token, "paper"),
        person=person,
        site=person.home_site,
        state=ApplicationState.DRAFT,
        channel=ApplicationChannel.DESK,
        entered_by=actor.id,
        answers=abilities | times,
        declared_at=now if paper.has_no_record else None,
        health_declared_at=now if asks_health and paper.is_healthy else None,
        started_at=now,
        standard_version=standard.version_id,
    )
    if paper.guardian_phone:
        joining.confide_guardian(application, name=paper.guardian_name, phone=paper.guardian_phone)
    joining.confide_identity(application, identity)
    purposes = [ConsentPurpose(purpose) for purpose in paper.purposes]
    give_consents(person=person, purposes=purposes, how=ConsentHow.PAPER, actor=actor, at=now)
    if paper.class_minutes:
        joining.record_class_once(
            token=token,
            person=person,
            minutes=paper.class_minutes,
            day=paper.class_on or local_date(now),
            actor=actor,
            at=now,
            standard=standard,
        )
    joining.step_application(application=application, to=ApplicationState.SUBMITTED, submitted_at=now)
    role = actor.role_for(Power.PERSON_ENTER, path=person.home_site.path)
    joining.note(action="submitted", application=application, actor=actor, at=now, role=role, on_paper=True)
    return application
