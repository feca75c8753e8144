"""A card from the desk: printed once, the old one void; and letting somebody try again."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person, PinCard
from nuanliu.domain.people.operations import put_pin_card
from tests.support.office import browser_of, words_of
from tests.support.pages import fresh_token, says, signed_in


@pytest.fixture
def wang(town) -> Person:
    person = town.elder("王秀英")
    put_pin_card(person=person, number="10000001", pin="2468", actor_id=None, now=town.now)
    return person


def with_card(number: str, pin: str):
    return Client().post("/sign-in/card", {**fresh_token(), "number": number, "pin": pin})


def rest(number: str = "10000001") -> None:
    for _time in range(5):
        with_card(number, "0000")


def test_a_new_card_is_shown_once_and_voids_the_old_one(town, wang) -> None:
    desk = browser_of(town.clerk())
    went = desk.post(reverse("desk:card-issue", args=[wang.pk]), fresh_token())
    assert not says(str(desk.session.items()), "2468")
    page = desk.get(went["Location"])
    card = PinCard.objects.get(person=wang, voided_at=None)
    pin = re.search(r"四位密码</dt>\s*<dd>(\d{4})</dd>", page.content.decode())
    assert pin
    assert card.number in words_of(page)
    assert "向里折" in words_of(page)
    assert desk.get(went["Location"])["Location"] == reverse("desk:person", args=[wang.pk])
    assert with_card(card.number, pin.group(1)).status_code == 303
    assert with_card("10000001", "2468").status_code == 200


def test_the_square_on_the_card_opens_the_page_with_the_number_filled_in(town, wang) -> None:
    page = Client().get("/sign-in/card?number=10000001").content.decode()
    assert 'value="10000001"' in page
    assert not says(page, "2468")


def test_the_desk_lets_her_try_again_and_it_is_written_down(town, wang) -> None:
    desk, clerk = browser_of(town.clerk()), town.clerk("孙二")
    rest()
    assert with_card("10000001", "2468").status_code == 200
    page = words_of(desk.get(reverse("desk:person", args=[wang.pk])))
    assert "登录停着" in page
    answer = browser_of(clerk).post(reverse("desk:let-try", args=[wang.pk]), fresh_token())
    assert answer["Location"] == reverse("desk:person", args=[wang.pk])
    assert with_card("10000001", "2468").status_code == 303
    [event] = events_matching(action="login.released", subject_id=wang.pk)
    assert (event.actor_id, event.actor_role) == (clerk.id, "hotline")
    assert "登录停着" not in words_of(desk.get(reverse("desk:person", args=[wang.pk])))


def test_releasing_what_does_not_rest_writes_nothing(town, wang) -> None:
    browser_of(town.clerk()).post(reverse("desk:let-try", args=[wang.pk]), fresh_token())
    assert not events_matching(action="login.released").exists()


def test_nobody_releases_herself_or_an_administrator_or_at_another_site(town, wang) -> None:
    clerk = town.clerk()
    officer = Person.objects.get(pk=town.staff(Role.ADMINISTRATOR, node=town.site).id)
    desk = browser_of(clerk)
    for person in (clerk.id, officer.pk, town.elder(site=town.other_site).pk):
        assert desk.post(reverse("desk:let-try", args=[person]), fresh_token()).status_code == 404


def test_a_lost_telephone_is_signed_out_from_the_desk(town, wang) -> None:
    phone, clerk = signed_in(wang), town.clerk()
    desk = browser_of(clerk)
    assert "手机丢了，全部退出" in words_of(desk.get(reverse("desk:person", args=[wang.pk])))
    press = fresh_token()
    for _time in range(2):
        answer = desk.post(reverse("desk:person-sign-out", args=[wang.pk]), press)
        assert answer["Location"] == reverse("desk:person", args=[wang.pk])
    assert phone.get("/elder/").status_code == 303
    [event] = events_matching(action="sessions.ended", subject_id=wang.pk)
    assert event.actor_id == clerk.id
    assert "手机丢了，全部退出" not in words_of(desk.get(reverse("desk:person", args=[wang.pk])))
