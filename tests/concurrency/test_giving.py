"""Two gifts from one balance, two conversions at the month's limit, a yes against an undo and against the night."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Sum

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Phase, Unit
from nuanliu.domain.passbook import gifts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Dealing, Gift
from nuanliu.domain.passbook.operations import insist, open_with_paper_line
from nuanliu.domain.passbook.queries import savings_of_many
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.domain.standards.policies import months_on
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from tests.concurrency import givers
from tests.support import weak_ledger
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS, STEP, MONTH = 2, 30, 600


def run(act: Callable[..., str], given: list[dict[str, Any]], *, control: bool) -> tuple[list[str], list[list[str]]]:
    """(failures nobody foresaw, what everybody was told in each round)."""
    weak = givers.nobody_holds_it() if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=act, given=[{**one, "control": control} for one in given])
    seen = sorted({f"{one.error}: {one.words}"[:160] for told in outcomes for one in told if not one.is_ok})
    return seen, [[one.value for one in told] for told in outcomes]


def standing(people: list[Person]) -> list[tuple[int, int]]:
    """(minutes, held) of each."""
    found = savings_of_many(holders=[Holder(one.pk, one.home_site_id) for one in people])
    return [(found[one.pk].time, found[one.pk].time_held) for one in people]


def halves(minutes: int) -> list[int]:
    """Amounts of which one always fits into what is left and two never do."""
    amounts = []
    while minutes >= STEP:
        amounts.append((minutes // 2 // STEP + 1) * STEP)
        minutes -= amounts[-1]
    return amounts


def in_year(now: datetime, years: int) -> datetime:
    return now.replace(year=now.year + years)


# -- two gifts from one balance


def race_to_give(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    town, has = Town.found(), 5_760
    mother, amounts = town.elder("张桂兰"), halves(5_760)
    people = [town.volunteer(f"志愿者{n}") for n in range(-(-count // len(amounts)))]
    for person in people:
        town.give(person, has)
        confirm_relation(
            person=person, relative=mother, kinship=Kinship.PARENT, proof=KinProof.BIRTH, by=None, at=town.now
        )
    given = [
        {"giver": person.pk, "receiver": mother.pk, "minutes": amount, "now": in_year(town.now, year)}
        for person in people
        for year, amount in enumerate(amounts)
    ][:count]
    seen, told = run(givers.give, given, control=control)
    wrong = [f"round {n}: {one}" for n, one in enumerate(told) if Counter(one) != {"waiting": 1, "too_much": 1}]
    for person, (minutes, held) in zip(people, standing(people), strict=True):
        offered = Gift.objects.filter(giver=person).aggregate(total=Sum("minutes"))["total"] or 0
        if minutes != has or held != offered or held > has:
            wrong.append(f"{person.name}: {held} held of {minutes}, {offered} offered")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_two_gifts_from_one_balance_one_is_made() -> None:
    assert race_to_give(ROUNDS) == ([], [])


def test_control_nobody_holds_the_giver_and_the_book_locks_nothing() -> None:
    weak_ledger.lock_no_rows()
    seen, wrong = race_to_give(MEETING_ROUNDS, control=True)
    assert seen or wrong


# -- conversion at the month's limit


def race_to_convert(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    town, months = Town.found(), 20
    people = [town.volunteer(f"志愿者{n}") for n in range(-(-count // months))]
    for person in people:
        town.give(person, MONTH * months * WORKERS)
    given = [
        {"giver": person.pk, "minutes": MONTH, "now": _in_month(town.now, month)}
        for person in people
        for month in range(months)
    ][:count]
    seen, told = run(givers.convert, given, control=control)
    wrong = [f"round {n}: {one}" for n, one in enumerate(told) if Counter(one) != {"converted": 1, "month_full": 1}]
    made = Counter(Dealing.objects.values_list("person_id", "made_at"))
    wrong += [f"{number} conversions of one person in one month" for number in made.values() if number > 1]
    return seen, wrong + [str(finding) for finding in check_books().findings]


def _in_month(now: datetime, months: int) -> datetime:
    day = months_on(day=now.date(), months=months)
    return now.replace(year=day.year, month=day.month, day=day.day)


def test_two_conversions_at_the_months_limit_one_is_made() -> None:
    assert race_to_convert(ROUNDS) == ([], [])


def test_control_nobody_holds_the_row_and_the_limit_is_passed() -> None:
    _seen, wrong = race_to_convert(MEETING_ROUNDS, control=True)
    assert wrong


# -- a yes against an undo, and against the night


def offered(town: Town, person: Person, mother: Person, count: int) -> list[UUID]:
    """So many gifts of half an hour that wait, made in one go."""
    version = standard_in_force(at=town.now).version_id
    rows = [
        Gift(
            site_id=person.home_site_id, giver=person, receiver=mother, kinship="parent", minutes=STEP,
            made_at=town.now, made_by=person.pk, made_how=SaidHow.SELF, answer_by=town.now + timedelta(days=7),
            standard_version=version,
        )
        for _number in range(count)
    ]  # fmt: skip
    Gift.objects.bulk_create(rows)
    for first in range(0, count, 100):
        holds = []
        for gift in rows[first : first + 100]:
            giver, way = gifts._giver(gift), gifts._way(gift, town.now)
            leg = gifts._leg(gift, "hold", giver, way[0], at=town.now, actor=None)
            holds.append(replace(leg, phase=Phase.HOLD, expires_at=gift.answer_by))
        insist(ledger.post_many(holds))
    return [gift.id for gift in rows]


def race_to_answer(count: int, by: str, *, control: bool = False) -> tuple[list[str], list[str]]:
    town = Town.found()
    giver, mother = town.volunteer("李志愿"), town.elder("张桂兰")
    open_with_paper_line(
        id=new_id(), holder=Holder(giver.pk, town.site.pk), unit=Unit.TIME, amount=STEP * count,
        occurred_at=town.now, actor=None, standard_version=standard_in_force(at=town.now).version_id, memo="",
    )  # fmt: skip
    ids = offered(town, giver, mother, count)
    given = [
        {"gift": one, "giver": giver.pk, "receiver": mother.pk, "by": by, "now": town.now + timedelta(minutes=1)}
        for one in ids
    ]
    seen, told = run(givers.answer, given, control=control)
    states = Counter(Gift.objects.values_list("state", flat=True))
    (kept, held), (came, _held) = standing([giver, mother])
    accepted = states[GiftState.ACCEPTED]
    wrong = []
    if (kept, held, came) != (STEP * (count - accepted), 0, STEP * accepted):
        wrong.append(f"{kept} kept, {held} held, {came} came, {dict(states)}")
    ends = {"undo": {GiftState.TAKEN_BACK}, "night": {GiftState.ACCEPTED, GiftState.EXPIRED}}[by]
    if set(states) - {end.value for end in ends}:
        wrong.append(f"ended as {dict(states)}")
    if not control and by == "night":
        wrong += [f"round {n}: {one}" for n, one in enumerate(told) if len(set(one)) > 1]
    return seen, wrong + [str(finding) for finding in check_books().findings]


@pytest.mark.parametrize("by", ["undo", "night"])
def test_a_gift_ends_one_way(by: str) -> None:
    assert race_to_answer(ROUNDS, by) == ([], [])


@pytest.mark.parametrize("by", ["undo", "night"])
def test_control_nobody_holds_the_gift(by: str) -> None:
    seen, wrong = race_to_answer(MEETING_ROUNDS, by, control=True)
    assert seen or wrong


def test_the_amounts_leave_room_for_one() -> None:
    left = 5_760
    for amount in halves(left):
        assert amount <= left < 2 * amount
        left -= amount
