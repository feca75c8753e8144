"""Two hundred helpers answer while the week is proposed anew: nobody is booked twice, no answer is lost."""

from collections import Counter, defaultdict
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import STANDING_VISIT, NeedState
from nuanliu.domain.people.models import FreeTime
from nuanliu.platform.clock import at
from tests.concurrency import dispatchers, scenarios
from tests.support.bulk import add_needs
from tests.support.races import ROUNDS, race
from tests.support.town import Town

WEEK = date(2026, 11, 9)
HELPERS, ANSWERERS, NEEDS = 200, 3, 28
WEEKS = min(40, max(2, ROUNDS // 25))
"""Each round is a week of its own, with its own needs: as many as helpers stay insured for."""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(max(600, 60 * WEEKS))]
FEW_HELPERS, FEW_ROUNDS = 24, 8
"""In the control: what goes wrong without the lock needs no crowd and no proposal."""


def laid_out(*, count: int, rounds: int, proposes: bool) -> list[dict[str, Any]]:
    """A town with 28 needs a week, its helpers in three groups, and a need that each round is about."""
    town = Town.found()
    town.now = at(date(2026, 11, 3), 9)
    elders = [town.elder(f"老人{n}") for n in range(21)]
    helpers = [town.volunteer(f"志愿者{n}") for n in range(count)]
    FreeTime.objects.bulk_create(
        FreeTime(volunteer=one.volunteer, weekday=n % 7 + 1, from_minute=360, to_minute=1320)
        for n, one in enumerate(helpers)
    )
    clerk = town.coordinator()
    groups = [[one.pk for one in helpers[n::ANSWERERS]] for n in range(ANSWERERS)]
    given = []
    for number in range(rounds):
        later = timedelta(days=7 * number)
        needs = add_needs(town, elders, NeedState.OPEN, NEEDS, first=WEEK + later)
        given.append(
            {
                "clerk": clerk.id,
                "scope": town.site.pk,
                "week": WEEK + later,
                "now": town.now + later,
                "need": needs[number % NEEDS].id,
                "helpers": groups,
                "people": [clerk.id, *(group[number % len(group)] for group in groups)],
                "proposes": proposes,
            }
        )
    return given


def wrong_in(told: list[tuple[str, str]]) -> list[str]:
    """What must never be, read from the database afterwards."""
    standing = Visit.objects.filter(state__in=[state.value for state in STANDING_VISIT])
    rows = list(standing.values_list("need_id", "volunteer_id", "need__starts_at", "need__ends_at"))
    wrong = [f"{need}: {n} helpers" for need, n in Counter(row[0] for row in rows).items() if n > 1]
    days: dict[Any, list[Any]] = defaultdict(list)
    for _need, who, begin, end in rows:
        days[who].append((begin, end))
    for who, spans in days.items():
        spans.sort()
        wrong += [f"{who} is at two places" for one, other in pairwise(spans) if other[0] < one[1]]
    asked = {str(row.id): row for row in Invitation.objects.all()}
    goes = {(need, who) for need, who, _begin, _end in rows}
    for word, which in told:
        if word in {"accepted", "declined"} and asked[which].state != word:
            wrong.append(f"{word} was lost")
        if word == "accepted" and (asked[which].need_id, asked[which].volunteer_id) not in goes:
            wrong.append("said yes and does not go")
    return wrong


def played(control: str = "", *, count: int = HELPERS, rounds: int = WEEKS) -> tuple[list[tuple[str, str]], list[str]]:
    """(what everyone was told, every failure that was not foreseen)."""
    given = [{**one, "control": control} for one in laid_out(count=count, rounds=rounds, proposes=not control)]
    weak = scenarios.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=1 + ANSWERERS, function=dispatchers.propose_or_answer, given=given)
    seen = sorted({f"{one.error}: {one.words}"[:160] for row in outcomes for one in row if not one.is_ok})
    return [said for row in outcomes for one in row if one.is_ok for said in one.value], seen


def test_nobody_is_booked_twice_and_no_answer_is_lost() -> None:
    told, seen = played()
    assert (seen, wrong_in(told)) == ([], [])
    words = Counter(word for word, _which in told)
    assert words["accepted"] > WEEKS * 3
    assert words["declined"] > WEEKS * 3
    assert words["took"] > 0
    assert words["during"] > 0
    assert words["done"] + words["empty"] == 2 * WEEKS, f"every week is proposed twice: {words}"
    assert words["done"] > WEEKS, "some second proposals still find a need that nobody is being asked for"


def test_control_without_lock_and_constraint_somebody_is_booked_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX visit_one_helper_a_place")
    told, _seen = played("take", count=FEW_HELPERS, rounds=FEW_ROUNDS)
    assert any("helpers" in one for one in wrong_in(told))
