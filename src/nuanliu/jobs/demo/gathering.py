"""The demo's events: one past and certified, one on its day with the roll open, one coming with people waiting."""

from datetime import timedelta
from typing import Any
from uuid import uuid5

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.types import Role, SignupState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.network.types import Role as Post
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import Unable
from nuanliu.usecases.gather.certify import certify_gathering
from nuanliu.usecases.gather.plan import announce_gathering, plan_gathering
from nuanliu.usecases.gather.planning import Plan
from nuanliu.usecases.gather.roll import keep_roll, open_roll
from nuanliu.usecases.gather.sign_up import sign_up, sign_up_group

AHEAD = timedelta(days=10)
"""How long before its day an event is announced in the demo."""


def hold_gatherings(cast: Cast) -> None:
    """At the first site three events, at the second one that is still a draft."""
    codes = sorted(cast.sites, key=lambda code: -len(cast.sites[code].volunteers))
    site = codes[0]
    _past(cast, site)
    _today(cast, site)
    _coming(cast, site)
    _planned(cast, codes[1], "S503", "迎春写春联", 20, {Role.GUEST: 30, Role.SPEAKER: 2}, "笔墨纸都备好，人来就行。")


def _planned(  # noqa: PLR0917 (title, days, people: read like a line of a calendar)
    cast: Cast, site: str, service: str, title: str, days: int, wanted: dict[Role, int], about: str
) -> Gathering:
    """A draft of an event in so many days (before today if negative), at half past two in the afternoon."""
    begins = at(local_date(cast.now) + timedelta(days=days), 14, 30)
    written = min(begins - AHEAD, cast.now - timedelta(hours=1))
    plan = Plan(
        service=service,
        title=title,
        about=about,
        place="活动室二楼",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        wanted=wanted,
    )
    node = cast.sites[site].site
    by, token = cast.staff(site, Post.COORDINATOR), uuid5(node.pk, title)
    return plan_gathering(actor=by, host_id=node.pk, plan=plan, token=token, now=written)


def _announced(cast: Cast, site: str, draft: Gathering) -> Gathering:
    by = cast.staff(site, Post.COORDINATOR)
    return announce_gathering(actor=by, gathering_id=draft.id, now=draft.planned_at + timedelta(minutes=20))


def _fill(cast: Cast, site: str, party: Gathering, *, guests: int, helpers: dict[Role, int]) -> None:
    """People sign themselves up, by and by; who may not is passed over."""
    moment = party.planned_at + timedelta(minutes=40)
    old = cast.sites[site].elders[:guests]
    for elder in old:
        _sign(cast.actor(elder.person.login), party, Role.GUEST, moment)
    free = [volunteer.person for volunteer in cast.sites[site].volunteers]
    for role, number in helpers.items():
        placed = 0
        while free and placed < number:
            placed += _sign(cast.actor(free.pop(0).login), party, role, moment)


def _sign(actor: Actor, party: Gathering, role: Role, moment: object) -> bool:
    if actor.id is None:
        return False
    try:
        sign_up(actor=actor, gathering_id=party.id, person_id=actor.id, role=role, now=moment)  # type: ignore[arg-type]
    except Unable:
        return False
    return True


def _past(cast: Cast, site: str) -> None:
    draft = _planned(
        cast,
        site,
        "S501",
        "重阳节联欢会",
        -6,
        {Role.GUEST: 40, Role.PERFORMER: 16, Role.USHER: 3},
        "听歌、看舞、吃长寿面。",
    )
    party = _announced(cast, site, draft)
    _fill(cast, site, party, guests=12, helpers={Role.PERFORMER: 3, Role.USHER: 3})
    chief = cast.staff(site, Post.COORDINATOR)
    whose: dict[str, Any] = {"actor": chief, "gathering_id": party.id}
    sign_up_group(
        name="夕阳红舞蹈队", heads=12, role=Role.PERFORMER, now=party.planned_at + timedelta(hours=1), **whose
    )
    open_roll(now=party.starts_at, **whose)
    there = Signup.objects.filter(gathering_id=party.id, state=SignupState.IN).order_by("number")
    numbers = [line.number for line in there]
    helpers = [line.number for line in there if line.role != Role.GUEST and line.person_id]
    keep_roll(
        came=set(numbers) - set(numbers[3:5]),
        minutes=dict.fromkeys(helpers[:1], 60),
        hands_in=True,
        is_paper=False,
        now=min(party.ends_at + timedelta(minutes=15), cast.now),
        **whose,
    )
    moment = min(party.ends_at + timedelta(days=1), cast.now)
    for certifier in (cast.staff(site, Post.CERTIFIER), cast.staff(site, Post.HOTLINE)):
        try:
            certify_gathering(actor=certifier, gathering_id=party.id, now=moment)
        except Unable:
            continue
        return


def _today(cast: Cast, site: str) -> None:
    draft = _planned(
        cast,
        site,
        "S403",
        "防诈骗课：陌生电话怎么办",
        -1,
        {Role.GUEST: 20, Role.SPEAKER: 1, Role.USHER: 2},
        "民警来讲。",
    )
    party = _announced(cast, site, draft)
    _fill(cast, site, party, guests=9, helpers={Role.SPEAKER: 1, Role.USHER: 2})
    open_roll(actor=cast.staff(site, Post.COORDINATOR), gathering_id=party.id, now=party.starts_at)


def _coming(cast: Cast, site: str) -> None:
    draft = _planned(
        cast,
        site,
        "S501",
        "十二月集体生日",
        9,
        {Role.GUEST: 6, Role.PERFORMER: 4, Role.USHER: 2},
        "这个月过生日的老人一起过。有蛋糕、长寿面。",
    )
    party = _announced(cast, site, draft)
    _fill(cast, site, party, guests=9, helpers={Role.PERFORMER: 2, Role.USHER: 3})
