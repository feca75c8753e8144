"""Many tries at the same moment: none of them escapes the count, and a code lets one in."""

from typing import Any

import pytest

from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.codes import send_code, sign_in_with_code
from nuanliu.domain.signing.models import OneTimeCode, Tries
from nuanliu.domain.signing.operations import Try, UnableToSignIn, settle
from nuanliu.domain.signing.tries import counted
from nuanliu.domain.signing.types import Channel, Purpose, Tried
from nuanliu.domain.signing.written import code_of
from nuanliu.platform.ids import new_id
from tests.support.races import race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
WORKERS, LIMIT, ACCOUNTS, ROUNDS = 4, 5, 4, 5
CODES = 10


def _between() -> None:
    """What happens between looking and writing in the controls: long enough that others look too."""
    for _time in range(20):
        Person.objects.count()


def guess(*, worker: int, round: int, given: dict[str, Any]) -> bool:
    """One wrong try; whether it was looked at."""
    looked = []

    def look(_is_right) -> bool:
        looked.append(True)
        return False

    one = Try(what=Tried.CARD, whose=given["whose"], login=None, address=f"{round}-{worker}", is_right=False)
    settle(one, now=given["now"], attempt=new_id(), then=look)
    return bool(looked)


def guess_unlocked(*, worker: int, round: int, given: dict[str, Any]) -> bool:
    """The control: look at the count, then write it, with no lock in between."""
    row, _is_new = Tries.objects.get_or_create(
        pk=counted(Tried.CARD, given["whose"]), defaults={"counted_since": given["now"]}
    )
    if row.failures >= LIMIT:
        return False
    _between()
    Tries.objects.filter(pk=row.pk).update(failures=row.failures + 1)
    return True


def use(*, worker: int, round: int, given: dict[str, Any]) -> bool:
    """The right digits; whether they let in."""
    code_id = given["codes"][round]
    try:
        sign_in_with_code(code_id=code_id, typed=code_of(code_id=code_id), address=str(worker), now=given["now"])
    except UnableToSignIn:
        return False
    return True


def use_unlocked(*, worker: int, round: int, given: dict[str, Any]) -> bool:
    """The control: see that it is unused, then write that it is used."""
    rows = OneTimeCode.objects.filter(pk=given["codes"][round])
    if rows.get().used_at is not None:
        return False
    _between()
    rows.update(used_at=given["now"])
    return True


def looked_at(function: Any, town: Town) -> list[int]:
    """How many of twenty tries at each account were looked at."""
    given = [{"whose": f"account {number}", "now": town.now} for number in range(ACCOUNTS) for _round in range(ROUNDS)]
    rounds = race(count=WORKERS, function=function, rounds=len(given), given=given)
    assert [one for row in rounds for one in row if not one.is_ok] == []
    each = [sum(bool(one.value) for one in row) for row in rounds]
    return [sum(each[at : at + ROUNDS]) for at in range(0, len(each), ROUNDS)]


def let_in(function: Any, town: Town) -> list[int]:
    """How many of four came in with each code."""
    codes = []
    for number in range(CODES):
        phone = f"139000{number:05d}"
        town.person(f"人{number}", phone=phone)
        sent = send_code(
            phone=phone,
            purpose=Purpose.SIGN_IN,
            channel=Channel.SMS,
            address=phone,
            token=new_id(),
            now=town.now,
        )
        codes.append(sent.pk)
    given = [{"codes": codes, "now": town.now}] * CODES
    rounds = race(count=WORKERS, function=function, rounds=CODES, given=given)
    assert [one for row in rounds for one in row if not one.is_ok] == []
    return [sum(bool(one.value) for one in row) for row in rounds]


def test_no_try_at_the_same_moment_escapes_the_count() -> None:
    assert looked_at(guess, Town.found()) == [LIMIT] * ACCOUNTS


def test_without_the_lock_more_are_looked_at() -> None:
    assert max(looked_at(guess_unlocked, Town.found())) > LIMIT


def test_a_code_lets_one_in_of_four_who_have_it() -> None:
    assert let_in(use, Town.found()) == [1] * CODES


def test_without_the_lock_it_lets_in_more() -> None:
    assert max(let_in(use_unlocked, Town.found())) > 1
