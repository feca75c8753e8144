"""Who plays the year: sites, staff, old people, volunteers, families and shops, built through the real operations."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from nuanliu.domain.alliance.models import Offer, Shop
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from nuanliu.usecases.give_hours import give_hours
from tests.campaigns.year.tally import NEVER, Tally
from tests.support.alliance import cashier_of, offer_of, shop_in
from tests.support.town import Town, add_service


@dataclass(frozen=True)
class Size:
    """How large a year is played."""

    volunteers: int = 500
    elders: int = 800
    shops: int = 24
    months: int = 12
    visits_a_day: int = 8
    seed: int = 2026


SHORT = Size(volunteers=24, elders=24, shops=3, months=2, visits_a_day=1, seed=2026)


@dataclass
class Cast:
    """Everybody by what they do, and the tally of what they have."""

    town: Town
    size: Size
    random: Random
    tally: Tally = field(default_factory=Tally)
    elders: list[Person] = field(default_factory=list)
    special: list[Person] = field(default_factory=list)
    volunteers: list[Person] = field(default_factory=list)
    mothers: dict[UUID, Person] = field(default_factory=dict)
    offers: list[tuple[Offer, Shop, Actor]] = field(default_factory=list)
    staff: dict[tuple[UUID, str], Actor] = field(default_factory=dict)
    actors: dict[UUID, Actor] = field(default_factory=dict)
    bureau: Actor | None = None
    gone: list[Person] = field(default_factory=list)
    """Who died in the year."""

    def actor(self, person: Person) -> Actor:
        """The person as an actor."""
        if person.pk not in self.actors:
            self.actors[person.pk] = actor_for(login=Login.objects.get(pk=person.pk), now=self.town.now)
        return self.actors[person.pk]

    @property
    def everybody(self) -> list[Person]:
        """Whose book is held against the tally."""
        return [*self.elders, *self.volunteers, *self.mothers.values(), *self.gone]

    def has(self, person: Person, unit: Unit, amount: int) -> None:
        """An old paper line, in the book and in the tally."""
        now = self.town.now
        open_with_paper_line(
            id=new_id(), holder=Holder(person.pk, person.home_site_id), unit=unit, amount=amount, occurred_at=now,
            actor=None, standard_version=standard_in_force(at=now).version_id, memo="",
        )  # fmt: skip
        self.tally.honour[person.pk] += amount
        if unit is Unit.TIME:
            self.tally.time[person.pk].put({NEVER: amount})
        elif unit is Unit.COIN:
            self.tally.coin[person.pk].put({NEVER: amount})


def gather(size: Size) -> Cast:
    """Found the town and fill it: two sites, of which the larger has two thirds of everybody."""
    cast = Cast(Town.found(), size, Random(size.seed))
    town = cast.town
    for site in (town.site, town.other_site):
        for name, role in (("clerk", Role.HOTLINE), ("certifier", Role.CERTIFIER), ("coordinator", Role.COORDINATOR)):
            cast.staff[site.pk, name] = town.staff(role, f"{name}", node=site)
            cast.staff[site.pk, f"second {name}"] = town.staff(role, f"{name} 2", node=site)
    cast.bureau = town.staff(Role.BUREAU_STANDARDS, "bureau", node=town.city)
    for number in range(size.elders):
        elder = town.elder(f"老人{number}", site=_site(cast, number), alone=number % 5 == 0)
        cast.elders.append(elder)
        if number % 6 == 0:
            Elder.objects.filter(pk=elder.pk).update(is_special=True)
            cast.special.append(elder)
        elif number % 3 == 0:
            cast.has(elder, Unit.TIME, 60 * cast.random.randint(2, 40))
    for number in range(size.volunteers):
        _volunteer(cast, number)
    add_service("S404", name="法律咨询", name_en="Legal advice", position=2)
    for number in range(size.shops):
        _shop(cast, number)
    for person in cast.everybody:
        cast.tally.home[person.pk] = person.home_site_id
    return cast


def _site(cast: Cast, number: int) -> Node:
    return cast.town.other_site if number % 3 == 2 else cast.town.site


def _volunteer(cast: Cast, number: int) -> None:
    town, rest = cast.town, number % 8
    helper = town.volunteer(f"志愿者{number}", site=_site(cast, number), choice=("time", "coin", "")[number % 3])
    cast.volunteers.append(helper)
    if rest == 0:
        cast.has(helper, Unit.TIME, 60 * cast.random.randint(600, 1490))
    elif rest == 1:
        cast.has(helper, Unit.COIN, 59_000 + 100 * cast.random.randint(0, 9))
        cast.has(helper, Unit.TIME, 60 * cast.random.randint(5, 20))
    elif rest in {2, 3}:
        cast.has(helper, Unit.TIME, 60 * cast.random.randint(5, 300))
    if rest == 2:
        mother = town.elder(f"母亲{number}", site=_site(cast, number + 1))
        confirm_relation(
            person=helper, relative=mother, kinship=Kinship.PARENT, proof=KinProof.HOUSEHOLD, by=None, at=town.now
        )
        cast.mothers[helper.pk] = mother


def _shop(cast: Cast, number: int) -> None:
    """Every third shop has a budget that runs out, every fourth few of what it offers; some give hours of a service."""
    town, more = cast.town, {}
    budget = 300 if number % 3 == 0 else None
    shop = shop_in(town, f"商家{number}", site=_site(cast, number), budget=budget)
    if number % 4 == 0:
        more["stock"] = 5
    offer = offer_of(shop, price=50 * (1 + number % 4), **more)
    cashier = cashier_of(town, shop, f"收银员{number}")
    cast.offers.append((offer, shop, cashier))
    if number % 6 == 1:
        owner = cashier_of(town, shop, f"律师{number}", role=Role.SHOP_OWNER)
        given = give_hours(
            actor=owner, shop_id=shop.pk, service_code="S404", words="法律咨询半小时", monthly_minutes=600, price=100,
            token=new_id(), now=town.now,
        )  # fmt: skip
        cast.offers.append((given.offer, shop, cashier))
