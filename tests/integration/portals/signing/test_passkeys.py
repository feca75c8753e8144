"""Passkeys: an answer counts for this house, this question and this person only, and a copied key is noticed."""

import html
import json
import re

import pytest
from django.test import Client

from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.models import Passkey
from tests.integration.portals.signing.conftest import PASSWORD
from tests.support.pages import fresh_token, main_words, signed_in
from tests.support.softkey import SoftKey

ADD = "/account/second-step/passkey"


def at_home(browser: Client) -> Client:
    """The browser looks at the address that has a name."""
    browser.defaults["HTTP_HOST"] = "localhost"
    return browser


def asked(page) -> dict[str, object]:
    """What the page gives its script to ask."""
    found = re.search(r'data-asked="([^"]*)"', page.content.decode())
    assert found
    return json.loads(html.unescape(found.group(1)))


def add(browser: Client, key: SoftKey):
    answer = key.created(asked(browser.get(ADD)))
    return browser.post(ADD, {**fresh_token(), "name": "我的手机", "answer": answer})


def second(key: SoftKey, *, answer: str = ""):
    """Sign in with the password, then with the key."""
    browser = at_home(Client())
    went = browser.post("/sign-in/account", {**fresh_token(), "username": "jiexian", "password": PASSWORD})
    page = browser.get(went["Location"])
    return browser.post("/sign-in/second", {**fresh_token(), "answer": answer or key.proved(asked(page))})


@pytest.fixture
def key(clerk: Person) -> SoftKey:
    key = SoftKey()
    assert add(at_home(signed_in(clerk)), key)["Location"] == "/account/second-step/recovery"
    return key


def test_a_passkey_is_added_and_lets_in(clerk, key) -> None:
    came = second(key)
    assert (came.status_code, came["Location"]) == (303, "/places")
    assert at_home(came.client).get("/desk/").status_code == 200
    assert Passkey.objects.get().used_at is not None
    assert "我的手机" in main_words(came.client.get("/account/second-step"))


@pytest.mark.parametrize(
    "fake",
    [
        SoftKey(origin="https://nuanliu.example"),
        SoftKey(origin="http://localhost:8000"),
        SoftKey(house="nuanliu.example"),
    ],
    ids=["another address", "another port", "another house"],
)
def test_an_answer_given_elsewhere_adds_nothing(clerk, fake) -> None:
    answer = add(at_home(signed_in(clerk)), fake)
    assert "没有成功" in main_words(answer)
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", "x", '{"rawId":1}', "9" * 30_000])
def test_what_is_no_answer_adds_nothing(clerk, nonsense) -> None:
    browser = at_home(signed_in(clerk))
    browser.get(ADD)
    page = browser.post(ADD, {**fresh_token(), "name": "x", "answer": nonsense})
    assert "没有成功" in main_words(page)


def test_another_key_of_the_same_make_does_not_let_in(clerk, key) -> None:
    assert "没有通过" in main_words(second(SoftKey(id=key.id)))


def test_an_old_answer_is_not_taken_again(clerk, key) -> None:
    browser = at_home(Client())
    went = browser.post("/sign-in/account", {**fresh_token(), "username": "jiexian", "password": PASSWORD})
    heard = key.proved(asked(browser.get(went["Location"])))
    assert browser.post("/sign-in/second", {**fresh_token(), "answer": heard}).status_code == 303
    assert "没有通过" in main_words(second(key, answer=heard))


def test_a_copy_of_a_key_is_noticed_by_its_counter(clerk, key) -> None:
    assert second(key).status_code == 303
    key.counter = 0
    assert "没有通过" in main_words(second(key))


def test_the_same_key_is_added_once(clerk, key) -> None:
    add(at_home(signed_in(clerk)), key)
    assert Passkey.objects.count() == 1


def test_a_key_is_removed_by_its_owner_only(clerk, wang, key) -> None:
    remove = f"/account/second-step/passkey/{Passkey.objects.get().pk}/remove"
    assert signed_in(wang).post(remove, fresh_token()).status_code == 404
    assert signed_in(clerk).post(remove, fresh_token()).status_code == 303
    assert not Passkey.objects.exists()


def test_where_the_address_is_a_number_there_are_none(clerk) -> None:
    browser = signed_in(clerk)
    browser.defaults["HTTP_HOST"] = "127.0.0.1"
    assert "这里不能加通行密钥" in main_words(browser.get(ADD))
    assert ADD not in browser.get("/account/second-step").content.decode()
