"""Voiding and certifying at once: both go through the same accounts and must lock them in the same order."""

from datetime import timedelta

import pytest

from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.models import Login
from nuanliu.domain.people.queries import actor_for
from nuanliu.usecases.certify_visit import certify_visit
from tests.concurrency import scenarios
from tests.concurrency.test_races import MINUTES, WORKERS, add_needs, add_visits, run, starts
from tests.support.races import ROUNDS
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
MANY = min(60, ROUNDS // 2)


def test_voiding_one_visit_while_certifying_another_never_waits_in_a_circle() -> None:
    town = Town.found()
    elders = [town.elder(f"老人{n}") for n in range(41)]
    helper = town.volunteer()
    certifiers = [town.certifier(f"认定员{n}").id for n in range(WORKERS)]
    needs = add_needs(town, elders, NeedState.CONFIRMED, 4 * MANY)
    visits = [visit.id for visit in add_visits(town, needs, [helper], VisitState.CONFIRMED)]
    now = starts(4 * MANY) + timedelta(days=1)
    first = actor_for(login=Login.objects.get(pk=certifiers[0]), now=now)
    for visit_id in visits[: 2 * MANY]:
        certify_visit(actor=first, visit_id=visit_id, now=now)
    pairs = [visits[number : number + 2] for number in range(0, 4 * MANY, 2)]
    rounds = [
        {"people": certifiers, "now": now, "credited": pairs[number], "confirmed": pairs[MANY + number]}
        for number in range(MANY)
    ]
    told, seen = run("", scenarios.void_or_certify, rounds)
    assert seen == []
    assert {words for one in told for words in one} == {VisitState.VOIDED.value, VisitState.CREDITED.value}
    saved = town.savings(helper)
    assert (saved.time, saved.honour) == (2 * MANY * MINUTES, 2 * MANY * MINUTES)
    assert check_books().findings == []
