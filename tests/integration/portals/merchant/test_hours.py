"""A member of the alliance gives hours: old people and the desk see them, volunteers have them for coins."""

import pytest
from django.urls import reverse

from nuanliu.domain.alliance.models import AlliedService, Offer
from nuanliu.domain.alliance.types import OfferState
from nuanliu.domain.network.types import Role
from tests.support.alliance import shop_in
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.town import Town, add_service

pytestmark = pytest.mark.django_db
LAW = {"service": "S404", "hours": "4", "words": "每周三下午看合同"}


@pytest.fixture
def town(db):
    town = Town.found()
    add_service("S404", name="法律咨询", name_en="Legal advice", group="法律援助", plain_words="问法律", position=9)
    with at_the_hour_of(town):
        yield town


@pytest.fixture
def shop(town):
    return shop_in(town, "正和律师事务所")


def owner(town, shop):
    return browser_of(town.staff(Role.SHOP_OWNER, "律师", node=shop.node))


def test_from_the_form_to_the_menu_and_the_desk_and_out_again(town, shop, client) -> None:
    elder = town.elder()
    need, at_desk = town.need(elder, service_code="S404"), browser_of(town.clerk())
    desk_page, menu = reverse("desk:need", args=[need.id]), reverse("public:services")
    assert "公益联盟也做这一项" not in words_of(at_desk.get(desk_page))
    law = owner(town, shop)
    went = law.post(reverse("merchant:hours-new", args=[shop.pk]), {**fresh_token(), **LAW, "price": "2"})
    assert went.headers["Location"] == reverse("merchant:hours", args=[shop.pk])
    assert "正和律师事务所每月给 4 小时" in words_of(client.get(menu))
    assert "正和律师事务所来做" in words_of(browser_of(town.actor(elder)).get(f"{reverse('elder:ask')}?group=ask"))
    assert "每周三下午看合同" in words_of(at_desk.get(desk_page))
    offer = Offer.objects.get()
    assert (offer.title, offer.price, offer.kind, offer.state) == ("法律咨询", 200, "free_service", "live")
    assert "法律咨询" in words_of(browser_of(town.actor(town.volunteer())).get(reverse("volunteer:shops")))
    end = reverse("merchant:hours-end", args=[shop.pk, AlliedService.objects.get().pk])
    law.post(end, fresh_token())
    law.post(end, fresh_token())
    assert "正和律师事务所" not in words_of(client.get(menu))
    assert Offer.objects.get().state == OfferState.ENDED


def test_only_for_old_people_and_once_and_without_money(town, shop) -> None:
    law, page = owner(town, shop), reverse("merchant:hours-new", args=[shop.pk])
    assert "这里不写钱数" in words_of(law.post(page, {**fresh_token(), **LAW, "words": "一次只要 20 元"}))
    token = fresh_token()
    law.post(page, {**token, **LAW})
    law.post(page, {**token, **LAW})
    assert (AlliedService.objects.count(), Offer.objects.count()) == (1, 0)
    assert "这一项已经在做了" in words_of(law.post(page, {**fresh_token(), **LAW}))


def test_another_shop_ends_nothing(town, shop) -> None:
    owner(town, shop).post(reverse("merchant:hours-new", args=[shop.pk]), {**fresh_token(), **LAW})
    other = shop_in(town, "面馆")
    given = AlliedService.objects.get()
    theirs = owner(town, other)
    for of in (shop, other):
        assert theirs.post(reverse("merchant:hours-end", args=[of.pk, given.pk]), fresh_token()).status_code == 404
    assert AlliedService.objects.get().ended_at is None
