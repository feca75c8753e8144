"""To the city's pool, or for one kind of old people: kept apart to the unit, undone, used for whom they were meant."""

from datetime import timedelta

import pytest

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.passbook.pools import pool_account
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.domain.people.models import Elder, Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.reconcile import check_everything
from nuanliu.usecases.share_city_pool import UnableToShareOut, share_city_pool
from nuanliu.usecases.use_time import UnableToUse, donate, take_back
from tests.support.town import Town

pytestmark = pytest.mark.django_db
ALONE = "over_80_alone"


@pytest.fixture
def town(db) -> Town:
    return Town.found()


@pytest.fixture
def helper(town) -> Person:
    person = town.volunteer()
    town.give(person, 1200)
    return person


def give(town, helper, amount, purpose="", **more):
    facts = {"unit": Unit.TIME, "token": new_id(), "now": town.now, **more}
    return donate(actor=town.actor(helper), amount=amount, purpose=purpose, **facts)


def pools(town) -> dict[str, int]:
    return {
        "site": pool_of(site=town.site.pk, unit=Unit.TIME),
        "alone": pool_of(site=town.site.pk, unit=Unit.TIME, code=ALONE),
        "city": pool_of(site=town.city.pk, unit=Unit.TIME),
    }


def test_each_part_is_kept_apart_and_each_can_be_taken_back(town, helper) -> None:
    made = [give(town, helper, amount, purpose) for amount, purpose in ((60, ""), (120, ALONE), (240, "city"))]
    assert pools(town) == {"site": 60, "alone": 120, "city": 240}
    account = pool_account(site=town.site.pk, unit=Unit.TIME)
    assert (account.posted, account.by_code) == (180, {ALONE: 120})
    assert town.savings(helper).time == 780
    for one in made[1:]:
        take_back(actor=town.actor(helper), dealing_id=one.id, now=town.now + timedelta(minutes=9))
    with pytest.raises(UnableToUse) as refused:
        take_back(actor=town.actor(helper), dealing_id=made[0].id, now=town.now + timedelta(minutes=10))
    assert refused.value.code == "late"
    assert pools(town) == {"site": 60, "alone": 0, "city": 0}
    assert check_books().findings == []


def test_an_unknown_purpose_is_refused(town, helper) -> None:
    with pytest.raises(UnableToUse) as refused:
        give(town, helper, 60, "the_cat")
    assert (refused.value.code, town.savings(helper).time) == ("no_purpose", 1200)


def test_a_grant_takes_first_what_was_meant_for_her_kind(town, helper) -> None:
    alone, other = town.elder("张奶奶"), town.elder("李奶奶")
    for elder, circumstances in ((alone, ["over_80", "lives_alone"]), (other, ["extreme_poverty"])):
        Elder.objects.filter(pk=elder.pk).update(circumstances=circumstances, is_special=True)
    give(town, helper, 60)
    mine = give(town, helper, 90, ALONE)
    grant_monthly(now=town.now)
    given = {grant.person_id: grant.from_pool for grant in Grant.objects.all()}
    assert pools(town) == {"site": 0, "alone": 0, "city": 0}
    assert given[alone.pk] + given[other.pk] == 150
    assert given[alone.pk] >= 90
    with pytest.raises(UnableToUse) as refused:
        take_back(actor=town.actor(helper), dealing_id=mine.id, now=town.now)
    assert refused.value.code == "used"


def test_the_bureau_passes_the_citys_on_to_a_site_once(town, helper) -> None:
    give(town, helper, 240, "city")
    bureau, token = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city), new_id()
    share = lambda amount, **more: share_city_pool(  # noqa: E731
        **{"actor": bureau, "site_id": town.other_site.pk, "unit": Unit.TIME, "amount": amount, "token": token,
           "now": town.now, **more}
    )  # fmt: skip
    share(180)
    share(180)
    assert (pools(town)["city"], pool_of(site=town.other_site.pk, unit=Unit.TIME)) == (60, 180)
    with pytest.raises(UnableToShareOut) as refused:
        share(120, token=new_id())
    assert refused.value.code == "not_enough"
    with pytest.raises(NotVisible):
        share(60, token=new_id(), actor=town.staff(Role.COORDINATOR, "孙站长"))
    seal_all(now=town.now)
    assert check_everything(now=town.now) == 0
