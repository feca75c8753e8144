"""Two proofs: set up once, asked for at every sign-in, never taken twice, and required of administrators."""

import base64
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.signing import totp
from nuanliu.domain.signing.models import Authenticator, RecoveryCode
from nuanliu.domain.signing.seconds import add_authenticator, new_recovery_codes
from nuanliu.platform.ids import new_id
from tests.integration.portals.signing.conftest import PASSWORD
from tests.support.pages import fresh_token, main_words, signed_in, words

SECRET = b"12345678901234567890"


@pytest.fixture
def officer(town) -> Person:
    """Somebody of the bureau who has not set up anything yet."""
    person = town.person("卫安全")
    appoint(holder=person.login, node=town.city, role=Role.BUREAU_SECURITY, at=town.now, actor_id=None)
    person.login.username = "anquan"
    person.login.set_password(PASSWORD)
    person.login.save()
    return person


def digits_at(moment) -> str:
    return totp.digits_of(secret=SECRET, step=totp.step_at(moment))


def set_up(person: Person, at) -> None:
    add_authenticator(login=person.login, secret=SECRET, typed=digits_at(at), token=new_id(), now=at)


def secret_in(page) -> bytes:
    """The secret that the page shows to copy."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.content.decode())
    assert found
    text = found.group(1).replace(" ", "")
    return base64.b32decode(text + "=" * (-len(text) % 8))


def with_password(username: str = "anquan", **more: str):
    return Client().post("/sign-in/account", {**fresh_token(), "username": username, "password": PASSWORD, **more})


def test_an_officer_without_a_second_step_sets_it_up_before_anything_else(town, officer) -> None:
    browser = with_password().client
    for page in ("/bureau/", "/places", "/account/devices"):
        went = browser.get(page, follow=True)
        assert went.redirect_chain[-1][0] == "/account/second-step", page
    assert "先设好第二步" in main_words(went)
    page = browser.get("/account/second-step/app")
    key = secret_in(page)
    wrong = browser.post("/account/second-step/app", {**fresh_token(), "digits": "000000"})
    assert "这六位数字不对" in main_words(wrong)
    right = totp.digits_of(secret=key, step=totp.step_at(town.now))
    done = browser.post("/account/second-step/app", {**fresh_token(), "digits": right}, follow=True)
    assert done.redirect_chain == [("/account/second-step/recovery", 303)]
    assert len(re.findall(r"<li>[2-9A-Z]{4}(-[2-9A-Z]{4}){3}</li>", done.content.decode())) == 10
    assert "看不到了" in main_words(browser.get("/account/second-step/recovery"))
    assert browser.get("/bureau/").status_code == 200


def test_from_then_on_the_second_step_is_asked_for(town, officer) -> None:
    set_up(officer, town.now)
    with time_machine.travel(town.now + timedelta(minutes=1), tick=False):
        asked = with_password(next="/bureau/")
        assert asked["Location"] == "/sign-in/second?next=%2Fbureau%2F"
        browser = asked.client
        assert browser.get("/bureau/")["Location"].startswith("/sign-in?")
        assert "数字或恢复码不对" in main_words(browser.post(asked["Location"], {**fresh_token(), "digits": "000000"}))
        moment = town.now + timedelta(minutes=1)
        came = browser.post(asked["Location"], {**fresh_token(), "digits": digits_at(moment), "next": "/bureau/"})
        assert came["Location"] == "/bureau/"
        assert browser.get("/bureau/").status_code == 200


def test_the_same_digits_are_not_taken_twice(town, officer) -> None:
    set_up(officer, town.now)
    replayed = with_password().client.post("/sign-in/second", {**fresh_token(), "digits": digits_at(town.now)})
    assert "数字或恢复码不对" in main_words(replayed)


@pytest.mark.parametrize(("seconds", "is_in"), [(-31, False), (29, True), (59, True), (91, False)])
def test_a_clock_may_be_half_a_minute_off(town, officer, seconds, is_in) -> None:
    set_up(officer, town.now - timedelta(minutes=5))
    with time_machine.travel(town.now + timedelta(seconds=seconds), tick=False):
        answer = with_password().client.post("/sign-in/second", {**fresh_token(), "digits": digits_at(town.now)})
    assert (answer.status_code == 303) is is_in


def test_a_recovery_code_lets_in_once_and_is_written_down(town, officer) -> None:
    set_up(officer, town.now)
    codes = new_recovery_codes(login=officer.login, token=new_id(), now=town.now)
    assert with_password().client.post("/sign-in/second", {**fresh_token(), "digits": codes[0]}).status_code == 303
    again = with_password().client.post("/sign-in/second", {**fresh_token(), "digits": codes[0]})
    assert "数字或恢复码不对" in main_words(again)
    spaced = codes[1].lower().replace("-", " ")
    assert with_password().client.post("/sign-in/second", {**fresh_token(), "digits": spaced}).status_code == 303
    assert events_matching(action="recovery_code.used", subject_id=officer.pk).count() == 2
    assert not any(code.replace("-", "") in str(list(RecoveryCode.objects.values())) for code in codes)


def test_five_wrong_ones_let_the_second_step_rest(town, officer) -> None:
    set_up(officer, town.now)
    codes = new_recovery_codes(login=officer.login, token=new_id(), now=town.now)
    for _time in range(5):
        with_password().client.post("/sign-in/second", {**fresh_token(), "digits": "ABCD"})
    assert with_password().client.post("/sign-in/second", {**fresh_token(), "digits": codes[0]}).status_code == 200
    with time_machine.travel(town.now + timedelta(minutes=16), tick=False):
        assert with_password().client.post("/sign-in/second", {**fresh_token(), "digits": codes[0]}).status_code == 303


def test_the_first_proof_waits_ten_minutes(town, officer) -> None:
    set_up(officer, town.now)
    browser = with_password().client
    with time_machine.travel(town.now + timedelta(minutes=11), tick=False):
        assert browser.get("/sign-in/second")["Location"] == "/sign-in"


def test_without_a_first_proof_there_is_no_second(town) -> None:
    assert Client().post("/sign-in/second", {**fresh_token(), "digits": "123456"})["Location"] == "/sign-in"


def test_proving_it_again_asks_for_both(town, officer) -> None:
    set_up(officer, town.now)
    browser = signed_in(officer)
    with time_machine.travel(town.now + timedelta(minutes=20), tick=False):
        asked = browser.get("/account/password")
        first = browser.post(asked["Location"], {**fresh_token(), "password": PASSWORD, "next": "/account/password"})
        assert first["Location"] == "/sign-in/second?next=%2Faccount%2Fpassword"
        assert browser.get("/account/password").status_code == 303
        moment = town.now + timedelta(minutes=20)
        sent = {**fresh_token(), "digits": digits_at(moment), "next": "/account/password"}
        assert browser.post("/sign-in/second", sent)["Location"] == "/account/password"
        assert browser.get("/account/password").status_code == 200


def test_the_last_second_step_of_an_officer_stays_and_a_clerks_may_go(town, officer, clerk) -> None:
    for person in (officer, clerk):
        set_up(person, town.now)
    refused = signed_in(officer).post("/account/second-step/app/remove", fresh_token())
    assert "您的职务要两样凭证" in main_words(refused)
    assert signed_in(clerk).post("/account/second-step/app/remove", fresh_token()).status_code == 303
    assert [row.login_id for row in Authenticator.objects.all()] == [officer.pk]


def test_setting_it_up_signs_out_every_other_device_and_not_this_one(town, clerk) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    here.get("/account/second-step/app")
    kept = here.session["app-being-added"]
    assert "otpauth" not in str(kept)
    key = secret_in(here.get("/account/second-step/app"))
    right = totp.digits_of(secret=key, step=totp.step_at(town.now))
    here.post("/account/second-step/app", {**fresh_token(), "digits": right})
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/")["Location"].startswith("/sign-in?")


def test_a_card_opens_no_office(town, officer) -> None:
    put_pin_card(person=officer, number="10000002", pin="2468", actor_id=None, now=town.now)
    browser = Client()
    browser.post("/sign-in/card", {**fresh_token(), "number": "10000002", "pin": "2468"})
    assert browser.get("/bureau/").status_code == 404
    assert browser.get("/account/").status_code == 404


def test_the_demos_officer_walks_in(town, officer, settings) -> None:
    settings.DEMO = True
    officer.login.username = "juli"
    officer.login.save()
    answer = Client().post("/sign-in/demo", {**fresh_token(), "role": "bureau"}, follow=True)
    assert answer.redirect_chain == [("/bureau/", 303)]
    assert answer.status_code == 200
    settings.DEMO = False
    assert answer.client.get("/bureau/")["Location"] == "/account/second-step"
    assert "先设好第二步" in words(answer.client.get("/account/second-step"))
