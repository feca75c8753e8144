"""One peopled town for whole-site tests: everyone of DESIGN section 5, and a need in every state, three times over.

Each *set* (`hers`, `neighbour`, `elsewhere`) is an old person with her daughter and her helper and one need in every
state. The elder, the daughter and the volunteer who sign in belong to `hers`; `neighbour` is at the same site,
`elsewhere` at the other; `nothing` stands for what does not exist. Everybody carries a made-up identity number,
telephone, address and note that are found nowhere else: canaries, to be looked for where they must not be.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID

import time_machine
from django.conf import settings
from django.test import Client, override_settings
from openpyxl import Workbook

from nuanliu.domain.alliance.models import (
    AlliedService,
    Code,
    Fund,
    Offer,
    Picture,
    Redemption,
    Shop,
    ShopApplication,
    Statement,
)
from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.domain.alliance.sums import facts_of
from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.menu.queries import values_of
from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.series.models import FallbackTask, Pair
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.queries import slips_of
from nuanliu.domain.care.watching.models import Incident, VisitPhoto
from nuanliu.domain.care.watching.types import Severity
from nuanliu.domain.certificates.facts import Award
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.honours.models import Category, Commendation, Frozen, Objection, Place
from nuanliu.domain.honours.saying import Said as ObjectionSaid
from nuanliu.domain.honours.saying import seal_said as sealed_objection
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.insights.types import Audience
from nuanliu.domain.integrity.conduct.types import MarkKind, Source
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.reports import Told, code_of_report, index_of_code, seal_told
from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.network.operations import appoint, create_node
from nuanliu.domain.network.pledges import pledge_services
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.notices.calls.models import Closing
from nuanliu.domain.notices.calls.types import CallKind
from nuanliu.domain.notices.calls.words import seal_closing
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.passbook.accounts import Holder, open_savings, savings
from nuanliu.domain.passbook.types import PoolUseKind, SaidHow
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.answers import Confided
from nuanliu.domain.people.joining.models import Application, ProxyAsking, Qualification, RegisterWish
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.joining.types import PaperKind
from nuanliu.domain.people.joining.wishes import Said, seal_said
from nuanliu.domain.people.models import Person, PinCard, Proxy, Volunteer
from nuanliu.domain.people.operations import (
    Facts,
    agree_proxy,
    confirm_relation,
    make_elder,
    put_pin_card,
    register_person,
    relate,
)
from nuanliu.domain.people.sealing import seal_for
from nuanliu.domain.people.types import ConsentPurpose, Correctable, KinProof, Kinship, ProxyPower, Sex, VolunteerState
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.portals.volunteer.calendars import feed_key
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.announce import announce
from nuanliu.usecases.calling.notes import Heard, note_call
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.commend.begin import open_nominations
from nuanliu.usecases.commend.freeze import freeze
from nuanliu.usecases.commend.nominate import nominate
from nuanliu.usecases.commend.plan import change_category, plan_commendation
from nuanliu.usecases.commend.review import appoint_seat
from nuanliu.usecases.conduct.appeals import appeal
from nuanliu.usecases.conduct.faults import Accusation, propose_fault
from nuanliu.usecases.conduct.marking import put_mark
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.correct_data import ask_for_correction
from nuanliu.usecases.disputes.raising import raise_dispute
from nuanliu.usecases.draft_standard import Wish, set_values, start_draft
from nuanliu.usecases.export_national import ask_national, make_national
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.give_time import give_time
from nuanliu.usecases.hand_over import hand_over
from nuanliu.usecases.import_roster import upload_roster
from nuanliu.usecases.issue_certificates import issue_certificates
from nuanliu.usecases.issue_paper import issue_slip, issue_statement
from nuanliu.usecases.keep_catalogue import begin_service, publish_draft
from nuanliu.usecases.keep_seals import put_seal
from nuanliu.usecases.keep_shelf import put_good, stock_in
from nuanliu.usecases.keep_slips import issue_slips, lose_slip, void_slip
from nuanliu.usecases.keep_strays import note_stray
from nuanliu.usecases.make_certificates import continue_batch
from nuanliu.usecases.old_books import PageLine, enter_page
from nuanliu.usecases.paper_slips.entering import enter_slips
from nuanliu.usecases.paper_slips.picturing import add_picture
from nuanliu.usecases.paper_slips.types import Typed
from nuanliu.usecases.print_passbook import print_new, start_booklet
from nuanliu.usecases.read_statement import statement_of_person
from nuanliu.usecases.reconcile import check_everything
from nuanliu.usecases.redeem_at_shop import redeem
from nuanliu.usecases.review_need import review_need
from nuanliu.usecases.rosters.types import RosterKind
from nuanliu.usecases.series.place import Wanted, place_series
from nuanliu.usecases.share_time import ask_to_share
from nuanliu.usecases.show_code import show_code
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.use_pool import ask_pool
from nuanliu.usecases.use_time import convert_time, donate
from nuanliu.usecases.watching.incidents import report_incident
from nuanliu.usecases.watching.photos import add_photo
from tests.support import snapshots
from tests.support.alliance import cashier_of, coins_for, fund_in, offer_of, shop_in
from tests.support.certificates import seal_picture
from tests.support.gathered import gatherings_in, line_of, photo_of
from tests.support.pictures import photo
from tests.support.signing import let_in, set_up_second
from tests.support.town import Town, add_service

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = at(date(2026, 11, 6), 10)
"""The moment at which everybody looks: a Friday at ten, four days after the town was founded."""
PASSWORD = "rain-on-the-terraces"
PIN = "2580"
CODE = "7391"
"""The digits that every old person of the world tells her helper."""
SETS = ("hers", "neighbour", "elsewhere")
WHICH = (*SETS, "nothing")
ROLES = (
    "anonymous",
    "elder",
    "family",
    "volunteer",
    "clerk",
    "certifier",
    "coordinator",
    "other clerk",
    "secretary",
    "shop",
    "standards",
    "security",
    "audit",
)
_SNAPSHOT = "world"
_built: list["World"] = []


@dataclass(frozen=True)
class Canaries:
    """What of one person must not be seen by whom it does not concern."""

    identity: str
    phone: str
    address: str
    note: str = ""
    emergency: str = ""


@dataclass
class Household:
    """One set: an old person, her daughter, her helper, and a need (with its visit) in every state."""

    elder: Person
    daughter: Person
    helper: Person
    proxy: Proxy
    card: PinCard
    application: Application | None = None
    asking: ProxyAsking | None = None
    wish: RegisterWish | None = None
    former: Person | None = None
    mother: Person | None = None
    """The helper's."""
    qualification: Qualification | None = None
    needs: dict[str, Need] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)


@dataclass
class Courtesy:
    """A shop, what it offers with a picture, a code that waits, and what was used a moment ago."""

    shop: Shop
    offer: Offer
    code: Code
    used: Redemption
    statement: Statement
    fund: Fund
    asking: ShopApplication


@dataclass
class Awards:
    """Commendations: under review, on public notice with one objection, and long given."""

    review: Commendation
    notice: Commendation
    place: Place
    objection: Objection

    def of(self, state: str) -> Commendation:
        """Which one a look is about."""
        found = {"notice": self.notice, "draft": Commendation.objects.filter(state="draft").first()}
        return found.get(state) or self.review


@dataclass
class World:
    """The town with its people by role and by set."""

    town: Town
    people: dict[str, Person] = field(default_factory=dict)
    homes: dict[str, Household] = field(default_factory=dict)
    canaries: dict[str, Canaries] = field(default_factory=dict)
    uploads: dict[str, UUID] = field(default_factory=dict)
    corrections: dict[str, UUID] = field(default_factory=dict)
    series: dict[str, UUID] = field(default_factory=dict)
    """By set what its elder asked for every week; it waits for the site."""
    dealings: dict[str, UUID] = field(default_factory=dict)
    """By set what its helper gave to the pool a moment ago."""
    printings: dict[str, UUID] = field(default_factory=dict)
    """By set what was printed into its elder's booklet."""
    goods: dict[str, UUID] = field(default_factory=dict)
    """By set one kind of goods on its site's shelf."""
    menu_drafts: dict[str, UUID] = field(default_factory=dict)
    service_versions: dict[str, UUID] = field(default_factory=dict)
    """By set a service that somebody of the bureau is about to add."""
    marks: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By set what stands against its helper's word: the plain one, and the one that is appealed."""
    handovers: dict[str, UUID] = field(default_factory=dict)
    """By set a piece of it that its elder got."""
    pads: dict[str, UUID] = field(default_factory=dict)
    """By set a pad of numbered slips of its site."""
    slips: dict[str, UUID] = field(default_factory=dict)
    """By set a slip of that pad which nobody has used."""
    strays: dict[str, UUID] = field(default_factory=dict)
    slip_batches: dict[str, UUID] = field(default_factory=dict)
    """By set a batch of one slip that waits for its second signature, and its photograph."""
    slip_photos: dict[str, UUID] = field(default_factory=dict)
    old_pages: dict[str, UUID] = field(default_factory=dict)
    """By set a page of its helper's old passbook that waits for a second person."""
    statements: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By set the statement that was issued to its elder, and ("member") to its helper."""
    certificates: dict[str, Certificate] = field(default_factory=dict)
    """By set the certificate of honour of its helper."""
    pool_uses: dict[str, UUID] = field(default_factory=dict)
    drafts: dict[str, UUID] = field(default_factory=dict)
    """By set what was asked of the pool for its elder and waits for a second person."""
    gifts: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By set: "mine", what its helper gives her mother; "asked", what the daughter gives the old person."""
    shop: Node | None = None
    courtesies: dict[str, Courtesy] = field(default_factory=dict)
    """By set a shop of its site, with what its helper used there."""
    branches: dict[str, Node] = field(default_factory=dict)
    """By set the party branch that its helper belongs to."""
    awards: "Awards | None" = None
    """This year's commendation under review, last year's on public notice."""
    sessions: dict[str, str] = field(default_factory=dict)
    gatherings: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By set and state a gathering at its site, with its helper as an usher."""
    export: UUID | None = None
    announcement: UUID | None = None
    """By role the key of a session that stands open at NOW."""

    def login(self, role: str) -> Login | None:
        """The account of a role; None for the public."""
        return None if role == "anonymous" else self.people[role].login

    def actor(self, role: str) -> Actor:
        """The role as an actor."""
        return self.town.actor(self.people[role])

    def arguments(self, names: set[str], *, which: str, state: str = "") -> dict[str, Any]:
        """Values for the arguments of an address, about the things of `which`. KeyError names an unknown argument."""
        return {name: self._argument(name, which, state) for name in sorted(names)}

    def _argument(self, name: str, which: str, state: str) -> Any:
        if which == "nothing":
            return {"code": "nonsense", "size": "a9",
                    "kind": "exe", "sheet": "nonsense", "unit": "nonsense", "number": 999999,
                    "key": "nonsense", "purpose": "nonsense", "line_code": "nonsense",
                    "till_code": "nonsense", "to": "nonsense", "shop_state": "nonsense", "page": 999999,
                    "year": 1066, "act": "nonsense",
                    "site_code": "nonsense", "version_number": 999999,
                    "theme": "nonsense", "whose": "nonsense"}.get(name, new_id())  # fmt: skip
        home = self.homes[which]
        asked: dict[str, Callable[[], Any]] = {
            "gathering_id": lambda: self.gatherings[which, state or "announced"],
            "snapshot_id": lambda: photo_of(self.gatherings[which, state or "announced"]),
            "signup_id": lambda: line_of(self.gatherings[which, state or "announced"]),
            "visit_id": lambda: home.visits[state or "matched"].id,
            "need_id": lambda: home.needs[state or "matched"].id,
            "upload_id": lambda: self.uploads[which],
            "correction_id": lambda: self.corrections[which],
            "incident_id": lambda: Incident.objects.get(visit_id=home.visits["served"].id).id,
            "visit_photo_id": lambda: VisitPhoto.objects.get(visit_id=home.visits["served"].id).id,
            "subject_id": lambda: home.elder.pk,
            "whose": lambda: "elder",
            "dispute_id": lambda: Dispute.objects.get(visit_id=home.visits["certified"].id).id,
            "series_id": lambda: self.series[which],
            "pair_id": lambda: Pair.objects.get(elder=home.elder).id,
            "run_id": lambda: derived_id(home.elder.pk, "run"),
            "task_id": lambda: FallbackTask.objects.get(need_id=home.needs["open"].id).id,
            "invitation_id": lambda: Invitation.objects.get(need_id=home.needs["open"].id).id,
            "line_code": lambda: code_of(transfer=derived_id(home.visits["credited"].id, "honour")),
            "asking_id": lambda: _of(home.asking).id,
            "call_id": lambda: derived_id(home.elder.pk, "call"),
            "closing_id": lambda: derived_id(home.elder.pk, "closing"),
            "wish_id": lambda: _of(home.wish).id,
            "tip_id": lambda: derived_id(home.elder.pk, "tip"),
            "application_id": lambda: _of(home.application).id,
            "qualification_id": lambda: _of(home.qualification).id,
            "paper_id": lambda: _of(home.qualification).paper_id,
            "account_id": lambda: savings(holder=Holder(home.elder.pk, home.elder.home_site_id), unit=Unit.TIME).id,
            "delivery_id": lambda: _call_for(home.elder),
            "dealing_id": lambda: self.dealings[which],
            "printing_id": lambda: self.printings[which],
            "good_id": lambda: self.goods[which],
            "mark_id": lambda: self.marks[which, state],
            "service_id": lambda: Service.objects.get(code="S201").pk,
            "menu_draft_id": lambda: self.menu_drafts[which],
            "service_version_id": lambda: self.service_versions[which],
            "handover_id": lambda: self.handovers[which],
            "range_id": lambda: self.pads[which],
            "slip_id": lambda: self.slips[which],
            "slip_batch_id": lambda: self.slip_batches[which],
            "old_page_id": lambda: self.old_pages[which],
            "photo_id": lambda: self.slip_photos[which],
            "stray_id": lambda: self.strays[which],
            "statement_id": lambda: self.statements[which, state],
            "certificate_id": lambda: self.certificates[which].pk,
            "batch_id": lambda: self.certificates[which].batch_id,
            "unit_id": lambda: home.helper.home_site_id,
            "use_id": lambda: self.pool_uses[which],
            "draft_id": lambda: self.drafts[which],
            "site_code": lambda: home.elder.home_site.code,
            "gift_id": lambda: self.gifts[which, state or "mine"],
            "relative_id": lambda: _of(home.mother).pk,
            "appointment_id": lambda: _secretary_of(self.branches[which]),
            "shop_id": lambda: self.courtesies[which].shop.pk,
            "offer_id": lambda: self.courtesies[which].offer.pk,
            "allied_id": lambda: AlliedService.objects.get(shop_id=self.courtesies[which].shop.pk).pk,
            "picture_id": lambda: self.courtesies[which].offer.picture_id,
            "shop_statement_id": lambda: self.courtesies[which].statement.pk,
            "fund_id": lambda: self.courtesies[which].fund.pk,
            "asking_shop_id": lambda: self.courtesies[which].asking.pk,
            "redemption_id": lambda: self.courtesies[which].used.id,
            "cashier_id": lambda: _cashier_of(self.courtesies[which].shop),
            "code_id": lambda: self.courtesies[which].code.id,
            "till_code": lambda: self.courtesies[which].code.code,
            "commendation_id": lambda: _of(self.awards).of(state).pk,
            "category_id": lambda: _of(self.awards).of(state).categories.get(kind="volunteer").pk,
            "frozen_id": lambda: (
                Frozen.objects.get(
                    category__commendation=_of(self.awards).of(state),
                    category__kind="volunteer",
                    subject_id=self.homes["hers"].helper.pk,
                ).pk
            ),
            "place_id": lambda: _of(self.awards).place.pk,
            "objection_id": lambda: _of(self.awards).objection.pk,
        }
        if name in asked:
            return asked[name]()
        plain: dict[str, Any] = {
            "elder_id": home.elder.pk,
            "other_id": home.daughter.pk,
            "former_id": _of(home.former).pk,
            "person_id": home.helper.pk if state == "member" else home.elder.pk,
            "node_id": self.branches[which].pk,
            "proxy_id": home.proxy.pk,
            "site_id": home.elder.home_site_id,
            "export_id": self.export,
            "announcement_id": self.announcement,
            "token": new_id(),
            "device_id": new_id(),
            "passkey_id": new_id(),
            "code": "waiting",
            "size": "a4",
            "kind": state or "csv",
            "to": state or "paused",
            "shop_state": "paused",
            "sheet": "public",
            "unit": "time",
            "purpose": "service",
            "number": 1,
            "version_number": 1,
            "theme": "counting",
            "year": 2024 if state == "hall" else 2026,
            "act": "cancel" if state != "notice" else "award",
            "page": 1,
            "key": feed_key(home.helper.login),
        }
        return plain[name]


def _of(row: Any) -> Any:
    assert row is not None
    return row


def _call_for(person: Person) -> UUID:
    calls = Delivery.objects.filter(channel="call_sheet", notice__person=person)
    return UUID(str(calls.order_by("id")[0].pk))


def _cashier_of(shop: Shop) -> UUID:
    return UUID(str(shop.node.appointments.get(role=Role.CASHIER).pk))


def _secretary_of(branch: Node) -> UUID:
    return UUID(str(branch.appointments.get(role=Role.SECRETARY).pk))


def in_place() -> World:
    """The world, committed in the test database; built once a worker, afterwards put back."""
    if _built and snapshots.has(_SNAPSHOT):
        snapshots.restore(_SNAPSHOT)
    else:
        _built[:] = [_build()]
        snapshots.take(_SNAPSHOT)
    return _built[0]


def _identity(order: int, born: date) -> str:
    first = f"520299{born:%Y%m%d}{order % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def _person(world: World, key: str, name: str, *, site: Node, born: date) -> Person:
    order = len(world.canaries) + 1
    known = Canaries(
        identity=_identity(order, born),
        phone=f"1398580{order:04d}",
        address=f"梅花路 {700 + order} 号",
        note=f"膝盖不好{order:02d}",
        emergency=f"找侄女 1378580{order:04d}",
    )
    facts = Facts(
        name=name,
        home_site=site,
        birth_date=born,
        sex=Sex.FEMALE,
        phone=known.phone,
        address=known.address,
        identity=known.identity,
        street="梅花路",
    )
    person = register_person(facts=facts, username=key.replace(" ", "-"), at=world.town.now, password=PASSWORD)
    open_savings(holder=Holder(person.pk, site.pk), at=world.town.now)
    world.canaries[key] = known
    return person


def _household(world: World, which: str, names: tuple[str, str, str], site: Node) -> Household:
    town, order = world.town, SETS.index(which)
    elder = _person(world, f"elder of {which}", names[0], site=site, born=date(1945, 3, 1 + order))
    known = world.canaries[f"elder of {which}"]
    make_elder(
        person=elder,
        circumstances=["hard_of_hearing"],
        at=town.now,
        has_phone=False,
        floor_and_stairs="三楼",
        helper_note=known.note,
        emergency=known.emergency,
    )
    town.agrees(elder, ConsentPurpose.HEALTH)
    correction = ask_for_correction(
        actor=town.actor(elder),
        person_id=elder.pk,
        what=Correctable.OTHER,
        wanted="7-2-1",
        now=town.now,
        token=new_id(),
    )
    world.corrections[which] = correction.pk
    town.give(elder, 600)
    daughter = _person(world, f"daughter of {which}", names[1], site=site, born=date(1972, 5, 1 + order))
    relate(person=elder, relative=daughter, kinship=Kinship.CHILD, at=town.now)
    proxy = agree_proxy(elder=elder.elder, relative=daughter, powers=list(ProxyPower), how="in person", at=town.now)
    helper = _person(world, f"helper of {which}", names[2], site=site, born=date(1980, 5, 1 + order))
    helper.branch = world.branches[which]
    helper.save(update_fields=["branch"])
    Volunteer.objects.create(
        person=helper,
        number=f"WHL-{order + 1:04d}",
        state=VolunteerState.ACTIVE,
        joined_on=town.now.date(),
        trained_on=town.now.date() - timedelta(days=30),
        insured_until=town.now.date() + timedelta(days=300),
        declared_on=town.now.date(),
        health_declared_on=town.now.date(),
    )
    card = put_pin_card(person=elder, number=f"61000{order}", pin=PIN, actor_id=None, now=town.now)
    return Household(elder, daughter, helper, proxy, card)


def _staff(world: World, key: str, name: str, role: Role, *, node: Node, site: Node | None = None) -> Person:
    person = _person(world, key, name, site=site or world.town.site, born=date(1985, 6, 1))
    appoint(holder=person.login, node=node, role=role, at=world.town.now, actor_id=None)
    set_up_second(person.login, role=role, at=world.town.now)
    world.people[key] = person
    return person


def _above(node: Node) -> Node:
    assert node.parent is not None
    return node.parent


def _build() -> World:
    town = Town.found()
    add_service("S201", name="代买代购", name_en="Shopping", group="协助服务", plain_words="帮我买菜", position=2)
    world = World(town)
    site, other = town.site, town.other_site
    for which, code, name in zip(
        SETS, ("DZB-W", "DZB-N", "DZB-E"), ("文化路党支部", "书院巷党支部", "大用党支部"), strict=True
    ):
        world.branches[which] = create_node(
            kind=NodeKind.BRANCH, code=code, name=name, parent=other if which == "elsewhere" else site, at=town.now,
            actor_id=None, branch_kind="community",
        )  # fmt: skip
        pledge_services(node=world.branches[which], services=2, at=town.now, actor_id=None)
    create_node(
        kind=NodeKind.TEAM, code="DUI-W", name="棋友队", parent=world.branches["hers"], at=town.now, actor_id=None
    )
    world.shop = create_node(
        kind=NodeKind.SHOP, code="SJ-W", name="清水鱼馆", parent=site, at=town.now, actor_id=None,
        details={"offer_kind": "percent_off", "offer": "九折"},
    )  # fmt: skip
    _staff(world, "clerk", "赵接线", Role.HOTLINE, node=site)
    _staff(world, "certifier", "钱认定", Role.CERTIFIER, node=site)
    _staff(world, "coordinator", "孙站长", Role.COORDINATOR, node=site)
    _staff(world, "second certifier", "李复核", Role.CERTIFIER, node=site)
    _staff(world, "other clerk", "周接线", Role.HOTLINE, node=other, site=other)
    _staff(world, "other certifier", "吴认定", Role.CERTIFIER, node=other, site=other)
    _staff(world, "other coordinator", "郑站长", Role.COORDINATOR, node=other, site=other)
    _staff(world, "administrator", "罗县管", Role.ADMINISTRATOR, node=_above(site))
    _staff(world, "keeper", "管印章", Role.SEAL_KEEPER, node=site)
    _staff(world, "secretary", "冯书记", Role.SECRETARY, node=world.branches["hers"])
    _staff(world, "second secretary", "唐书记", Role.SECRETARY, node=world.branches["neighbour"])
    _staff(world, "other secretary", "曹书记", Role.SECRETARY, node=world.branches["elsewhere"], site=other)
    _staff(world, "shop", "陈店主", Role.SHOP_OWNER, node=world.shop)
    _staff(world, "standards", "褚标准", Role.BUREAU_STANDARDS, node=town.city)
    _staff(world, "security", "卫安全", Role.BUREAU_SECURITY, node=town.city)
    _staff(world, "audit", "蒋审计", Role.BUREAU_AUDIT, node=town.city)
    with TemporaryDirectory() as outside, override_settings(ANCHORS_FILE=Path(outside) / "anchors.jsonl"):
        _fill(world, site, other)
    for which in SETS:
        world.uploads[which] = _upload(world, "other coordinator" if which == "elsewhere" else "coordinator")
    return world


def _fill(world: World, site: Node, other: Node) -> None:
    """The three sets, sealed so far as each is, and the book checked."""
    names = {"hers": ("沈桂兰", "韩小燕", "杨志远"), "neighbour": ("朱秀英", "秦小梅", "尤志刚")}
    for which in SETS:
        home = _household(
            world, which, names.get(which, ("许玉珍", "何小红", "吕志强")), other if which == "elsewhere" else site
        )
        world.homes[which] = home
        _applicant(world, which)
        _needs(world, which)
        _every_week(world, which)
        _given_away(world, which)
        _courtesy(world, which)
        _printed(world, which)
        _given_to_kin(world, which)
        _disputed(world, which)
        _went_wrong(world, which)
        _marked(world, which)
        _drafted(world, which)
        _gathered(world, which)
        _seal(which)
    world.people |= {
        "elder": world.homes["hers"].elder,
        "family": world.homes["hers"].daughter,
        "volunteer": world.homes["hers"].helper,
    }
    _awards(world)
    mark_unserved(now=NOW)
    check_everything(now=NOW)
    _told_by_the_bureau(world)
    for which in SETS:
        world.uploads[which] = _upload(world, "other coordinator" if which == "elsewhere" else "coordinator")
    with time_machine.travel(NOW, tick=False):
        for role in world.people:
            client = Client()
            let_in(client, world.people[role].login)
            world.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def _awards(world: World) -> None:
    """2026 is under review, with the coordinator on the committee; 2025 is on public notice; 2024 is in the hall."""
    town, officer = world.town, world.actor("standards")
    made = plan_commendation(
        actor=officer, year=2026, title="7-2-1", freeze_day=date(2026, 11, 5), review_day=date(2026, 11, 20),
        token=new_id(), now=town.now,
    )  # fmt: skip
    for category in made.categories.all():
        easy = {one.pk: 0 for one in category.criteria.all() if not one.is_most}
        change_category(actor=officer, category_id=category.pk, places=2, needed=easy, now=town.now)
    appoint_seat(
        actor=officer, commendation_id=made.pk, person_id=world.people["coordinator"].pk, token=new_id(), now=town.now
    )
    open_nominations(actor=officer, commendation_id=made.pk, now=town.now)
    for which in SETS:
        helper = world.homes[which].helper
        nominate(
            actor=town.actor(helper), category_id=made.categories.get(kind="volunteer").pk, subject_id=helper.pk,
            unit_id=None, words="7-2-1", token=new_id(), now=town.now,
        )  # fmt: skip
    freeze(actor=officer, commendation_id=made.pk, now=NOW)
    notice, place = _listed(world, 2025, "notice", world.homes["hers"].helper)
    _listed(world, 2024, "awarded", world.homes["neighbour"].helper)
    objection_id = new_id()
    objection = Objection.objects.create(
        id=objection_id, place=place, filed_at=NOW,
        said_sealed=sealed_objection(
            said=ObjectionSaid(name=town.site.name, phone="13800003333", words="7-2-1"), objection_id=objection_id
        ),
    )  # fmt: skip
    world.awards = Awards(made, notice, place, objection)


def _listed(world: World, year: int, state: str, helper: Person) -> tuple[Commendation, Place]:
    """A commendation of which only the list matters."""
    one = Commendation.objects.create(
        year=year, title="7-2-1", state=state, freeze_day=date(year, 12, 20), review_day=date(year, 12, 28),
        notice_days=7, quorum_percent=60, committee_min=3, standard_version=new_id(), made_at=NOW, frozen_at=NOW,
        listed_by=world.people["audit"].pk, confirmed_by=world.people["security"].pk,
        notice_until=NOW.date() + timedelta(days=5),
    )  # fmt: skip
    category = Category.objects.create(
        commendation=one, kind="volunteer", name="7-2-1", name_en="7-2-1", places=1, position=0
    )
    row = Frozen.objects.create(
        id=new_id(), category=category, subject_id=helper.pk, people=[str(helper.pk)], site_path=world.town.site.path,
        facts={"visits": [], "voided": [], "late_cancels": [], "score_start": 100, "late_cancel_points": 3,
               "complaint_points": 15},
        figures={"minutes": 60}, is_met=True, main=60, is_nominated=True,
    )  # fmt: skip
    place = Place.objects.create(
        id=new_id(), category=category, frozen=row, rank=1, points=9000, yes=2, no=0, eligible=2,
        state="awarded" if state == "awarded" else "listed",
    )  # fmt: skip
    return one, place


def _told_by_the_bureau(world: World) -> None:
    """What went to the national system, and an announcement of today."""
    standards = world.actor("standards")
    made = ask_national(actor=standards, last_day=NOW.date(), reason="7-2-1", token=new_id(), now=NOW)
    make_national.func(str(made.pk))
    said = announce(
        actor=standards, node_id=world.town.city.pk, audience=Audience.EVERYBODY, title="7-2-1", text="7-2-1",
        starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(days=9), is_told=False, token=new_id(), now=NOW,
    )  # fmt: skip
    world.export, world.announcement = made.pk, said.pk


def _gathered(world: World, which: str) -> None:
    """A gathering in each state, with the helper of the set."""
    home, prefix = world.homes[which], "other " if which == "elsewhere" else ""
    found = gatherings_in(
        town=world.town,
        site=home.elder.home_site,
        helper=home.helper,
        chief=world.people[f"{prefix}coordinator"],
        certifier=world.people[f"{prefix}certifier"],
    )
    world.gatherings |= {(which, state): one for state, one in found.items()}


def _second_entry(world: World, home: Household) -> Person:
    """A second entry of the elder that was merged into hers."""
    second = world.town.person(home.elder.name, site=home.elder.home_site)
    Person.objects.filter(pk=second.pk).update(
        merged_into=home.elder, closed_at=world.town.now, phone_index=None, address_sealed=None
    )
    return second


def _applicant(world: World, which: str) -> None:
    """Somebody who has handed in her application with a paper; that of the `neighbour` waits for the city."""
    home, order = world.homes[which], SETS.index(which)
    site = home.elder.home_site
    person = _person(
        world, f"applicant of {which}", ("施小兰", "孔小芳", "曹小燕")[order], site=site, born=date(1991, 4, 1 + order)
    )
    application = Application.objects.create(
        person=person, site=site, started_at=world.town.now, submitted_at=world.town.now, state="submitted",
        answers={"languages": ["putonghua"], "skills": ["medical"], "spans": [[2, 480, 720]], "reach_metres": 3000},
        declared_at=world.town.now,
    )  # fmt: skip
    joining.confide(application, Confided(identity=world.canaries[f"applicant of {which}"].identity))
    picture = redrawn(data=photo(width=64, height=48))
    actor = world.town.actor(person)
    paper = joining.keep_paper(person=person, kind=PaperKind.PROOF, picture=picture, actor=actor, at=world.town.now)
    home.application = application
    home.qualification = joining.claim_qualification(
        person=person, skill="medical", valid_until=None, is_validity_known=False, paper=paper, at=world.town.now
    )
    home.former = _second_entry(world, home)
    home.asking = ProxyAsking.objects.create(
        relative=person, site=site, elder=home.elder.elder,
        said_sealed=seal_for(person, "proxy_asking", home.elder.name),
        kinship="grandchild", powers=["ask", "see"], asked_at=world.town.now,
    )  # fmt: skip
    tip_id = derived_id(home.elder.pk, "tip")
    Report.objects.create(
        id=tip_id, kind="money", site=site, sent_at=world.town.now,
        said_sealed=seal_told(told=Told(words="门铃坏了", phone="13800003333"), report_id=tip_id),
        code_index=index_of_code(code_of_report(report_id=tip_id)),
    )  # fmt: skip
    wish_id = new_id()
    home.wish = RegisterWish.objects.create(
        id=wish_id, site=site, asker=person, for_whom="family", call_when="morning", asked_at=world.town.now,
        said_sealed=seal_said(said=Said(name=home.elder.name, phone="13800002222", word="门铃坏了"), wish_id=wish_id),
    )  # fmt: skip
    if which == "neighbour":
        coordinator = world.actor("coordinator")
        Application.objects.filter(pk=application.pk).update(
            state="sampled", site_by=coordinator.id, site_at=world.town.now
        )


def _every_week(world: World, which: str) -> None:
    """The elder asks for company every Tuesday; the site has not looked at it yet."""
    elder = world.homes[which].elder
    wanted = Wanted(service_code="S101", weekdays=(2,), at=time(9), minutes=60)
    asked = place_series(
        actor=world.town.actor(elder), elder_id=elder.pk, wanted=wanted, token=new_id(), now=world.town.now
    )
    world.series[which] = asked.id
    now, need = world.town.now, world.homes[which].needs["open"]
    agreed = {"elder_agreed_at": now, "elder_agreed_how": "self", "volunteer_agreed_at": now}
    Pair.objects.create(
        site=elder.home_site, elder=elder, volunteer=world.homes[which].helper, state="active", asked_side="elder",
        asked_by=elder.pk, asked_at=now, **agreed,
    )  # fmt: skip
    FallbackTask.objects.create(
        site=elder.home_site, id=derived_id(need.id, "fallback"), need_id=need.id, starts_at=need.starts_at,
        to="branch", branch=world.branches[which], raised_at=now,
    )  # fmt: skip
    Invitation.objects.create(
        site=need.site, need_id=need.id, volunteer=world.homes[which].helper, source="desk", asked_at=now,
        answer_by=need.starts_at, starts_at=need.starts_at,
    )  # fmt: skip
    _proposed(world, which)


def _proposed(world: World, which: str) -> None:
    """A week's plan in which her helper is to go to the open need; it is done and nobody has been asked."""
    home, now = world.homes[which], world.town.now
    need, site = home.needs["open"], home.elder.home_site
    run = Run.objects.create(
        id=derived_id(home.elder.pk, "run"), scope=site, week=date(2026, 11, 30), state="done", needs=1, served=1,
        helpers=1, asked_by=home.elder.pk, asked_at=now, touched_at=now,
    )  # fmt: skip
    RunNeed.objects.create(site=site, run=run, need_id=need.id, starts_at=need.starts_at)
    RunVisit.objects.create(
        site=site, run=run, need_id=need.id, volunteer=home.helper, starts_at=need.starts_at, minutes=60,
        parts=[["base", 10000], ["known", 833]],
    )  # fmt: skip


def _given_away(world: World, which: str) -> None:
    helper = world.town.actor(world.homes[which].helper)
    world.dealings[which] = donate(actor=helper, unit=Unit.TIME, amount=30, token=new_id(), now=NOW).id
    asked = ask_pool(
        actor=world.actor("other coordinator" if which == "elsewhere" else "coordinator"),
        person_id=world.homes[which].elder.pk,
        kind=PoolUseKind.HELP,
        minutes=600,
        reason="7-2-1",
        token=new_id(),
        now=NOW,
    )
    world.pool_uses[which] = asked.id


def _drafted(world: World, which: str) -> None:
    """A change of the Standard: of `hers` begun by the officer who signs in, the others by a colleague of hers."""
    officer = world.actor("standards")
    hand = officer if which == "hers" else replace(officer, id=world.people["administrator"].pk)
    place = world.town.other_site.pk if which == "elsewhere" else None
    draft = start_draft(actor=hand, place_id=place, token=new_id(), now=world.town.now)
    wishes = {"credit_grace_min": Wish(5, 3)}
    set_values(actor=hand, draft_id=draft.pk, wishes=wishes, now=world.town.now)
    world.drafts[which] = draft.pk
    _new_service(world, which, hand)


def _went_wrong(world: World, which: str) -> None:
    """The helper has taken a photograph and said that something went wrong."""
    home = world.homes[which]
    facts = {"actor": world.town.actor(home.helper), "visit_id": home.visits["served"].id, "now": NOW}
    add_photo(data=photo(), token=new_id(), **facts)
    report_incident(severity=Severity.MID, words="灯坏了", token=new_id(), **facts)


def _marked(world: World, which: str) -> None:
    """The helper gave something back late, and appeals against what a clerk noted at another visit."""
    home = world.homes[which]
    helper = world.town.actor(home.helper)
    for state, kind, visit, by in (
        ("", MarkKind.LATE_CANCEL, home.visits["matched"], helper),
        ("appealed", MarkKind.COMPLAINT, home.visits["certified"], world.actor("clerk")),
    ):
        mark, _new = put_mark(person=home.helper, need=visit.need, visit=visit, kind=kind, actor=by, now=NOW)
        world.marks[which, state] = mark.id
    appeal(actor=helper, mark_id=world.marks[which, "appealed"], words="8-2-1", now=NOW)
    said = Accusation(MarkKind.FALSE_HOURS, "9-3-2", Source.CALL_BACK)
    fault = propose_fault(actor=world.actor("standards"), visit_id=home.visits["credited"].id, said=said, now=NOW)
    world.marks[which, "proposed"] = fault.id


def _disputed(world: World, which: str) -> None:
    """The helper objects to what was certified."""
    home = world.homes[which]
    visit = home.visits["certified"]
    raise_dispute(actor=world.town.actor(home.helper), visit_id=visit.id, words="少算了", token=new_id(), now=NOW)


def _given_to_kin(world: World, which: str) -> None:
    """The helper gives her mother half an hour, and the daughter the old person; both ask to share, too."""
    home, order, now = world.homes[which], SETS.index(which), world.town.now
    mother = _person(
        world, f"mother of {which}", ("白玉兰", "苗玉兰", "凤玉兰")[order],
        site=home.helper.home_site, born=date(1950, 8, 1 + order),
    )  # fmt: skip
    home.mother = mother
    for name, giver, receiver in (("mine", home.helper, mother), ("asked", home.daughter, home.elder)):
        confirm_relation(
            person=giver, relative=receiver, kinship=Kinship.PARENT, proof=KinProof.HOUSEHOLD, by=None, at=now
        )
        world.town.give(giver, 600)
        gift = give_time(
            actor=world.town.actor(giver), giver_id=giver.pk, receiver_id=receiver.pk, minutes=30,
            how=SaidHow.SELF, token=new_id(), now=NOW,
        )  # fmt: skip
        world.gifts[which, name] = gift.id
    for giver, receiver in ((home.helper, mother), (home.daughter, home.elder)):
        ask_to_share(
            actor=world.town.actor(giver), person_id=giver.pk, relative_id=receiver.pk, token=new_id(), now=NOW
        )


def _printed(world: World, which: str) -> None:
    """The elder's booklet, printed so far as her book stood when the town was founded."""
    clerk, elder = world.actor("other clerk" if which == "elsewhere" else "clerk"), world.homes[which].elder
    start_booklet(actor=clerk, person_id=elder.pk, token=new_id(), now=world.town.now)
    made = print_new(actor=clerk, person_id=elder.pk, token=new_id(), now=world.town.now)
    world.printings[which] = made.id
    _on_the_shelf(world, which, clerk)
    _on_the_telephone(world, which, clerk)
    _slips(world, which, clerk)
    _honoured(world, which)
    issue_slip(actor=clerk, visit_id=world.homes[which].visits["credited"].id, now=NOW)
    for state, person in (("", elder), ("member", world.homes[which].helper)):
        found = statement_of_person(person=person, unit=Unit.TIME, first=NOW.date(), last=NOW.date())
        paper = issue_statement(actor=clerk, person=person, statement=found, unit=Unit.TIME, now=NOW)
        world.statements[which, state] = paper.id


def _honoured(world: World, which: str) -> None:
    """The helper's certificate of honour, out of a batch of its site; somebody asks for that of `neighbour` to go."""
    lead, home = world.actor("other coordinator" if which == "elsewhere" else "coordinator"), world.homes[which]
    first, last = date(2026, 1, 1), NOW.date()
    award = Award(
        key=new_id(), title="优秀志愿者", words="风雨无阻。", person_id=home.helper.pk, minutes=1200, services=20,
        first_day=first, last_day=last,
    )  # fmt: skip
    batch = issue_certificates(
        actor=lead, issuer_id=home.helper.home_site_id, name="年度表彰", awards=[award], with_seal=False,
        check_address="https://nuanliu.example.cn/check", token=new_id(), now=NOW,
    )  # fmt: skip
    while continue_batch(batch_id=batch.pk, now=NOW):
        pass
    world.certificates[which] = Certificate.objects.get(batch=batch)
    if which == "hers":
        keeper = world.actor("keeper")
        seal = seal_picture()
        put_seal(actor=keeper, node_id=world.town.site.pk, image=seal, token=new_id(), now=NOW)


def _courtesy(world: World, which: str) -> None:
    """That of `hers` is in the shop whose owner signs in."""
    town, home, node = world.town, world.homes[which], world.shop if which == "hers" else None
    shop = shop_in(town, f"{which}面馆", site=home.elder.home_site, node=node)
    offer = offer_of(shop)
    drawn = redrawn(data=photo(width=64, height=48))
    offer.picture = Picture.objects.create(shop=shop, data=drawn.data, width=64, height=48, made_at=town.now)
    offer.save(update_fields=["picture"])
    AlliedService.objects.create(
        shop=shop, service=town.services[0], words="7-2-1", monthly_minutes=240, made_at=town.now
    )
    coins_for(town, home.helper, 900)
    cashier = cashier_of(town, shop, f"{which}收银")
    codes = [
        show_code(actor=town.actor(home.helper), offer_id=offer.pk, token=new_id(), now=NOW - timedelta(minutes=2))
        for _twice in range(2)
    ]
    used = redeem(actor=cashier, code=codes[0].code, token=new_id(), now=NOW - timedelta(minutes=1))
    statement = Statement.objects.create(
        shop=shop, month=date(2026, 10, 1), until=date(2026, 10, 31), made_at=NOW,
        dispute_until=NOW + timedelta(days=9),
        facts=facts_of(shop=shop, first=date(2026, 11, 1), last=date(2026, 11, 30), budget=None),
    )  # fmt: skip
    fund = fund_in(town, coins=500, site=home.elder.home_site)
    asking = ShopApplication.objects.create(
        site=home.elder.home_site, name=f"{which}新店", credit_code=f"91350100M000100Y{SETS.index(which)}",
        trade="catering", address="文化路 8 号", offer="牛肉粉一碗", sent_at=NOW, visit_note="九折", visited_at=NOW,
        state="visited",
    )  # fmt: skip
    world.courtesies[which] = Courtesy(shop, offer, codes[1], used, statement, fund, asking)


def _on_the_telephone(world: World, which: str, clerk: Actor) -> None:
    """Somebody to ring back, and what an earlier shift left to this one."""
    elder, day = world.homes[which].elder, local_date(NOW)
    heard = Heard(kind=CallKind.BACK, words="灯坏了", ring_on=day)
    note_call(actor=clerk, person_id=elder.pk, heard=heard, token=elder.pk, now=NOW)
    made = derived_id(elder.pk, "closing")
    Closing.objects.create(
        id=made, site_id=elder.home_site_id, day=day - timedelta(days=1 + SETS.index(which)), left={"late": 1},
        words_sealed=seal_closing(closing_id=made, text="灯坏了"), closed_by=clerk.id or made, closed_at=NOW,
    )  # fmt: skip


def _new_service(world: World, which: str, editor: Actor) -> None:
    """Reading aloud, in a draft."""
    values = values_of(terms=Service.objects.get(code="S201")) | {"name": "7-3-1", "name_en": which}
    code = f"S90{SETS.index(which)}"
    draft = begin_service(actor=editor, code=code, values=values, token=new_id(), now=world.town.now)
    world.menu_drafts[which] = draft.pk
    coming = begin_service(actor=editor, code=code.replace("9", "8"), values=values, token=new_id(), now=world.town.now)
    day = local_date(world.town.now) + timedelta(days=60)
    version = publish_draft(actor=editor, draft_id=coming.pk, reason="7-3-2", day=day, now=world.town.now)
    world.service_versions[which] = version.pk


def _on_the_shelf(world: World, which: str, clerk: Actor) -> None:
    """Rice; the elder had one bag of it."""
    elder, now = world.homes[which].elder, world.town.now
    good = put_good(
        actor=clerk, site_id=elder.home_site_id, name="7-2-1", measure="5 kg", price=100, token=new_id(), now=now
    )
    stock_in(actor=clerk, good_id=good.id, pieces=9, source="7-2-1", token=new_id(), now=now)
    convert_time(actor=world.town.actor(elder), minutes=60, token=new_id(), now=now)
    made = hand_over(actor=clerk, person_id=elder.pk, good_id=good.id, proved=Proved.PAPER, token=new_id(), now=now)
    world.goods[which], world.handovers[which] = good.id, made.id


def _slips(world: World, which: str, clerk: Actor) -> None:
    """A pad of four: the first spoilt, the third lost, the second skipped, the last in a batch."""
    site, now = world.homes[which].elder.home_site_id, world.town.now
    pad = issue_slips(actor=clerk, site_id=site, holder_id=site, count=4, token=new_id(), now=now)
    first, between, lost, last = slips_of(found=pad)
    void_slip(actor=clerk, slip_id=first.id, reason="7-2-1", now=now)
    lose_slip(actor=clerk, slip_id=lost.id, reason="7-2-1", now=now)
    odd = written(site=site, number=first.number)
    stray = note_stray(actor=clerk, site_id=site, text=odd, note="7-2-1", token=new_id(), now=now)
    world.pads[which], world.slips[which], world.strays[which] = pad.id, between.id, stray.id
    home = world.homes[which]
    typed = Typed(
        slip=written(site=site, number=last.number), helper=home.helper.volunteer.number, elder=home.elder.name,
        service="101", day="5", start="6", end="7",
    )  # fmt: skip
    batch = enter_slips(actor=clerk, site_id=site, rows=[typed], token=new_id(), now=NOW)
    data = photo(width=64, height=48)
    shot = add_picture(actor=clerk, batch_id=batch.id, data=data, token=new_id(), now=NOW)
    world.slip_batches[which], world.slip_photos[which] = batch.id, shot.id
    page = enter_page(
        actor=clerk, person_id=home.helper.pk, page="1-1", lines=[PageLine(date(2025, 3, 1), "S101", 60, "7-2-1")],
        photo=photo(width=32 + SETS.index(which), height=32), token=new_id(), now=NOW,
    )  # fmt: skip
    world.old_pages[which] = page.id


def _seal(which: str) -> None:
    """Lines of `hers` are sealed and anchored, those of the `neighbour` only sealed, those `elsewhere` neither."""
    if which != "elsewhere":
        seal_all(now=NOW)
        refresh(now=NOW)
    if which == "hers":
        anchor_city(now=NOW)


# -- one need in every state ---------------------------------------------------------------------------------------


def _needs(world: World, which: str) -> None:
    """The days: the town was founded on Monday at nine; what is done is done from Tuesday on; now it is Friday at ten.

    The three helpers and old people keep the same hours, so nobody is at two doors at once.
    """
    home, prefix = world.homes[which], "other " if which == "elsewhere" else ""
    clerk, certifier = world.actor(f"{prefix}clerk"), world.actor(f"{prefix}certifier")
    now, elder, relative = world.town.now, world.town.actor(home.elder), world.town.actor(home.daughter)

    def placed(state: str, starts_at: datetime, by: Actor = clerk) -> Need:
        need = world.town.need(home.elder, clerk=by, starts_at=starts_at, service_code="S101")
        Need.objects.filter(site_id=need.site_id, id=need.id).update(code=CODE)
        home.needs[state] = need
        return need

    def taken(state: str, starts_at: datetime) -> Visit:
        need = placed(state, starts_at)
        visit = accept_need(actor=world.town.actor(home.helper), need_id=need.id, now=now)
        home.visits[state] = visit
        return visit

    def served(state: str, starts_at: datetime, choice: str = "time") -> Visit:
        visit, helper = taken(state, starts_at), world.town.actor(home.helper)
        start_visit(actor=helper, visit_id=visit.id, code=CODE, now=starts_at)
        over = starts_at + timedelta(minutes=60)
        return end_visit(actor=helper, visit_id=visit.id, code=CODE, choice=choice, now=over)

    def confirmed(state: str, starts_at: datetime, choice: str = "time") -> Visit:
        visit = served(state, starts_at, choice)
        return confirm_visit(actor=elder, visit_id=visit.id, came=True, face="happy", now=visit.ended_at)

    tuesday, friday = date(2026, 11, 3), date(2026, 11, 6)
    for state, hour, choice in (("credited", 10, "time"), ("certified", 14, "")):
        visit = confirmed(state, at(tuesday, hour), choice)
        certify_visit(actor=certifier, visit_id=visit.id, now=at(tuesday, 17))
    disputed = served("disputed", at(tuesday, 16))
    confirm_visit(actor=elder, visit_id=disputed.id, came=False, now=at(tuesday, 18))
    placed("unserved", at(date(2026, 11, 4), 10))
    confirmed("confirmed", at(date(2026, 11, 5), 10))
    served("served", at(friday, 7))
    serving = taken("serving", at(friday, 9, 10))
    start_visit(actor=world.town.actor(home.helper), visit_id=serving.id, code=CODE, now=at(friday, 9, 10))
    taken("matched", at(friday, 10, 20))
    placed("open", at(friday, 15))
    cancelled = placed("cancelled", at(friday, 17))
    cancel_need(actor=elder, need_id=cancelled.id, reason="不要了", now=now)
    placed("submitted", at(date(2026, 11, 9), 10), by=elder)
    returned = placed("returned", at(date(2026, 11, 9), 15), by=relative)
    review_need(actor=clerk, need_id=returned.id, approve=False, reason="请换个时间", now=now)


def _upload(world: World, role: str) -> UUID:
    """A dry run of a workbook that a coordinator handed in."""
    book = Workbook()
    book.active.append(["姓名", "身份证号", "电话"])
    book.active.append(["某某", "52029919440302002X", "138"])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    made = upload_roster(
        actor=world.actor(role),
        file=file,
        file_name="老人名册.xlsx",
        kind=RosterKind.ELDERS,
        token=new_id(),
        now=world.town.now,
    )
    return made.pk
