"""Who plays the month: two sites with their staff, old people, volunteers, and the model that is kept beside them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import actor_for
from tests.campaigns.month.plain import Plain
from tests.support.slips import veteran
from tests.support.town import Town, add_service

STAFF = (
    ("clerk", Role.HOTLINE), ("second clerk", Role.HOTLINE), ("certifier", Role.CERTIFIER),
    ("second certifier", Role.CERTIFIER), ("judge", Role.COORDINATOR), ("second judge", Role.COORDINATOR),
)  # fmt: skip
SERVICES = (("S101", "陪伴聊天", 120), ("S202", "代缴代办", 90), ("S302", "陪同散步", 120), ("S103", "电话关怀", 60))


@dataclass(frozen=True)
class Size:
    """How large a month is played. `slips` are rows in a batch, of which each site has one every `batch_every` days."""

    volunteers: int = 300
    elders: int = 200
    days: int = 30
    asked_a_day: int = 52
    series: int = 170
    slips: int = 24
    batch_every: int = 6
    old_pages: int = 12
    gatherings: int = 3
    roll: int = 24
    sweep_hours: int = 2
    """How often the jobs run that in a town run every few minutes."""
    look_every: int = 1
    """On every so-manieth evening all lists are held against the model."""
    away: tuple[int, int] = (4, 24)
    """Days on which the smaller site has no certifier."""
    trouble: int = 1
    """How many times likelier than usual it is that something goes wrong: a short month must see it all."""
    seed: int = 2026


SHORT = Size(
    volunteers=24,
    elders=16,
    days=17,
    asked_a_day=2,
    series=2,
    slips=3,
    batch_every=5,
    old_pages=1,
    gatherings=3,
    roll=3,
    away=(4, 17),
    sweep_hours=4,
    look_every=3,
    trouble=4,
)


@dataclass
class Cast:
    """Everybody by what they do, the model, and how often what was done or refused."""

    town: Town
    size: Size
    random: Random
    plain: Plain = field(default_factory=Plain)
    done: Counter[str] = field(default_factory=Counter)
    elders: list[Person] = field(default_factory=list)
    volunteers: list[Person] = field(default_factory=list)
    staff: dict[tuple[UUID, str], Actor] = field(default_factory=dict)
    bureau: list[Actor] = field(default_factory=list)
    actors: dict[UUID, Actor] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)

    @property
    def sites(self) -> tuple[Node, Node]:
        """Both."""
        return self.town.site, self.town.other_site

    def actor(self, person_id: UUID) -> Actor:
        """The person as an actor."""
        if person_id not in self.actors:
            self.actors[person_id] = actor_for(login=Login.objects.get(pk=person_id), now=self.town.now)
        return self.actors[person_id]

    def at(self, site: UUID, role: str) -> Actor:
        """Somebody of a site's staff."""
        return self.staff[site, role]


def gather(size: Size) -> Cast:
    """Found the town and fill it: the larger site has two thirds of everybody; one volunteer of six is old herself."""
    cast = Cast(Town.found(), size, Random(size.seed))
    town = cast.town
    for position, (code, name, most) in enumerate(SERVICES, start=1):
        add_service(code, name=name, name_en=code, max_minutes=most, position=position)
    for site in cast.sites:
        for number, (name, role) in enumerate(STAFF):
            cast.staff[site.pk, name] = town.staff(role, f"{site.short_name or site.name}{number}", node=site)
    cast.bureau = [town.staff(Role.BUREAU_STANDARDS, f"局{number}", node=town.city) for number in range(2)]
    for number in range(size.elders):
        minutes = 60 * cast.random.randint(2, 30) if number % 3 == 0 else 0
        elder = town.elder(
            f"老人{number}", site=cast.sites[number % 3 == 2], alone=number % 8 == 0, minutes=minutes,
            phone="13800000000" if number % 2 else "",
        )  # fmt: skip
        cast.elders.append(elder)
        cast.plain.saved[elder.pk] = minutes
    for number in range(size.volunteers):
        born = date(1958, 5, 5) if number % 6 == 0 else date(1980, 5, 5)
        choice = ("time", "coin", "")[number % 3]
        helper = veteran(town, f"志愿者{number}", site=cast.sites[number % 3 == 2], choice=choice, born=born)
        cast.volunteers.append(helper)
        cast.plain.born[helper.pk] = born
    cast.people = {one.pk: one for one in (*cast.elders, *cast.volunteers)}
    return cast
