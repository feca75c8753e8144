"""A merge and a credit at once: what arrives in time goes over, what comes later is refused, nothing stays behind."""

from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.joining.models import Merge
from nuanliu.platform.ids import new_id
from nuanliu.usecases.merge_people import decide_merge, propose_merge
from tests.concurrency import mergers
from tests.support.races import race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
ROUNDS, CONTROL_ROUNDS = 20, 20
SAVED = 60


def race_to_merge(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    """(failures nobody foresaw, what is wrong with the books)."""
    town = Town.found()
    clerk = town.clerk()
    chiefs = [town.staff(Role.COORDINATOR, f"站长{n}") for n in range(2)]
    pairs = [(town.elder("张桂兰"), town.elder("张桂兰", minutes=SAVED)) for _n in range(count)]
    merges = [
        propose_merge(actor=clerk, kept_id=kept.pk, gone_id=gone.pk, reason="同一个人", token=new_id(), now=town.now)
        for kept, gone in pairs
    ]
    given = [
        {
            "merge": merge.pk, "gone": gone.pk, "site": town.site.pk, "now": town.now,
            "people": [one.id for one in chiefs], "control": control,
        }
        for merge, (_kept, gone) in zip(merges, pairs, strict=True)
    ]  # fmt: skip
    weak = mergers.left_open() if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=4, function=mergers.merge_or_credit, given=given)
    seen = [f"{one.error}: {one.words}" for told in outcomes for one in told if not one.is_ok]
    wrong = []
    for merge, (kept, gone), told in zip(merges, pairs, outcomes, strict=True):
        if not control:
            decide_merge(actor=chiefs[0], merge_id=merge.pk, is_same=True, reason="", now=town.now)
        credited = mergers.CREDIT * sum(int(one.value) for one in told[2:] if one.is_ok)
        stands, left = town.savings(kept).time, town.savings(gone).time
        if (stands, left) != (SAVED + credited, 0):
            wrong.append(f"{stands} and {left} left, credited {credited}")
    if not control and set(Merge.objects.values_list("state", flat=True)) != {"done"}:
        wrong.append("a merge was not done")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_nothing_is_lost_and_nothing_stays_behind():
    assert race_to_merge(ROUNDS) == ([], [])


def test_control_in_books_that_stay_open_something_stays_behind():
    _seen, wrong = race_to_merge(CONTROL_ROUNDS, control=True)
    assert wrong
