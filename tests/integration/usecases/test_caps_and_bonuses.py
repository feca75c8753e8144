"""Above the cap goes to the pool only by consent; coins grow only out of a fund, within the year's limit."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.bonus_models import Bonus, OverflowWish
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.passbook.pools import Source, pool_account
from nuanliu.domain.passbook.queries import coins_by_last_day, pool_of
from nuanliu.domain.passbook.types import FundSource, FundTarget
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import Kinship
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.fund_site import fund_site
from nuanliu.usecases.run_campaign import UnableToCampaign, begin_campaign
from nuanliu.usecases.say_overflow import say_overflow
from tests.support.office import at_the_hour_of, browser_of
from tests.support.pages import main_words
from tests.support.town import Town


def has(town: Town, person, unit: Unit, amount: int) -> None:
    """The person brought so much in on paper (honour with it)."""
    open_with_paper_line(
        id=new_id(), holder=Holder(person.pk, person.home_site_id), unit=unit, amount=amount, occurred_at=town.now,
        actor=None, standard_version=standard_in_force(at=town.now).version_id, memo="",
    )  # fmt: skip


def says(town: Town, person, *, agrees: bool) -> None:
    say_overflow(actor=town.actor(person), person_id=person.pk, agrees=agrees, token=new_id(), now=town.now)


def served(town: Town, helper, *, choice: str = "time", minutes: int = 60, elder=None):
    visit = town.confirmed(elder or town.elder(), helper, choice=choice, minutes=minutes)
    certified = certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now + timedelta(days=3))
    town.now += timedelta(days=1)
    return certified


@pytest.mark.parametrize(
    ("agrees", "time", "pool", "left_to_her"),
    [(True, 90_000, 30, 540), (False, 90_000, 0, 570), (None, 90_000, 0, 570)],
)
def test_time_above_the_cap(town: Town, agrees, time: int, pool: int, left_to_her: int) -> None:
    helper, elder = town.volunteer(), town.elder(minutes=600)
    has(town, helper, Unit.TIME, 89_970)
    if agrees is not None:
        says(town, helper, agrees=agrees)
    visit = served(town, helper, elder=elder)
    saved = town.savings(helper)
    assert (saved.time, saved.honour, pool_of(site=town.site.pk, unit=Unit.TIME)) == (time, 90_030, pool)
    assert (town.savings(elder).time, town.savings(elder).time_held) == (left_to_her, 0)
    if agrees:
        assert pool_account(site=town.site.pk, unit=Unit.TIME).months[0].came == {Source.OVERFLOW: 30}
    else:
        [told] = Notice.objects.filter(kind="cap_reached")
        assert "多出的 30 分没有存进去，荣誉照记" in words_of(told)[1]
    assert check_books().is_right
    void_visit(actor=town.certifier("李复核"), visit_id=visit.id, reason="记错了人", now=town.now + timedelta(days=4))
    assert (town.savings(helper).time, town.savings(helper).honour) == (89_970, 89_970)
    assert (pool_of(site=town.site.pk, unit=Unit.TIME), town.savings(elder).time_free) == (0, 600)
    assert check_books().is_right


@pytest.mark.parametrize(("agrees", "pool"), [(True, 70), (False, 0)])
def test_coins_above_the_cap_pass_on_what_was_just_earned(town: Town, agrees, pool: int) -> None:
    helper = town.volunteer(site=town.other_site)
    has(town, helper, Unit.COIN, 59_970)
    says(town, helper, agrees=agrees)
    served(town, helper, choice="coin")
    holder = Holder(helper.pk, helper.home_site_id)
    assert (town.savings(helper).coin, pool_of(site=town.other_site.pk, unit=Unit.COIN)) == (60_000, pool)
    assert coins_by_last_day(holder=holder) == [(date(2028, 11, 30), 30)]
    assert check_books().is_right


def test_who_is_nearly_full_is_asked_once_and_the_newest_word_counts(town: Town) -> None:
    helper = town.volunteer()
    has(town, helper, Unit.TIME, 80_970)
    served(town, helper)
    served(town, helper)
    [told] = Notice.objects.filter(kind="near_cap")
    assert words_of(told) == (
        "您快存满了",
        "再有 149 小时 30 分就存满了。多的给不给爱心池？请在“时间能做什么”里说。",
    )
    says(town, helper, agrees=True)
    town.now += timedelta(minutes=1)
    says(town, helper, agrees=False)
    has(town, helper, Unit.TIME, 8_910)
    served(town, helper)
    assert (town.savings(helper).time, pool_of(site=town.site.pk, unit=Unit.TIME)) == (90_000, 0)


def funded(town: Town, coins: int, site=None):
    actor = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    fund_site(
        actor=actor, site_id=(site or town.site).pk, target=FundTarget.BONUS, unit=Unit.COIN,
        source=FundSource.SPONSOR, giver="百盛百货", amount=coins, token=new_id(), now=town.now,
    )  # fmt: skip
    return actor


def test_stars_and_campaigns_make_coins_grow_line_by_line(town: Town) -> None:
    helper = town.volunteer()
    has(town, helper, Unit.TIME, 36_000)
    actor = funded(town, 100)
    campaign = {"actor": actor, "node_id": town.city.pk, "title": "重阳节敬老周", "now": town.now, "token": new_id()}
    with pytest.raises(UnableToCampaign) as refused:
        begin_campaign(percent=21, first_day=town.now.date(), last_day=town.now.date(), **campaign)
    assert (refused.value.code, refused.value.field) == ("percent", "percent")
    begin_campaign(percent=20, first_day=date(2026, 11, 4), last_day=date(2026, 11, 4), **campaign)
    visit = served(town, helper, choice="coin", minutes=90)
    [bonus] = Bonus.objects.all()
    assert (bonus.base, bonus.star, bonus.star_percent, bonus.campaign_percent) == (150, 3, 5, 20)
    assert (bonus.due, bonus.paid, town.savings(helper).coin) == (37, 37, 187)
    served(town, helper, choice="coin")
    assert town.savings(helper).coin == 187 + 105
    void_visit(actor=town.certifier("李复核"), visit_id=visit.id, reason="记错了人", now=town.now + timedelta(days=4))
    assert town.savings(helper).coin == 105
    assert check_books().is_right


def test_no_fund_no_bonus_and_never_above_what_is_in_it(town: Town) -> None:
    helper = town.volunteer()
    has(town, helper, Unit.TIME, 90_000 - 600)
    served(town, helper, choice="coin")
    assert [(one.due, one.paid) for one in Bonus.objects.all()] == [(8, 0)]
    funded(town, 5)
    served(town, helper, choice="coin", elder=town.elder("李秀英"))
    assert (town.savings(helper).coin, Bonus.objects.filter(paid=5, fund_left=5).count()) == (205, 1)
    assert check_books().is_right


def test_the_year_has_its_limit_and_the_standard_of_the_day_counts(town: Town) -> None:
    helper = town.volunteer()
    has(town, helper, Unit.TIME, 36_000)
    funded(town, 10_000)
    town.rules(at(date(2026, 12, 20), 0), bonus_yearly_cap=8, bonus_star3_percent=6, bonus_star4_percent=8)
    paid = []
    for day in (date(2026, 12, 16), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)):
        town.now = at(day, 9)
        served(town, helper, choice="coin", elder=town.elder(f"老人{day.day}"))
        paid.append(Bonus.objects.order_by("-day")[0].paid)
    assert paid == [5, 3, 0, 6]
    assert check_books().is_right


def test_a_clerk_writes_down_what_a_volunteer_says_and_nobody_for_her_kin(town: Town) -> None:
    helper, clerk = town.volunteer(), town.clerk()
    page = reverse("desk:overflow", args=[helper.pk])
    form = {"agrees": "yes", "how": "call", "token": str(new_id())}
    with at_the_hour_of(town):
        browser = browser_of(clerk)
        assert browser.post(page, form | {"how": ""}).status_code == 200
        assert [browser.post(page, form).status_code for _again in range(2)] == [303, 303]
        [wish] = OverflowWish.objects.all()
        assert (wish.agrees, wish.said_how, wish.said_to) == (True, "call", clerk.id)
        town.kin(helper, Person.objects.get(pk=clerk.id), Kinship.CHILD)
        refused = browser.post(page, form | {"agrees": "no", "token": str(new_id())})
    assert "自己或家人的事要请同事办" in main_words(refused)
    assert OverflowWish.objects.count() == 1
