"""Gatherings for tests, made through the real journeys."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from nuanliu.domain.gatherings.models import Gathering, Photo, Signup
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Held
from nuanliu.domain.network.types import Role as Post
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.gather.certify import certify_gathering
from nuanliu.usecases.gather.photos import keep_photo
from nuanliu.usecases.gather.plan import announce_gathering, call_off, plan_gathering
from nuanliu.usecases.gather.planning import Plan
from nuanliu.usecases.gather.roll import keep_roll, open_roll
from nuanliu.usecases.gather.sign_up import sign_up
from tests.support.pictures import photo
from tests.support.town import Town


def plan_of(town: Town, *, days: int = 3, hours: int = 0, minutes: int = 120, leader: str = "", **wanted: int) -> Plan:
    """A party in some days."""
    starts = town.now + timedelta(days=days, hours=hours)
    return Plan(
        service="S101",
        title="重阳节联欢",
        about="有茶点。",
        place="活动室二楼",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        wanted={Role(role): number for role, number in wanted.items()},
        leader=leader,
    )


def planned(town: Town, actor: Actor, *, host: Node | None = None, **facts: Any) -> Gathering:
    """A draft."""
    plan = plan_of(town, **(facts or {"guest": 2, "usher": 1}))
    return plan_gathering(actor=actor, host_id=(host or town.site).pk, plan=plan, token=new_id(), now=town.now)


def announced(town: Town, actor: Actor, *, host: Node | None = None, **facts: Any) -> Gathering:
    """One on the calendar."""
    draft = planned(town, actor, host=host, **facts)
    return announce_gathering(actor=actor, gathering_id=draft.id, now=town.now)


def comes(town: Town, gathering: Gathering, person: Person, role: Role = Role.GUEST) -> Signup:
    """Signs herself up."""
    return sign_up(actor=town.actor(person), gathering_id=gathering.id, person_id=person.pk, role=role, now=town.now)


def stands(gathering: Gathering) -> list[tuple[str, str, str]]:
    """(name, role, state) of everybody who was ever on the list, by line."""
    rows = Signup.objects.filter(gathering_id=gathering.id).select_related("person").order_by("number")
    return [(row.name, row.role, row.state) for row in rows]


def places(gathering: Gathering) -> dict[str, tuple[int, int]]:
    """(taken, wanted) by role."""
    return {part.role: (part.taken, part.wanted) for part in gathering.parts.all()}


def line_of(gathering_id: UUID) -> UUID:
    """The first line of a list, or one that is not there."""
    row = Signup.objects.filter(gathering_id=gathering_id).order_by("number").first()
    return row.id if row else new_id()


def photo_of(gathering_id: UUID) -> UUID:
    """Its first picture, or one that is not there."""
    row = Photo.objects.filter(gathering_id=gathering_id).order_by("taken_in_at").first()
    return row.id if row else new_id()


def gatherings_in(*, town: Town, site: Node, helper: Person, chief: Person, certifier: Person) -> dict[str, UUID]:
    """One gathering of a site in each state, with the helper on its list; those whose day is past in the evening."""
    led, other = _at(site, chief, Post.COORDINATOR), _at(site, certifier, Post.CERTIFIER)
    found = {"draft": planned(town, led, host=site).id}
    for number, state in enumerate(("announced", "off", "held", "rolled", "certified")):
        is_past = state in {"held", "rolled", "certified"}
        days = {"days": number - 1, "hours": 11} if is_past else {"days": 6 + number}
        made = announced(town, led, host=site, guest=2, usher=1, **days)
        comes(town, made, helper, Role.USHER)
        found[state] = made.id
        if is_past:
            whose = {"gathering_id": made.id, "actor": led}
            open_roll(now=made.starts_at, **whose)
            in_hand = {"came": {1}, "minutes": {}, "is_paper": False, "now": made.ends_at}
            keep_roll(hands_in=state != "held", **in_hand, **whose)
    call_off(actor=led, gathering_id=found["off"], reason="下雨", now=town.now)
    certify_gathering(actor=other, gathering_id=found["certified"], now=town.now + timedelta(days=3, hours=14))
    keep_photo(
        actor=led, gathering_id=found["certified"], data=photo(), words="大家在唱歌", is_public=True, token=new_id(),
        now=town.now + timedelta(days=3),
    )  # fmt: skip
    return found


def _at(site: Node, person: Person, role: Post) -> Actor:
    return Actor(person.pk, appointments=(Held(role, site.pk, site.path, site.name),), home_site=site.pk)
