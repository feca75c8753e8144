"""A numbered slip counts once, whoever types it meanwhile; a batch goes back whole, whoever chooses meanwhile."""

import os
from collections import Counter
from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.slips.batch_models import SlipRow
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.ledger.check import check_books
from nuanliu.usecases.paper_slips.signing import sign_batch
from tests.concurrency import slips
from tests.support.races import ROUNDS, race
from tests.support.slips import entered, pad_of, row, veteran
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS, MOST_IN_A_PAD = 2, 100
ON_POSTGRES = os.environ.get("NUANLIU_TEST_DATABASE") == "postgres"
CONTROL_ROUNDS = 15
REVERSALS = max(ROUNDS // 10, 12)


def race_for_slips(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    """(failures nobody foresaw, slips that stand twice or not at all). Each slip has an old person and a helper."""
    town = Town.found()
    clerks = [town.clerk(f"接线员{n}").id for n in range(WORKERS)]
    elder, helper = town.elder("张桂兰"), veteran(town)
    pads = [one for _pad in range(-(-count // MOST_IN_A_PAD)) for one in pad_of(town, min(count, MOST_IN_A_PAD))]
    given = [
        {"site": town.site.pk, "row": row(town, slip, helper, elder), "clerks": clerks, "now": town.now,
         "control": control}
        for slip in pads[:count]
    ]  # fmt: skip
    weak = slips.nobody_holds_it() if control and not ON_POSTGRES else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=slips.type_it, given=given)
    seen = sorted({f"{one.error}: {one.words}"[:160] for told in outcomes for one in told if not one.is_ok})
    standing = Counter(SlipRow.objects.filter(is_standing=True).values_list("slip_id", flat=True))
    wrong = [f"{slip.number}: {standing[slip.id]}" for slip in pads[:count] if standing[slip.id] != 1]
    answers = [str(Counter(one.value for one in told)) for told in outcomes if {o.value for o in told} != FAIR]
    return seen, wrong + answers


FAIR = {"entered", "rows"}


def test_a_slip_typed_by_two_is_entered_once() -> None:
    assert race_for_slips(ROUNDS) == ([], [])


def test_control_without_lock_and_constraint_a_slip_stands_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX slip_row_one_a_slip")
    try:
        _seen, wrong = race_for_slips(CONTROL_ROUNDS, control=True)
    finally:
        SlipRow.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX slip_row_one_a_slip ON care_sliprow (site_id, slip_id) WHERE is_standing"
            )
    assert wrong


def test_a_batch_is_reversed_whole_while_a_helper_chooses() -> None:
    town = Town.found()
    elder, certifier = town.elder("张桂兰"), town.certifier()
    helpers = [veteran(town, f"志愿{chr(0x4E00 + n)}") for n in range(REVERSALS)]
    pads = [one for _pad in range(-(-REVERSALS // MOST_IN_A_PAD)) for one in pad_of(town, MOST_IN_A_PAD)]
    given = []
    for slip, helper in zip(pads, helpers, strict=False):
        batch = entered(town, [row(town, slip, helper, elder)])
        sign_batch(actor=certifier, batch_id=batch.id, now=town.now)
        visit = Visit.objects.get(volunteer=helper)
        given.append(
            {"who": [certifier.id, helper.pk], "batch": batch.id, "visit": visit.id, "now": town.now, "helper": helper}
        )
    outcomes = race(count=WORKERS, function=slips.reverse_or_choose, given=[{**one, "helper": None} for one in given])
    assert {(told[0].value, told[0].error) for told in outcomes} == {("reversed", "")}
    assert {told[1].value for told in outcomes} <= {"chosen", "not_to_choose"}
    assert {(town.savings(helper).time, town.savings(helper).honour) for helper in helpers} == {(0, 0)}
    assert set(Visit.objects.values_list("state", flat=True)) == {"voided"}
    assert set(Slip.objects.values_list("state", flat=True)) == {"issued"}
    assert check_books().findings == []
