"""Time becomes coins within the month's limit, goes to the pool, and comes back while the minutes last."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Login
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Dealing
from nuanliu.domain.passbook.queries import coins_by_last_day, passbook_lines, pool_of, savings_of
from nuanliu.domain.people.queries import actor_for
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.use_time import UnableToUse, convert_time, donate, take_back, ways_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db) -> Town:
    return Town.found()


@pytest.fixture
def helper(town):
    person = town.volunteer()
    town.give(person, 1200)
    return person


def actor(person, town):
    return actor_for(login=Login.objects.get(pk=person.pk), now=town.now)


def has(person) -> tuple[int, int]:
    found = savings_of(person_id=person.pk, site_id=person.home_site_id)
    return found.time, found.coin


def test_time_becomes_coins_that_run_out_like_earned_ones(town, helper) -> None:
    made = convert_time(actor=actor(helper, town), minutes=90, token=new_id(), now=town.now)
    assert (made.amount, made.coins) == (90, 150)
    assert has(helper) == (1110, 150)
    holder = Holder(helper.pk, helper.home_site_id)
    assert coins_by_last_day(holder=holder) == [(date(2028, 11, 30), 150)]
    newest = passbook_lines(holder=holder, unit=Unit.TIME, count=1)
    assert [(line.kind, line.amount) for line in newest] == [("conversion", -90)]
    assert check_books().is_right


def test_the_same_token_converts_once(town, helper) -> None:
    token = new_id()
    first = convert_time(actor=actor(helper, town), minutes=60, token=token, now=town.now)
    again = convert_time(actor=actor(helper, town), minutes=60, token=token, now=town.now)
    assert (first.id, has(helper)) == (again.id, (1140, 100))
    assert Event.objects.filter(action="time.converted").count() == 1


def test_a_month_has_a_limit_and_the_next_one_its_own(town, helper) -> None:
    who = actor(helper, town)
    convert_time(actor=who, minutes=600, token=new_id(), now=at(date(2026, 11, 30), 23, 59))
    assert ways_of(actor=who, now=at(date(2026, 11, 30), 23, 59)).month_left == 0
    with pytest.raises(UnableToUse) as full:
        convert_time(actor=who, minutes=30, token=new_id(), now=at(date(2026, 11, 30), 23, 59))
    assert (full.value.code, full.value.field) == ("month_full", "amount")
    convert_time(actor=who, minutes=600, token=new_id(), now=at(date(2026, 12, 1), 0))
    assert has(helper) == (0, 2000)


@pytest.mark.parametrize(("minutes", "code"), [(0, "not_a_step"), (45, "not_a_step"), (-30, "not_a_step")])
def test_only_whole_steps(town, helper, minutes, code) -> None:
    with pytest.raises(UnableToUse) as refused:
        convert_time(actor=actor(helper, town), minutes=minutes, token=new_id(), now=town.now)
    assert refused.value.code == code
    assert has(helper) == (1200, 0)


def test_nobody_converts_what_is_not_there(town) -> None:
    poor = town.volunteer("周志愿")
    town.give(poor, 30)
    assert ways_of(actor=actor(poor, town), now=town.now).convertible == 30
    with pytest.raises(UnableToUse) as refused:
        convert_time(actor=actor(poor, town), minutes=60, token=new_id(), now=town.now)
    assert refused.value.code == "too_much"


@pytest.mark.parametrize(("unit", "amount", "left"), [(Unit.TIME, 60, (540, 1000)), (Unit.COIN, 250, (600, 750))])
def test_a_gift_stands_in_the_pool_of_the_site(town, helper, unit, amount, left) -> None:
    who = actor(helper, town)
    convert_time(actor=who, minutes=600, token=new_id(), now=town.now)
    donate(actor=who, unit=unit, amount=amount, token=new_id(), now=town.now)
    assert has(helper) == left
    assert pool_of(site=helper.home_site_id, unit=unit) == amount
    assert savings_of(person_id=helper.pk, site_id=helper.home_site_id).honour == 1200
    assert check_books().is_right


@pytest.mark.parametrize(("unit", "amount"), [(Unit.TIME, 1201), (Unit.TIME, 0), (Unit.COIN, 1), (Unit.HONOUR, 60)])
def test_nobody_gives_more_than_there_is_nor_honour(town, helper, unit, amount) -> None:
    with pytest.raises(UnableToUse) as refused:
        donate(actor=actor(helper, town), unit=unit, amount=amount, token=new_id(), now=town.now)
    assert refused.value.code == "too_much"
    assert not Dealing.objects.exists()


def test_both_can_be_taken_back_while_the_minutes_last_and_only_once(town, helper) -> None:
    who, later = actor(helper, town), town.now + timedelta(minutes=9)
    made = [
        convert_time(actor=who, minutes=60, token=new_id(), now=town.now),
        donate(actor=who, unit=Unit.TIME, amount=60, token=new_id(), now=town.now + timedelta(seconds=1)),
    ]
    assert [one.id for one in ways_of(actor=who, now=later).recent] == [made[1].id, made[0].id]
    for one in made:
        assert take_back(actor=who, dealing_id=one.id, now=later).undone_at == later
        take_back(actor=who, dealing_id=one.id, now=later + timedelta(hours=1))
    assert has(helper) == (1200, 0)
    assert ways_of(actor=who, now=later).month_left == 600
    assert pool_of(site=helper.home_site_id, unit=Unit.TIME) == 0
    assert check_books().is_right


def test_too_late_and_already_used(town, helper) -> None:
    who = actor(helper, town)
    made = convert_time(actor=who, minutes=60, token=new_id(), now=town.now)
    with pytest.raises(UnableToUse) as late:
        take_back(actor=who, dealing_id=made.id, now=town.now + timedelta(minutes=10))
    assert late.value.code == "late"
    donate(actor=who, unit=Unit.COIN, amount=60, token=new_id(), now=town.now)
    with pytest.raises(UnableToUse) as used:
        take_back(actor=who, dealing_id=made.id, now=town.now + timedelta(minutes=1))
    assert used.value.code == "used"
    assert has(helper) == (1140, 40)
    assert Dealing.objects.get(id=made.id).undone_at is None


def test_nobody_takes_back_what_another_did(town, helper) -> None:
    made = donate(actor=actor(helper, town), unit=Unit.TIME, amount=60, token=new_id(), now=town.now)
    with pytest.raises(NotVisible):
        take_back(actor=actor(town.volunteer("周志愿"), town), dealing_id=made.id, now=town.now)
