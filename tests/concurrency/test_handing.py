"""The last piece on the shelf goes to one person, and her coins with it."""

import os
from collections import Counter
from contextlib import nullcontext
from datetime import datetime

import pytest

from nuanliu.domain.alliance.models import Good, Handover, PersonMonth
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from tests.concurrency import handing
from tests.support.races import ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS, PRICE = 2, 1
ON_POSTGRES = os.environ.get("NUANLIU_TEST_DATABASE") == "postgres"
CONTROL_ROUNDS = 15


def rich(town: Town, name: str, coins: int):
    """A helper with hours served, and coins."""
    helper = town.volunteer(name)
    town.give(helper, 600)
    open_with_paper_line(
        id=new_id(), holder=Holder(helper.pk, helper.home_site_id), unit=Unit.COIN, amount=coins, occurred_at=town.now,
        actor=None, standard_version=standard_in_force(at=town.now).version_id, memo="",
    )  # fmt: skip
    return helper


def goods(town: Town, count: int, now: datetime) -> list[Good]:
    """So many kinds of goods, one piece of each."""
    rows = [
        Good(site=town.site, id=new_id(), name=f"东西{n}", measure="一份", price=PRICE, left=1, made_at=now)
        for n in range(count)
    ]
    return Good.objects.bulk_create(rows)


def race_for_last_pieces(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    """(failures nobody foresaw, what is wrong on the shelf or in the book)."""
    town = Town.found()
    clerks = [town.clerk(f"接线员{n}").id for n in range(WORKERS)]
    helpers = [rich(town, f"志愿者{n}", 100_000) for n in range(WORKERS)]
    rows = goods(town, count, town.now)
    given = [
        {"good": row.id, "helpers": [one.pk for one in helpers], "clerks": clerks, "now": town.now, "control": control}
        for row in rows
    ]
    weak = handing.nobody_holds_it() if control and not ON_POSTGRES else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=handing.hand, given=given)
    seen = sorted({f"{one.error}: {one.words}"[:160] for told in outcomes for one in told if not one.is_ok})
    wrong = [str(Counter(one.value for one in told)) for told in outcomes if {o.value for o in told} != FAIR]
    given_away = Counter(Handover.objects.values_list("person_id", flat=True))
    for helper in helpers:
        spent = PersonMonth.objects.get(person_id=helper.pk).coins
        if {100_000 - town.savings(helper).coin, spent} != {given_away[helper.pk] * PRICE}:
            wrong.append(f"{helper.name}: {spent} counted for {given_away[helper.pk]} pieces")
    if Good.objects.filter(site=town.site).exclude(left=0).exists():
        wrong.append("a piece is left")
    return seen, wrong + [str(finding) for finding in check_books().findings]


FAIR = {"handed", "none_left"}


def test_the_last_piece_goes_to_one() -> None:
    assert race_for_last_pieces(ROUNDS) == ([], [])


def test_control_read_then_written_the_last_piece_goes_to_two() -> None:
    _seen, wrong = race_for_last_pieces(CONTROL_ROUNDS, control=True)
    assert wrong
