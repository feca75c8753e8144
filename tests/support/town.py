"""A small town for tests: two sites, staff, old people and volunteers, built through the real operations."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from django.db import transaction

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import appoint, create_node
from nuanliu.domain.network.types import SYSTEM, Actor, NodeKind, Role
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import Savings
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.people.operations import Facts, agree_proxy, make_elder, register_person, relate
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose, Kinship, Sex, VolunteerState
from nuanliu.domain.standards.operations import publish_for_city
from nuanliu.domain.standards.parameters.kinds import Value
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.start_visit import end_visit, start_visit
from tests.support.again import built
from tests.support.signing import set_up_second

MONDAY = at(date(2026, 11, 2), 9)
"""The moment at which a test town is founded."""

_numbers = count(1)


def add_service(code: str = "S101", **facts: object) -> Service:
    """One line of the catalogue."""
    known: dict[str, object] = {
        "name": "陪伴聊天",
        "name_en": "Company and talk",
        "group": "情感慰藉",
        "default_minutes": 60,
        "max_minutes": 120,
        "risk": "low",
        "icon": "chat",
        "plain_words": "陪我说说话",
        "position": 1,
        **facts,
    }
    service, _is_new = Service.objects.get_or_create(code=code, defaults=known)
    return service


@dataclass
class Town:
    """The city, its two sites, and ways to add people to them."""

    city: Node
    site: Node
    other_site: Node
    now: datetime = MONDAY
    services: list[Service] = field(default_factory=list)

    @classmethod
    def found(cls) -> "Town":
        """Build it; in a database without one as the first of this worker was built (most tests want just that)."""
        is_empty = not Node.objects.exists() and not Service.objects.exists()
        return built(cls._build) if is_empty else cls._build()

    @classmethod
    def _build(cls) -> "Town":
        mark = f"{next(_numbers):03d}"

        def node(kind: NodeKind, code: str, name: str, parent: Node | None) -> Node:
            return create_node(
                kind=kind,
                code=f"{code}-{mark}",
                name=name,
                parent=parent,
                at=MONDAY,
                actor_id=None,
                phone="0858-6000000",
            )

        city = node(NodeKind.CITY, "520200", "六盘水市", None)
        county = node(NodeKind.COUNTY, "520203", "六枝特区", city)
        site = node(NodeKind.COMMUNITY, "WHL", "文化路社区", county)
        other = node(NodeKind.CARE_HOME, "DY", "大用医养中心", county)
        return cls(city, site, other, services=[add_service()])

    def person(self, name: str, *, site: Node | None = None, born: date | None = None, phone: str = "") -> Person:
        """A person with an open book."""
        home = site or self.site
        facts = Facts(name=name, home_site=home, birth_date=born, sex=Sex.FEMALE, phone=phone, address="文化路 3 号")
        person = register_person(facts=facts, username=f"t-{new_id().hex}", at=self.now)
        open_savings(holder=Holder(person.pk, home.pk), at=self.now)
        return person

    def elder(
        self, name: str = "张桂兰", *, minutes: int = 0, alone: bool = False, site: Node | None = None, phone: str = ""
    ) -> Person:
        """An old person, with own time if wanted."""
        person = self.person(name, site=site, born=date(1946, 3, 1), phone=phone)
        make_elder(person=person, circumstances=["lives_alone"] if alone else [], at=self.now, has_phone=bool(phone))
        if minutes:
            self.give(person, minutes)
        return person

    def give(self, person: Person, minutes: int) -> None:
        """Put minutes into a person's book as an old paper line."""
        open_with_paper_line(
            id=new_id(),
            holder=Holder(person.pk, person.home_site_id),
            unit=Unit.TIME,
            amount=minutes,
            occurred_at=self.now,
            actor=None,
            standard_version=standard_in_force(at=self.now).version_id,
            memo="",
        )

    def volunteer(
        self,
        name: str = "李志愿",
        *,
        site: Node | None = None,
        born: date = date(1980, 5, 5),
        choice: str = "",
        state: VolunteerState = VolunteerState.ACTIVE,
        skills: list[str] | None = None,
        trained: bool = True,
        phone: str = "13900000000",
    ) -> Person:
        """An approved, trained volunteer."""
        person = self.person(name, site=site, born=born, phone=phone)
        Volunteer.objects.create(
            person=person,
            number=f"V{next(_numbers):06d}",
            state=state,
            joined_on=self.now.date(),
            trained_on=self.now.date() - timedelta(days=30) if trained else None,
            insured_until=self.now.date() + timedelta(days=300),
            declared_on=self.now.date(),
            health_declared_on=self.now.date(),
            default_choice=choice,
            skills=skills or [],
        )
        return person

    def staff(self, role: Role, name: str = "王工", *, node: Node | None = None) -> Actor:
        """A person appointed to a role, as an actor."""
        person = self.person(name)
        appoint(holder=person.login, node=node or self.site, role=role, at=self.now, actor_id=None)
        set_up_second(person.login, role=role, at=self.now)
        return self.actor(person)

    def clerk(self, name: str = "赵接线") -> Actor:
        """A hotline clerk of the site."""
        return self.staff(Role.HOTLINE, name)

    def coordinator(self, name: str = "孙站长") -> Actor:
        """Who leads the site."""
        return self.staff(Role.COORDINATOR, name)

    def certifier(self, name: str = "钱认定") -> Actor:
        """A certifier of the site."""
        return self.staff(Role.CERTIFIER, name)

    def rules(self, since: datetime, **values: Value) -> None:
        """Another Standard of the city, in force since then."""
        publish_for_city(
            title="修订", values=values, effective_from=since, reason="试行", published_by=None, now=self.now
        )

    def kin(self, person: Person, relative: Person, kinship: Kinship = Kinship.CHILD) -> None:
        """Record that two people are related."""
        relate(person=person, relative=relative, kinship=kinship, at=self.now)

    def proxy(self, elder: Person, relative: Person, powers: list[str]) -> None:
        """The old person agreed that a relative acts for her."""
        agree_proxy(elder=elder.elder, relative=relative, powers=powers, how="in person", at=self.now)

    def agrees(self, person: Person, *purposes: ConsentPurpose) -> None:
        """The person signed that she agrees to these."""
        with transaction.atomic():
            give_consents(person=person, purposes=purposes, how=ConsentHow.PAPER, actor=SYSTEM, at=self.now)

    def actor(self, person: Person) -> Actor:
        """The person as an actor."""
        return actor_for(login=person.login, now=self.now)

    def savings(self, person: Person) -> Savings:
        """What the person's book says."""
        return savings_of(person_id=person.pk, site_id=person.home_site_id)

    # -- the loop, step by step

    def need(self, elder: Person, *, clerk: Actor | None = None, token: UUID | None = None, **answers: object) -> Need:
        """A need placed by a clerk for the day after tomorrow, open at once."""
        facts: dict[str, object] = {
            "service_code": "S101",
            "starts_at": self.now + timedelta(days=2),
            "minutes": 60,
            "now": self.now,
            **answers,
        }
        return place_need(actor=clerk or self.clerk(), elder_id=elder.pk, token=token or new_id(), **facts)  # type: ignore[arg-type]

    def taken(self, elder: Person, helper: Person, **answers: object) -> Visit:
        """A need placed and taken."""
        need = self.need(elder, **answers)
        return accept_need(actor=self.actor(helper), need_id=need.id, now=self.now)

    def served(
        self, elder: Person, helper: Person, *, minutes: int = 60, choice: str = "time", **more: object
    ) -> Visit:
        """A visit that took so many minutes, started and ended with the code."""
        visit = self.taken(elder, helper, **more)
        need = Need.objects.get(site_id=visit.site_id, id=visit.need_id)
        actor = self.actor(helper)
        start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at)
        over = need.starts_at + timedelta(minutes=minutes)
        return end_visit(actor=actor, visit_id=visit.id, code=need.code, choice=choice, now=over)

    def confirmed(self, elder: Person, helper: Person, **more: object) -> Visit:
        """A served visit that the old person confirmed."""
        visit = self.served(elder, helper, **more)  # type: ignore[arg-type]
        assert visit.ended_at is not None
        return confirm_visit(actor=self.actor(elder), visit_id=visit.id, came=True, face="happy", now=visit.ended_at)
