"""A year's commendation in a small town, as far as a test wants it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from nuanliu.domain.care.models import Visit
from nuanliu.domain.honours.models import Category, Commendation, Frozen, Place
from nuanliu.domain.honours.types import Measure, Vote
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.commend.begin import open_nominations
from nuanliu.usecases.commend.freeze import freeze
from nuanliu.usecases.commend.listing import confirm_list, make_list
from nuanliu.usecases.commend.nominate import nominate
from nuanliu.usecases.commend.plan import change_category, plan_commendation
from nuanliu.usecases.commend.review import appoint_seat, give_score
from tests.support.town import Town

FREEZE, REVIEW = date(2026, 12, 20), date(2026, 12, 28)
AFTER = at(date(2026, 12, 21), 9)
EASY = {Measure.MINUTES: 60, Measure.SERVICES: 1, Measure.ELDERS: 1, Measure.MEMBERS: 1}
"""Criteria that one visit meets."""


@dataclass
class Year:
    """A commendation with the bureau's two people and the committee."""

    town: Town
    officer: Actor
    auditor: Actor
    commendation: Commendation
    seats: list[Actor] = field(default_factory=list)

    def category(self, kind: str) -> Category:
        return Category.objects.get(commendation=self.commendation, kind=kind)

    def frozen(self, subject: Person | Node) -> Frozen:
        return Frozen.objects.select_related("category").get(
            subject_id=subject.pk, category__commendation=self.commendation, category__kind__in=("volunteer", "branch")
        )

    def again(self) -> Commendation:
        self.commendation.refresh_from_db()
        return self.commendation

    def nominates_herself(self, person: Person) -> None:
        nominate(
            actor=self.town.actor(person), category_id=self.category("volunteer").pk, subject_id=person.pk,
            unit_id=None, words="这一年每周都去。", token=new_id(), now=self.town.now,
        )  # fmt: skip

    def freeze(self) -> Commendation:
        return freeze(actor=self.officer, commendation_id=self.commendation.pk, now=AFTER)

    def everybody_scores(self, row: Frozen, points: int, *, vote: Vote = Vote.YES) -> None:
        for seat in self.seats:
            give_score(actor=seat, frozen_id=row.pk, points=points, vote=vote, now=AFTER)

    def to_notice(self, now: datetime = AFTER) -> list[Place]:
        make_list(actor=self.officer, commendation_id=self.commendation.pk, now=now)
        confirm_list(actor=self.auditor, commendation_id=self.commendation.pk, now=now)
        return list(Place.objects.filter(taken_off_at=None).order_by("rank", "pk"))


def year_in(town: Town, *, members: int = 3) -> Year:
    """Planned with criteria that one visit meets, open for nominations, with a committee from nowhere near."""
    officer = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    auditor = town.staff(Role.BUREAU_AUDIT, "蒋审计", node=town.city)
    made = plan_commendation(
        actor=officer,
        year=2026,
        title="2026 年度表彰",
        freeze_day=FREEZE,
        review_day=REVIEW,
        token=new_id(),
        now=town.now,
    )
    for category in made.categories.all():
        needed = {one.pk: EASY[Measure(one.measure)] for one in category.criteria.all() if Measure(one.measure) in EASY}
        change_category(actor=officer, category_id=category.pk, places=2, needed=needed, now=town.now)
    open_nominations(actor=officer, commendation_id=made.pk, now=town.now)
    year = Year(town, officer, auditor, made)
    for number in range(members):
        person = town.person(f"评委{number}", site=town.other_site)
        appoint_seat(actor=officer, commendation_id=made.pk, person_id=person.pk, token=new_id(), now=town.now)
        year.seats.append(town.actor(person))
    year.commendation.refresh_from_db()
    return year


def branch_in(town: Town, name: str = "文化路党支部", *, site: Node | None = None) -> Node:
    """A party branch of a site."""
    return create_node(
        kind=NodeKind.BRANCH, code=f"DZB-{new_id().hex[-8:]}", name=name, parent=site or town.site, at=town.now,
        actor_id=None, branch_kind="community",
    )  # fmt: skip


def served_once(town: Town, name: str, *, branch: Node | None = None, minutes: int = 60, days: int = 2) -> Person:
    """A volunteer with one certified visit."""
    helper = town.volunteer(name)
    if branch is not None:
        helper.branch = branch
        helper.save(update_fields=["branch"])
    certified(town, helper, minutes=minutes, days=days)
    return helper


def certified(town: Town, helper: Person, *, minutes: int = 60, days: int = 2) -> Visit:
    """One more certified visit."""
    visit = town.confirmed(town.elder(), helper, minutes=minutes, starts_at=town.now + timedelta(days=days))
    return certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)


def subject_ids(places: list[Place]) -> list[UUID]:
    """Who stands on a list, in its order."""
    return [place.frozen.subject_id for place in places]
