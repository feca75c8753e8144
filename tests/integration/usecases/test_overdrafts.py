"""Time before she has it: by the site's word only, within the Standard, and it ends by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.models import Overdraft
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.pools import Use, pool_account
from nuanliu.domain.passbook.types import FundSource, FundTarget
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.fund_site import fund_site
from nuanliu.usecases.lend_time import UnableToLend, close_overdrafts, lend_time
from tests.support.office import at_the_hour_of, browser_of
from tests.support.pages import main_words
from tests.support.town import Town


@pytest.fixture
def hour(town: Town) -> Iterator[None]:
    with at_the_hour_of(town):
        yield


def lend(town: Town, actor, elder, minutes: int = 120, reason: str = "明早去医院", token=None) -> Overdraft:
    return lend_time(
        actor=actor, person_id=elder.pk, minutes=minutes, reason=reason, token=token or new_id(), now=town.now
    )


def test_below_zero_only_by_approval_down_to_the_limit_and_back(town: Town) -> None:
    elder, helper, coordinator = town.elder(minutes=30), town.volunteer(), town.coordinator()
    own = {"clerk": coordinator, "payer": "own_time"}
    with pytest.raises(UnableToPost):
        town.need(elder, minutes=60, **own)
    token = new_id()
    assert lend(town, coordinator, elder, token=token).id == lend(town, coordinator, elder, token=token).id
    visit = town.confirmed(elder, helper, minutes=60, **own)
    with pytest.raises(UnableToPost):
        town.need(elder, minutes=120, starts_at=town.now + timedelta(days=3), **own)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now + timedelta(days=3))
    saved = town.savings(elder)
    assert (saved.time, saved.time_owed, town.savings(helper).time) == (-30, 30, 60)
    assert close_overdrafts(now=town.now + timedelta(days=30)) == 0
    town.give(elder, 15)
    assert close_overdrafts(now=town.now + timedelta(days=31)) == 0
    town.give(elder, 15)
    assert [close_overdrafts(now=town.now + timedelta(days=32)) for _again in range(2)] == [1, 0]
    assert Overdraft.objects.get().ended_how == "paid_back"
    with pytest.raises(UnableToPost):
        town.need(elder, minutes=30, starts_at=town.now + timedelta(days=3), **own)
    assert check_books().is_right


def test_what_is_not_used_lapses_after_the_standards_days(town: Town) -> None:
    elder, coordinator = town.elder(), town.coordinator()
    lend(town, coordinator, elder)
    need = town.need(elder, minutes=60, clerk=coordinator, payer="own_time")
    cancel_need(actor=coordinator, need_id=need.id, reason="不去了", now=town.now)
    assert close_overdrafts(now=town.now + timedelta(days=6)) == 0
    assert close_overdrafts(now=town.now + timedelta(days=7)) == 1
    assert Overdraft.objects.get().ended_how == "unused"


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"minutes": 121}, "too_much"), ({"minutes": 0}, "too_much"), ({"reason": " "}, "no_reason")],
)
def test_within_the_standard(town: Town, asked, code) -> None:
    with pytest.raises(UnableToLend) as refused:
        lend(town, town.coordinator(), town.elder(), **asked)
    assert refused.value.code == code


def test_not_below_sixty_not_twice_and_not_by_a_clerk(town: Town) -> None:
    elder, coordinator = town.elder(), town.coordinator()
    Person.objects.filter(pk=elder.pk).update(birth_date=date(1966, 11, 3))
    with pytest.raises(UnableToLend) as young:
        lend(town, coordinator, elder)
    Person.objects.filter(pk=elder.pk).update(birth_date=date(1966, 11, 2))
    lend(town, coordinator, elder)
    with pytest.raises(UnableToLend) as twice:
        lend(town, coordinator, elder)
    assert (young.value.code, twice.value.code) == ("too_young", "stands")
    with pytest.raises(NotVisible):
        lend(town, town.clerk(), town.elder("李秀英"))


def test_the_desk_lends_and_the_pool_pays_what_she_cannot(town: Town, hour) -> None:
    elder, helper, coordinator = town.elder("张桂兰"), town.volunteer(), town.coordinator()
    fund_site(
        actor=town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city), site_id=town.site.pk,
        target=FundTarget.POOL, unit=Unit.TIME, source=FundSource.GOVERNMENT, giver="民政局", amount=600,
        token=new_id(), now=town.now,
    )  # fmt: skip
    browser, page = browser_of(coordinator), reverse("desk:overdraft", args=[elder.pk])
    form = {"minutes": "120", "reason": "明早去医院", "token": str(new_id())}
    assert "最多先用 120 分钟" in main_words(browser.post(page, form | {"minutes": "130"}))
    assert [browser.post(page, form).status_code for _again in range(2)] == [303, 303]
    assert "还没有用" in main_words(browser.get(page))
    visit = town.confirmed(elder, helper, minutes=60, clerk=coordinator, payer="own_time")
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now + timedelta(days=3))
    assert "先用了 1 小时，还没有还" in main_words(browser.get(page))
    cover = {"act": "cover", "reason": "", "token": str(new_id())}
    assert browser.post(page, cover).status_code == 200
    assert browser.post(page, cover | {"reason": "病重，没有人能帮着存"}).status_code == 303
    assert (town.savings(elder).time, pool_account(site=town.site.pk, unit=Unit.TIME).posted) == (0, 540)
    assert pool_account(site=town.site.pk, unit=Unit.TIME).months[0].went == {Use.GUARANTEE: 60}
    close_overdrafts(now=town.now + timedelta(days=1))
    assert check_books().is_right
