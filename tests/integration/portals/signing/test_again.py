"""A fresh proof before a sensitive act: asked for once more, and what was begun is not lost."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.network.operations import appoint, end_sessions
from nuanliu.domain.network.types import Role
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.written import code_of
from tests.integration.portals.signing.conftest import PASSWORD
from tests.support.forms import forms_of
from tests.support.pages import fresh_token, main_words, signed_in

LATER = timedelta(minutes=16)


@pytest.fixture
def reveal(wang) -> str:
    return reverse("desk:reveal", args=[wang.pk])


def looks(wang) -> int:
    return events_matching(action="person.revealed", subject_id=wang.pk).count()


def test_just_after_signing_in_nobody_is_asked(town, wang, clerk, reveal) -> None:
    answer = signed_in(clerk).post(reveal, {**fresh_token(), "reason": "要打电话"})
    assert answer["Location"] == reverse("desk:person", args=[wang.pk])
    assert looks(wang) == 1


def test_later_the_password_is_asked_for_and_the_reason_is_kept(town, wang, clerk, reveal) -> None:
    browser = signed_in(clerk)
    with time_machine.travel(town.now + LATER, tick=False):
        asked = browser.post(reveal, {**fresh_token(), "reason": "要打电话", "extra": "不留"})
        assert asked["Location"] == "/sign-in/again?next=%2Fsign-in%2Fgo-on"
        assert looks(wang) == 0
        wrong = browser.post(asked["Location"], {**fresh_token(), "password": "wrong"})
        assert "密码不对" in main_words(wrong)
        proved = browser.post(asked["Location"], {**fresh_token(), "password": PASSWORD})
        assert proved["Location"] == "/sign-in/go-on"
        page = browser.get(proved["Location"])
        (form,) = [one for one in forms_of(page.content.decode()) if one.action == reveal]
        assert "extra" not in {control.name for control in form.controls}
        answer = browser.post(form.action, dict(form.as_it_stands()))
        assert answer["Location"] == reverse("desk:person", args=[wang.pk])
    assert looks(wang) == 1


def test_what_was_kept_is_shown_once_and_only_after_the_proof(town, wang, clerk, reveal) -> None:
    browser = signed_in(clerk)
    with time_machine.travel(town.now + LATER, tick=False):
        browser.post(reveal, {**fresh_token(), "reason": "要打电话"})
        assert browser.get("/sign-in/go-on")["Location"] == "/places"
        browser.post("/sign-in/again", {**fresh_token(), "password": PASSWORD})
        assert browser.get("/sign-in/go-on")["Location"] == "/places"


def test_whoever_has_no_power_is_not_asked_for_a_password(town, wang, reveal) -> None:
    browser = signed_in(town.volunteer())
    with time_machine.travel(town.now + LATER, tick=False):
        assert browser.post(reveal, {**fresh_token(), "reason": "要打电话"}).status_code == 404


def test_five_wrong_passwords_let_the_account_rest_here_too(town, clerk) -> None:
    browser = signed_in(clerk)
    with time_machine.travel(town.now + LATER, tick=False):
        for _time in range(5):
            browser.post("/sign-in/again", {**fresh_token(), "password": "wrong"})
        assert "密码不对" in main_words(browser.post("/sign-in/again", {**fresh_token(), "password": PASSWORD}))
    assert events_matching(action="login.rested", subject_id=clerk.pk).count() == 1


def test_an_old_person_at_the_tablet_proves_it_with_her_four_digits(town, wang) -> None:
    browser = Client()
    browser.post("/sign-in/card", {**fresh_token(), "number": "10000001", "pin": "2468"})
    with time_machine.travel(town.now + LATER, tick=False):
        assert "四位密码" in main_words(browser.get("/sign-in/again?next=/elder/"))
        answer = browser.post("/sign-in/again", {**fresh_token(), "pin": "2468", "next": "/elder/"})
    assert answer["Location"] == "/elder/"


def test_who_has_no_password_proves_it_with_a_code_to_her_telephone(town) -> None:
    helper = town.volunteer(phone="13985800012")
    browser = signed_in(helper)
    with time_machine.travel(town.now + LATER, tick=False):
        asked = browser.get("/account/password")["Location"]
        assert "139****0012" in main_words(browser.get(asked))
        where = {"next": "/account/password"}
        assert browser.post(asked, {**fresh_token(), **where, "send": "sms"})["Location"] == asked
        assert "六位验证码" in main_words(browser.get(asked))
        right = code_of(code_id=OneTimeCode.objects.get().pk)
        wrong = f"{(int(right) + 1) % 10**6:06d}"
        assert "验证码不对" in main_words(browser.post(asked, {**fresh_token(), **where, "code": wrong}))
        assert browser.post(asked, {**fresh_token(), **where, "code": right})["Location"] == "/account/password"
        assert browser.get("/account/password").status_code == 200


def test_a_code_to_another_telephone_proves_nothing(town) -> None:
    helper, other = town.volunteer(phone="13985800012"), town.volunteer("李二", phone="13985800013")
    browser, theirs = signed_in(helper), signed_in(other)
    with time_machine.travel(town.now + LATER, tick=False):
        for each in (browser, theirs):
            each.post("/sign-in/again", {**fresh_token(), "send": "sms"})
        session = browser.session
        session["own-code-sent"] = theirs.session["own-code-sent"]
        session.save()
        right = code_of(code_id=UUID(theirs.session["own-code-sent"]))
        assert "验证码不对" in main_words(browser.post("/sign-in/again", {**fresh_token(), "code": right}))


def test_a_new_appointment_ends_every_session_of_hers(town, clerk) -> None:
    browser, other = signed_in(clerk), signed_in(clerk)
    assert browser.get("/desk/").status_code == 200
    appoint(holder=clerk.login, node=town.other_site, role=Role.CERTIFIER, at=town.now, actor_id=None)
    assert browser.get("/desk/")["Location"].startswith("/sign-in?")
    assert other.get("/desk/")["Location"].startswith("/sign-in?")
    assert signed_in(clerk).get("/desk/").status_code == 200


def test_a_disabled_account_and_a_new_password_end_them_too(town, clerk) -> None:
    browser = signed_in(clerk)
    clerk.login.set_password("another-long-one-2")
    clerk.login.save()
    assert browser.get("/desk/")["Location"].startswith("/sign-in?")
    browser = signed_in(clerk)
    assert browser.get("/desk/").status_code == 200
    clerk.login.is_active = False
    clerk.login.save()
    assert browser.get("/desk/")["Location"].startswith("/sign-in?")


def test_ending_sessions_leaves_other_people_alone(town, clerk, wang) -> None:
    hers = signed_in(wang)
    end_sessions(login=clerk.login)
    assert hers.get("/elder/").status_code == 200
