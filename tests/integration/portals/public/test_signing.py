from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.usecases.demo_people import ELDER_CARD, ELDER_PIN
from tests.support.pages import big_choices, fresh_token, main_words, says, signed_in, words
from tests.support.town import Town

PASSWORD = "a-long-password-1"


@pytest.fixture
def wang(town: Town) -> Person:
    person = town.elder("王秀英")
    put_pin_card(person=person, number="10000001", pin="2468", actor_id=None, now=town.now)
    return person


@pytest.fixture
def helper(town: Town) -> Person:
    person = town.volunteer("李志愿")
    person.login.username = "lizhiyuan"
    person.login.set_password(PASSWORD)
    person.login.save()
    return person


def with_card(number: str = "10000001", pin: str = "2468", **more: str):
    return Client().post("/sign-in/card", {**fresh_token(), "number": number, "pin": pin, **more})


def test_the_chooser_offers_three_ways_and_the_telephone(town) -> None:
    page = Client().get("/sign-in?next=/elder/time")
    assert [href for _said, href in big_choices(page)] == [
        "/sign-in/card?next=/elder/time",
        "/sign-in/phone?next=/elder/time",
        "/sign-in/account?next=/elder/time",
    ]
    assert "打电话，或到站点办" in main_words(page)


@pytest.mark.parametrize(
    ("number", "pin"),
    [("10000001", "2468"), ("1000 0001", " 2468 "), ("1000-0001", "2 4 6 8"), ("１０００ ０００１", "２４６８")],
)
def test_a_card_opens_her_pages_however_it_is_typed(wang, number: str, pin: str) -> None:
    answer = with_card(number, pin)
    assert (answer.status_code, answer["Location"]) == (303, "/elder/")
    assert "我用完了" in words(answer.client.get("/elder/"))


@pytest.mark.parametrize(("number", "pin"), [("10000001", "1111"), ("99999999", "2468")])
def test_a_wrong_pin_and_an_unknown_card_are_answered_alike(wang, number: str, pin: str) -> None:
    known, this = main_words(with_card(pin="1112")), main_words(with_card(number, pin))
    assert "卡号或密码不对" in this
    assert known == this


@pytest.mark.parametrize(
    ("number", "pin", "sentence"),
    [
        ("", "2468", "请填写：卡号"),
        ("10000001", "", "请填写：四位密码"),
        ("10000001", "12", "请写 4 位数字"),
        ("😀" * 10_000, "2468", "最多写 40 个字"),
        ("' OR 1=1 --", "2468", "卡号或密码不对"),
    ],
)
def test_what_cannot_be_a_card_is_answered_in_a_sentence(wang, number: str, pin: str, sentence: str) -> None:
    answer = with_card(number, pin)
    assert answer.status_code == 200
    assert sentence in main_words(answer)
    assert not says(answer.content.decode(), "2468")


def test_after_five_wrong_pins_the_card_rests_and_opens_again_later(town, wang) -> None:
    for _time in range(5):
        with_card(pin="1111")
    assert with_card().status_code == 200
    with time_machine.travel(town.now + timedelta(minutes=16), tick=False):
        assert with_card().status_code == 303


def test_finishing_at_the_tablet_waits_for_the_next_card(wang) -> None:
    browser = with_card().client
    answer = browser.post("/sign-out", fresh_token())
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/card")
    assert browser.get("/elder/").status_code == 303


def test_who_asked_for_a_page_gets_it_after_signing_in(wang) -> None:
    assert with_card(next="/elder/time")["Location"] == "/elder/time"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "\\\\example.com"]
)
def test_nobody_is_sent_out_of_the_house(wang, elsewhere: str) -> None:
    assert with_card(next=elsewhere)["Location"] == "/elder/"


def test_account_and_password_lead_to_ones_own_pages(helper) -> None:
    sent = {**fresh_token(), "username": "lizhiyuan", "password": PASSWORD}
    answer = Client().post("/sign-in/account", sent, follow=True)
    assert [place for place, _status in answer.redirect_chain] == ["/places", "/me/"]


@pytest.mark.parametrize(("username", "password"), [("lizhiyuan", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_account_are_answered_alike(helper, username: str, password: str) -> None:
    page = Client().post("/sign-in/account", {**fresh_token(), "username": username, "password": password})
    assert page.status_code == 200
    assert 'class="error-summary"' in page.content.decode()
    assert password not in page.content.decode()
    assert f'value="{username}"' in page.content.decode()


def test_signing_out_ends_the_session(helper) -> None:
    browser = signed_in(helper)
    assert browser.get("/places").status_code == 303
    answer = browser.post("/sign-out", fresh_token())
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert browser.get("/places")["Location"].startswith("/sign-in?")


def test_signing_out_is_no_link(helper) -> None:
    browser = signed_in(helper)
    assert browser.get("/sign-out").status_code == 405


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        (Role.HOTLINE, ["/hotline/", "/desk/"]),
        (Role.CERTIFIER, ["/desk/"]),
        (Role.SHOP_OWNER, ["/shop/"]),
        (Role.BUREAU_AUDIT, ["/bureau/"]),
    ],
)
def test_staff_find_the_ways_their_powers_open(town, role: Role, ways: list[str]) -> None:
    actor = town.staff(role)
    browser = signed_in(Person.objects.get(pk=actor.id))
    page = browser.get("/places")
    if len(ways) == 1:
        assert page["Location"] == ways[0]
    else:
        assert [href for _said, href in big_choices(page)] == ways


def test_who_is_several_things_chooses(town) -> None:
    person = town.elder("王秀英")
    town.proxy(town.elder("杨德昌"), person, ["see"])
    assert [href for _said, href in big_choices(signed_in(person).get("/places"))] == ["/elder/", "/family/"]


def test_who_has_no_task_yet_is_told_so(town) -> None:
    assert "还没有任务" in main_words(signed_in(town.person("张三")).get("/places"))


def test_without_demo_mode_nobody_walks_in_by_one_click(helper) -> None:
    assert Client().post("/sign-in/demo", {**fresh_token(), "role": "elder"}).status_code == 404


def test_in_demo_mode_one_click_is_enough(town, wang, settings) -> None:
    settings.DEMO = True
    put_pin_card(person=wang, number=ELDER_CARD, pin=ELDER_PIN, actor_id=None, now=town.now)
    answer = Client().post("/sign-in/demo", {**fresh_token(), "role": "elder"}, follow=True)
    assert answer.redirect_chain == [("/elder/", 303)]
    assert "王秀英，您好" in main_words(answer)
    assert Client().post("/sign-in/demo", {**fresh_token(), "role": "nobody"})["Location"] == "/"
    assert ELDER_CARD in main_words(Client().get("/sign-in/card"))


def test_the_card_of_the_demo_is_told_nowhere_else(town) -> None:
    assert ELDER_CARD not in main_words(Client().get("/sign-in/card"))
