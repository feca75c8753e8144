"""What my time can do: each way with its rule; coins, a gift, and back again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.passbook.models import Dealing
from nuanliu.domain.passbook.queries import savings_of
from tests.integration.portals.volunteer.phone import Phone, queries_of
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


def has(person) -> tuple[int, int]:
    found = savings_of(person_id=person.pk, site_id=person.home_site_id)
    return found.time, found.coin


def test_every_way_says_its_rule_in_the_words_of_the_standard(town, helper) -> None:
    page = Phone(helper, town.now).words("volunteer:ways")
    for said in (
        "存下的时间一直有效。",
        "满 60 岁可以用自己的时间。",
        "每月最多拿 10 小时换成币。",
        "币不能换回时间。",
        "捐多少都可以。",
    ):
        assert said in page
    assert reverse("volunteer:convert") in page
    assert reverse("volunteer:give", args=["time"]) in page
    assert reverse("volunteer:give", args=["coin"]) not in page


def test_whoever_has_nothing_is_not_led_anywhere(town) -> None:
    phone = Phone(town.volunteer("周志愿"), town.now)
    page = phone.words("volunteer:ways")
    assert "现在还没有够换的时间。" in page
    assert reverse("volunteer:convert") not in page
    assert "现在还没有够换的时间。" in phone.words("volunteer:convert")
    assert "现在没有可以捐的。" in phone.words("volunteer:give", "time")
    assert phone.get("volunteer:give", "honour").status_code == 404


def test_six_amounts_at_most_and_all_of_it_among_them(town, helper) -> None:
    phone = Phone(helper, town.now)
    assert [one for one, _said in phone.get("volunteer:convert").context["form"]["amount"].field.choices] == [
        30,
        60,
        120,
        300,
        600,
    ]
    assert [one for one, _said in phone.get("volunteer:give", "time").context["form"]["amount"].field.choices] == [
        30,
        60,
        120,
        300,
        600,
        1200,
    ]


def test_coins_for_time_and_back(town, helper) -> None:
    phone = Phone(helper, town.now)
    assert phone.post("volunteer:convert", amount="60")["Location"] == reverse("volunteer:ways")
    assert has(helper) == (1140, 100)
    assert "换好了，币记进存折了。" in phone.words("volunteer:ways")
    page = phone.words("volunteer:ways")
    assert "1 小时换成了 1.00 币" in page
    assert "撤回（上午 9 点 10 分前）" in page
    assert phone.post("volunteer:undo", Dealing.objects.get().id)["Location"] == reverse("volunteer:ways")
    assert has(helper) == (1200, 0)
    assert "撤回（" not in phone.words("volunteer:ways")


def test_the_same_press_twice_gives_once(town, helper) -> None:
    phone = Phone(helper, town.now)
    token = "01a21800-0000-7000-8000-000000000001"
    for _press in range(2):
        assert phone.post("volunteer:give", "time", amount="60", token=token).status_code == 303
    assert has(helper) == (1140, 0)


def test_too_late_to_take_back_is_said(town, helper) -> None:
    phone = Phone(helper, town.now)
    phone.post("volunteer:give", "time", amount="60")
    phone.now = town.now + timedelta(minutes=10)
    refused = phone.post("volunteer:undo", Dealing.objects.get().id)
    assert refused.status_code == 200
    assert "撤回的时间已经过了。" in refused.content.decode()
    assert has(helper) == (1140, 0)


@pytest.mark.parametrize("amount", ["", "45", "99999", "x"])
def test_what_is_not_among_the_answers_is_asked_again(town, helper, amount) -> None:
    refused = Phone(helper, town.now).post("volunteer:convert", amount=amount)
    assert refused.status_code == 200
    assert refused.context["form"].errors["amount"]
    assert has(helper) == (1200, 0)


def test_the_page_costs_the_same_with_many_dealings(town, helper) -> None:
    phone = Phone(helper, town.now)
    phone.post("volunteer:give", "time", amount="30")
    phone.get("volunteer:ways")
    one = queries_of(lambda: phone.get("volunteer:ways"))
    for _time in range(3):
        phone.post("volunteer:give", "time", amount="30")
    assert len(phone.get("volunteer:ways").context["ways"].recent) == 4
    assert queries_of(lambda: phone.get("volunteer:ways")) == one
