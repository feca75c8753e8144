"""Two people merge two teams into each other at the same moment: one of them is too late, and no circle stands."""

from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.network.models import Node, Standing
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind, Role
from tests.concurrency import scenarios
from tests.support.races import race
from tests.support.town import MONDAY, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
ROUNDS, CONTROL_ROUNDS, TRIES = 30, 8, 25


def circles_after(rounds: int, *, control: str) -> tuple[int, set[tuple[str, ...]]]:
    """How many pairs are both closed (each in the other), and what the two were told in each round."""
    town = Town.found()
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    branch = create_node(
        kind=NodeKind.BRANCH, code=f"DZB-{town.city.code}", name="支部", parent=town.site, at=MONDAY, actor_id=None,
        branch_kind="community",
    )  # fmt: skip
    pairs = []
    for order in range(rounds):
        names = (f"{town.city.code}-{order}A", f"{town.city.code}-{order}B")
        teams = [
            create_node(kind=NodeKind.TEAM, code=one, name=one, parent=branch, at=MONDAY, actor_id=None)
            for one in names
        ]
        pairs.append([team.pk for team in teams])
    given = [{"teams": pair, "by": bureau.id, "now": MONDAY, "control": control} for pair in pairs]
    weak = scenarios.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=2, function=scenarios.merge, given=given)
    told = {tuple(sorted(str(outcome.value) for outcome in one)) for one in outcomes}
    closed = dict(Node.objects.filter(kind=NodeKind.TEAM).values_list("pk", "closed_at"))
    return sum(all(closed[pk] for pk in pair) for pair in pairs), told


def test_two_mergers_into_each_other_leave_one_open() -> None:
    circles, told = circles_after(ROUNDS, control="")
    assert (circles, told) == (0, {("merged", "no_such_target")})
    teams = Node.objects.filter(kind=NodeKind.TEAM)
    assert teams.filter(closed_at=None).count() == ROUNDS
    assert Standing.objects.filter(node__in=teams, until=None).count() == 2 * ROUNDS


def test_without_the_lock_a_circle_stands() -> None:
    """Two that meet wait in a circle, and one is sent again; it goes wrong where one just misses the other."""
    assert any(circles_after(CONTROL_ROUNDS, control="tree")[0] > 0 for _try in range(TRIES))
