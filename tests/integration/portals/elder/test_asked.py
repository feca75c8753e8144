"""At the tablet: her four digits are her signature."""

import pytest
from django.urls import reverse

from nuanliu.domain.people.joining.models import ProxyAsking
from nuanliu.domain.people.models import Proxy
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.people.types import Kinship, ProxyPower
from nuanliu.platform.ids import new_id
from nuanliu.usecases.act_for_parent import Meant, ask_to_act
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(db):
    town = Town.found()
    elder, relative = town.elder(phone="13800000001"), town.person("王小燕")
    put_pin_card(person=elder, number="610009", pin="2580", actor_id=None, now=town.now)
    asking = ask_to_act(
        actor=town.actor(relative), meant=Meant(name="张桂兰", phone="13800000001", site_id=town.site.pk),
        kinship=Kinship.CHILD, powers=(ProxyPower.ASK, ProxyPower.SEE), token=new_id(), now=town.now,
    )  # fmt: skip
    return town, elder, asking


def test_yes_needs_the_digits_and_no_does_not(waiting):
    town, elder, asking = waiting
    address = reverse("elder:asked-to-act", args=[asking.pk])
    with at_the_hour_of(town):
        client = browser_of(town.actor(elder))
        assert "王小燕 想替您办事" in words_of(client.get(reverse("elder:home")))
        yes = {"token": str(new_id()), "answer": "yes", "powers": ["see"]}
        assert "密码不对" in words_of(client.post(address, {**yes, "pin": "1111"}))
        assert Proxy.objects.count() == 0
        assert client.post(address, {**yes, "pin": "2580"}).status_code == 303
        assert "看安排和时间" in words_of(client.get(reverse("elder:proxies")))
    assert (Proxy.objects.get().powers, Proxy.objects.get().how) == (["see"], "card")


def test_no_is_one_press(waiting):
    town, elder, asking = waiting
    with at_the_hour_of(town):
        client = browser_of(town.actor(elder))
        address = reverse("elder:asked-to-act", args=[asking.pk])
        answer = client.post(address, {"token": str(new_id()), "answer": "no", "powers": ["see"]})
    assert (answer.status_code, ProxyAsking.objects.get().state) == (303, "refused")


def test_the_relative_asks_on_one_page_and_the_desk_writes_the_answer(waiting):
    town, elder, asking = waiting
    with at_the_hour_of(town):
        desk = browser_of(town.clerk())
        assert "王小燕" in words_of(desk.get(reverse("desk:askings")))
        address = reverse("desk:asking", args=[asking.pk])
        said = {"token": str(new_id()), "act": "yes", "how": "call", "powers": ["ask"], "note": "她说好"}
        assert desk.post(address, said).status_code == 303
        family = browser_of(town.actor(asking.relative))
        assert elder.name in words_of(family.get(reverse("family:home")))
        form = {
            "token": str(new_id()), "name": "李奶奶", "site": str(town.site.pk), "kinship": "grandparent",
            "powers": ["see"],
        }  # fmt: skip
        assert family.post(reverse("family:ask-to-act"), form).status_code == 303
        assert "李奶奶" in words_of(family.get(reverse("family:home")))
    assert ProxyAsking.objects.latest("asked_at", "id").kinship in {"grandchild", "child"}
