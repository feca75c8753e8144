"""Next week in the demo city: needs enough for a week, a proposal of every site and of the city, to be looked at."""

from datetime import timedelta
from uuid import uuid4

from nuanliu.domain.dispatch.queries import next_monday
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.jobs.demo.cast import Cast, SiteCast
from nuanliu.platform.clock import at
from nuanliu.platform.errors import Unable
from nuanliu.usecases.dispatch.running import ask_run, carry_out
from nuanliu.usecases.place_need import place_need

_WISHES = (
    ("S101", 0, 9, 30, 60),
    ("S201", 0, 10, 0, 60),
    ("S302", 1, 9, 0, 60),
    ("S102", 1, 15, 0, 60),
    ("S101", 2, 10, 0, 60),
    ("S301", 2, 8, 30, 180),
    ("S201", 3, 9, 30, 60),
    ("S303", 3, 9, 0, 30),
    ("S402", 4, 14, 30, 60),
    ("S101", 4, 9, 0, 60),
    ("S206", 5, 10, 0, 60),
    ("S404", 5, 15, 0, 60),
)
"""(service, day of next week, hour, minute, minutes): what old people of a site have asked for."""
_APART = 5
"""Old people of a site that other stories of the demo are about."""


def propose_next_week(cast: Cast, *, bureau: Actor) -> None:
    """Needs of next week in every site; a proposal of each site by its leader, of the city by the bureau."""
    for code, site in cast.sites.items():
        leader = cast.staff(code, Role.COORDINATOR)
        _place_week(cast, site, leader)
        _propose(cast, leader, site.site)
    city = Node.objects.filter(kind=NodeKind.CITY.value, closed_at=None).first()
    if city is not None:
        _propose(cast, bureau, city)


def _place_week(cast: Cast, site: SiteCast, leader: Actor) -> None:
    monday = next_monday(now=cast.now)
    elders = site.elders[_APART:] or site.elders
    for number, (service, day, hour, minute, minutes) in enumerate(_WISHES):
        try:
            place_need(
                actor=leader,
                elder_id=elders[number % len(elders)].pk,
                service_code=service,
                starts_at=at(monday + timedelta(days=day), hour, minute),
                minutes=minutes,
                token=uuid4(),
                now=cast.now,
            )
        except Unable:
            continue


def _propose(cast: Cast, actor: Actor, scope: Node) -> None:
    run = ask_run(actor=actor, scope_id=scope.pk, week=next_monday(now=cast.now), token=uuid4(), now=cast.now)
    carry_out(run_id=run.pk, now=cast.now)
