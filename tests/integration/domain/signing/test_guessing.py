"""Guessing: how many tries an attacker has, and that nothing tells her which accounts exist.

The work is compared statement by statement and hash by hash, not by the clock: known and unknown cost the same.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.operations import Try, settle
from nuanliu.domain.signing.types import Tried
from nuanliu.domain.signing.written import code_of
from nuanliu.platform.ids import new_id
from tests.support.pages import fresh_token, main_words
from tests.support.town import Town

PASSWORD, PHONE = "a-long-password-1", "13985800009"
_SAVEPOINT = re.compile(r"\"?s\d+_x\d+\"?")


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture
def person(town: Town) -> Person:
    person = town.volunteer(phone=PHONE)
    person.login.username = "lizhiyuan"
    person.login.set_password(PASSWORD)
    person.login.save()
    put_pin_card(person=person, number="100777", pin="2468", actor_id=None, now=town.now)
    return person


@contextmanager
def work(monkeypatch) -> Iterator[list[str]]:
    """Every statement that is sent and every slow hash that is computed, in their order."""
    done: list[str] = []
    hasher = type(get_hasher())
    verify = hasher.verify

    def counted(self, *args):
        done.append("hash")
        return verify(self, *args)

    def noted(execute, sql, params, many, context):
        done.append(_SAVEPOINT.sub("…", str(sql)))
        return execute(sql, params, many, context)

    monkeypatch.setattr(hasher, "verify", counted)
    with connection.execute_wrapper(noted):
        yield done
    monkeypatch.undo()


def with_card(number: str, pin: str):
    return Client().post("/sign-in/card", {**fresh_token(), "number": number, "pin": pin})


def with_password(name: str, password: str):
    return Client().post("/sign-in/account", {**fresh_token(), "username": name, "password": password})


def with_phone(phone: str, _unused: str):
    browser = Client()
    browser.post("/sign-in/phone", {**fresh_token(), "phone": phone})
    sent = OneTimeCode.objects.order_by("-sent_at", "-id")[0]
    wrong = f"{(int(code_of(code_id=sent.pk)) + 1) % 10**6:06d}"
    return browser.post("/sign-in/code", {**fresh_token(), "code": wrong})


WAYS: dict[str, tuple[Callable[[str, str], object], str, str]] = {
    "card": (with_card, "100777", "100778"),
    "password": (with_password, "lizhiyuan", "liziyuan"),
    "password by telephone": (with_password, PHONE, "13985800010"),
    "code": (with_phone, PHONE, "13985800010"),
}


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_are_answered_alike_and_cost_the_same_work(town, person, monkeypatch, way) -> None:
    act, known, unknown = WAYS[way]
    with_card("0", "0000")
    with_password("nobody", "nothing")
    works, pages = [], []
    for minute, typed in enumerate((known, unknown)):
        with time_machine.travel(town.now + timedelta(minutes=5 * (minute + 1)), tick=False):
            with work(monkeypatch) as done:
                page = act(typed, "0000")
            works.append(list(done))
            pages.append(main_words(page).replace(typed, "…").replace("0009", "0010"))
    assert pages[0] == pages[1]
    assert works[0] == works[1]
    if way != "code":
        assert works[0].count("hash") == 1


@pytest.mark.parametrize("way", ["card", "password"])
def test_the_try_that_lets_it_rest_and_those_after_it_are_alike_too(town, person, monkeypatch, way) -> None:
    act, known, unknown = WAYS[way]
    histories = []
    for day, typed in enumerate((known, unknown)):
        with time_machine.travel(town.now + timedelta(days=day), tick=False):
            history = []
            for _time in range(6):
                with work(monkeypatch) as done:
                    page = act(typed, "0000")
                history.append((list(done), main_words(page).replace(typed, "…")))
        histories.append(history)
    assert histories[0] == histories[1]
    assert events_matching(action="login.rested").count() == 2


@pytest.mark.parametrize("way", ["card", "password"])
def test_while_it_rests_the_right_secret_looks_like_a_wrong_one(town, person, way) -> None:
    act, known, _unknown = WAYS[way]
    right = "2468" if way == "card" else PASSWORD
    wrong = [main_words(act(known, "0000")) for _time in range(5)]
    assert main_words(act(known, right)) == wrong[0]
    with time_machine.travel(town.now + timedelta(minutes=15), tick=False):
        assert act(known, right).status_code == 303


def guessed(*, since: datetime, account: Callable[[int], str], address: Callable[[int], str]) -> int:
    """How many of the tries, one every ten seconds for half an hour, were looked at."""
    looked_at = []

    def look(_is_right) -> bool:
        looked_at.append(True)
        return False

    for number in range(180):
        one = Try(what=Tried.CARD, whose=account(number), login=None, address=address(number), is_right=False)
        settle(one, now=since + timedelta(seconds=10 * number), attempt=new_id(), then=look)
    return len(looked_at)


def test_one_account_takes_twenty_tries_an_hour_from_however_many_addresses(town) -> None:
    assert guessed(since=town.now, account=lambda _n: "one", address=lambda n: f"10.0.0.{n}") == 10


def test_one_address_takes_some_tens_an_hour_at_however_many_accounts(town) -> None:
    tries = guessed(since=town.now, account=lambda n: f"account {n}", address=lambda _n: "10.0.0.1")
    assert 10 < tries < 45


def test_an_honest_person_at_a_busy_address_waits_seconds_not_hours(town) -> None:
    """Ten neighbours in a row were wrong; the next one may try after two seconds."""

    def tried(number: int, now: datetime) -> bool:
        one = Try(what=Tried.CARD, whose=f"neighbour {number}", login=None, address="10.0.0.1", is_right=number > 11)
        return settle(one, now=now, attempt=new_id())

    for number in range(11):
        assert not tried(number, town.now)
    assert not tried(12, town.now + timedelta(seconds=1))
    assert tried(12, town.now + timedelta(seconds=2))
    assert tried(13, town.now + timedelta(seconds=2))


def test_a_try_that_is_sent_again_counts_once(town) -> None:
    attempt = new_id()
    for _time in range(9):
        one = Try(what=Tried.CARD, whose="one", login=None, address="10.0.0.1", is_right=False)
        assert not settle(one, now=town.now, attempt=attempt)
    right = Try(what=Tried.CARD, whose="one", login=None, address="10.0.0.1", is_right=True)
    assert settle(right, now=town.now, attempt=new_id())


def test_each_way_rests_by_itself(town, person) -> None:
    for _time in range(5):
        with_card("100777", "0000")
    assert with_card("100777", "2468").status_code == 200
    assert with_password("lizhiyuan", PASSWORD).status_code == 303
