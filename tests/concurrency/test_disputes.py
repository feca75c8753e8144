"""Several decide the same dispute at once, and some certify while others object: the book follows one of them."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection

from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.disputes.types import Finding, RulingState
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import NeedState, Paused, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.disputes.raising import raise_dispute
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling
from tests.concurrency import rulings
from tests.support.bulk import MINUTES, add_needs, add_visits, starts
from tests.support.races import ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
MANY = min(60, ROUNDS // 2)
FEW = 30
CORRECTED = 30


def race_for_rulings(count: int, control: str = "") -> tuple[list[str], list[str]]:
    """(what people saw that they should not, what is wrong in the book)."""
    town = Town.found()
    elders, helper = [town.elder(f"老人{n}") for n in range(41)], town.volunteer()
    first, proposer = town.certifier("认定"), town.certifier("提出")
    people = [town.certifier(f"定{n}").id for n in range(4)]
    needs = add_needs(town, elders, NeedState.CONFIRMED, count)
    now = starts(count) + timedelta(days=1)
    rounds = []
    for visit in add_visits(town, needs, [helper], VisitState.CONFIRMED):
        certify_visit(actor=first, visit_id=visit.id, now=now)
        dispute = raise_dispute(actor=town.actor(helper), visit_id=visit.id, words="不对", token=new_id(), now=now)
        answer = Answer(Finding.MINUTES, CORRECTED, "核实过")
        made = propose_ruling(actor=proposer, dispute_id=dispute.id, answer=answer, token=new_id(), now=now)
        rounds.append({"ruling": made.id, "people": people, "now": now, "control": control})
    weak = rulings.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=4, function=rulings.second, given=rounds)
    seen = {f"{one.error}: {one.words}"[:160] for each in outcomes for one in each if not one.is_ok}
    return sorted(seen), _wrong(town, helper)


def _wrong(town: Town, helper: Person) -> list[str]:
    counted = sum(Visit.objects.values_list("counted_minutes", flat=True))
    saved, wrong = town.savings(helper), []
    if (saved.time, saved.honour) != (counted, counted):
        wrong.append(f"{saved.time} and {saved.honour} in the book, {counted} counted")
    return wrong + [str(finding) for finding in check_books().findings]


def test_a_ruling_that_three_put_in_force_corrects_once() -> None:
    assert race_for_rulings(MANY) == ([], [])
    states = set(Dispute.objects.values_list("rulings__state", flat=True))
    assert states <= {RulingState.IN_FORCE.value, RulingState.GIVEN_BACK.value}


def test_control_without_the_lock_minutes_are_made_twice() -> None:
    _seen, wrong = race_for_rulings(FEW, control="ruling")
    assert wrong


def test_certified_or_objected_to_first_never_both_at_once() -> None:
    town = Town.found()
    elders, helper = [town.elder(f"老人{n}") for n in range(41)], town.volunteer()
    certifiers, clerk = [town.certifier(f"认定员{n}").id for n in range(2)], town.clerk().id
    needs = add_needs(town, elders, NeedState.CONFIRMED, MANY)
    visits = add_visits(town, needs, [helper], VisitState.CONFIRMED)
    people = [*certifiers, helper.pk, clerk]
    outcomes = race(
        count=4,
        function=rulings.certify_or_object,
        given=[
            {"visit": visit.id, "people": people, "now": visit.need.starts_at + timedelta(days=1)} for visit in visits
        ],
    )
    assert {f"{one.error}: {one.words}" for each in outcomes for one in each if not one.is_ok} == set()
    told = {one.value for each in outcomes for one in each}
    assert told <= {VisitState.CREDITED.value, "paused", "open", "once"}
    assert Dispute.objects.count() == MANY
    found = Visit.objects.all()
    assert {visit.paused for visit in found} == {Paused.DISPUTED.value}
    credited = [visit for visit in found if visit.state == VisitState.CREDITED]
    assert {visit.state for visit in found} <= {VisitState.CREDITED.value, VisitState.CONFIRMED.value}
    assert town.savings(helper).time == MINUTES * len(credited)
    assert check_books().findings == []
