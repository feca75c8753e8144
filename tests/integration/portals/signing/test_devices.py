"""Where I am signed in, signing out there, and being signed out by doing nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.network.types import Role
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.models import Session
from tests.integration.portals.signing.conftest import PASSWORD
from tests.support.forms import forms_of
from tests.support.pages import fresh_token, main_words, queries_of, signed_in

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120"


def at(agent: str) -> Client:
    browser = Client(headers={"user-agent": agent})
    browser.post("/sign-in/account", {**fresh_token(), "username": "jiexian", "password": PASSWORD})
    return browser


def ends_in(browser: Client) -> list[str]:
    page = browser.get("/account/devices").content.decode()
    return [form.action for form in forms_of(page) if form.action.endswith("/end")]


def test_every_device_is_listed_and_this_one_is_named(town, clerk) -> None:
    here = at(OFFICE)
    at(PHONE)
    said = main_words(here.get("/account/devices"))
    assert "Edge · Windows 就是这台" in said
    assert "微信 · 安卓手机" in said
    assert "用密码" in said


def test_one_of_them_is_signed_out(town, clerk) -> None:
    here, phone = at(OFFICE), at(PHONE)
    [end] = ends_in(here)
    assert here.post(end, fresh_token())["Location"] == "/account/devices"
    assert phone.get("/desk/")["Location"].startswith("/sign-in?")
    assert here.get("/desk/").status_code == 200
    assert here.post(end, fresh_token()).status_code == 404


def test_nobody_ends_another_persons_session(town, clerk, wang) -> None:
    here = at(OFFICE)
    at(PHONE)
    [end] = ends_in(here)
    assert signed_in(wang).post(end, fresh_token()).status_code == 404
    assert len(ends_in(here)) == 1


def test_all_of_them_are_signed_out(town, clerk) -> None:
    here, phone = at(OFFICE), at(PHONE)
    assert here.post("/account/devices/end-all", fresh_token())["Location"] == "/sign-in"
    for browser in (here, phone):
        assert browser.get("/desk/")["Location"].startswith("/sign-in?")
    assert events_matching(action="sessions.ended", subject_id=clerk.pk).count() == 1


def test_the_page_names_no_session_key(town, clerk) -> None:
    here = at(OFFICE)
    at(PHONE)
    page = here.get("/account/devices").content.decode()
    assert not any(key in page for key in Session.objects.values_list("session_key", flat=True))


def test_ten_devices_cost_no_more_queries_than_one(town, clerk) -> None:
    here = at(OFFICE)
    one = queries_of(here, "/account/devices")
    for _time in range(9):
        signed_in(clerk)
    assert queries_of(here, "/account/devices") == one


def test_what_is_used_stays_and_what_is_not_ends_after_twelve_hours(town, clerk) -> None:
    browser = signed_in(clerk)
    for hours in (11, 22):
        with time_machine.travel(town.now + timedelta(hours=hours), tick=False):
            assert browser.get("/desk/").status_code == 200
    with time_machine.travel(town.now + timedelta(hours=34, minutes=1), tick=False):
        answer = browser.get("/desk/", follow=True)
    assert answer.redirect_chain == [("/sign-in?next=%2Fdesk%2F", 303)]
    assert "很久没有动" in main_words(answer)


def test_after_thirty_days_it_ends_however_much_it_is_used(town, clerk) -> None:
    browser = signed_in(clerk)
    for hours in range(11, 30 * 24, 11):
        with time_machine.travel(town.now + timedelta(hours=hours), tick=False):
            assert browser.get("/account/devices").status_code == 200, hours
    with time_machine.travel(town.now + timedelta(days=30, minutes=1), tick=False):
        assert browser.get("/desk/")["Location"].startswith("/sign-in?")


def test_an_administrator_has_thirty_minutes(town) -> None:
    browser = signed_in(Person.objects.get(pk=town.staff(Role.BUREAU_AUDIT).id))
    with time_machine.travel(town.now + timedelta(minutes=30), tick=False):
        assert browser.get("/bureau/").status_code == 200
    with time_machine.travel(town.now + timedelta(minutes=60, seconds=1), tick=False):
        assert browser.get("/bureau/")["Location"].startswith("/sign-in?")


@pytest.fixture
def tablet(town, wang) -> Client:
    browser = Client()
    browser.post("/sign-in/card", {**fresh_token(), "number": "10000001", "pin": "2468"})
    return browser


def test_an_old_person_is_warned_two_minutes_before_by_a_page_that_comes_by_itself(town, tablet) -> None:
    wait, page = tablet.get("/elder/").headers["Refresh"].split("; url=")
    assert (wait, page) == (str(12 * 3600 - 120), "/still-there?next=%2Felder%2F")
    with time_machine.travel(town.now + timedelta(seconds=int(wait)), tick=False):
        warned = tablet.get(page)
        assert "2 分钟后退出" in main_words(warned)
        assert warned.headers["Refresh"] == "122"
    with time_machine.travel(town.now + timedelta(hours=12, seconds=2), tick=False):
        assert tablet.get(page)["Location"] == "/sign-in/card"


def test_she_asks_for_more_time_and_has_it(town, tablet) -> None:
    with time_machine.travel(town.now + timedelta(hours=11, minutes=59), tick=False):
        answer = tablet.post("/still-there", {"next": "/elder/"})
        assert answer["Location"] == "/elder/"
    with time_machine.travel(town.now + timedelta(hours=23), tick=False):
        assert tablet.get("/elder/").status_code == 200


def test_looking_at_the_warning_gives_no_time(town, tablet) -> None:
    with time_machine.travel(town.now + timedelta(hours=11, minutes=59), tick=False):
        tablet.get("/still-there?next=/elder/")
    with time_machine.travel(town.now + timedelta(hours=12, minutes=1), tick=False):
        assert tablet.get("/elder/").status_code == 303


def test_who_was_busy_elsewhere_is_not_warned(town, tablet) -> None:
    with time_machine.travel(town.now + timedelta(hours=5), tick=False):
        tablet.get("/elder/")
    with time_machine.travel(town.now + timedelta(hours=11, minutes=58), tick=False):
        assert tablet.get("/still-there?next=/elder/")["Location"] == "/elder/"


def test_a_password_is_chosen_and_other_devices_are_signed_out(town, clerk) -> None:
    here, phone = at(OFFICE), at(PHONE)
    weak = {**fresh_token(), "password": "password12", "again": "password12"}
    assert "容易猜" in main_words(here.post("/account/password", {**weak, "password": "short", "again": "short"}))
    two = here.post("/account/password", {**weak, "password": "one-long-password", "again": "another-password"})
    assert "两遍写得不一样" in main_words(two)
    good = {**fresh_token(), "password": "竹海的风吹过窗前", "again": "竹海的风吹过窗前"}
    assert "容易猜" in main_words(here.post("/account/password", good))
    good = {**fresh_token(), "password": "竹海的风吹过我的窗前", "again": "竹海的风吹过我的窗前"}
    assert here.post("/account/password", good)["Location"] == "/account/"
    assert here.get("/desk/").status_code == 200
    assert phone.get("/desk/")["Location"].startswith("/sign-in?")
    assert events_matching(action="password.changed", subject_id=clerk.pk).count() == 1


@pytest.mark.parametrize(
    "guessable", ["赵接线赵接线赵接线赵接线", "jiexian-nuanliu-1", "ZhaoJieXian-26", "13985800001-abc"]
)
def test_a_password_of_words_that_anybody_here_would_try_is_refused(town, clerk, guessable) -> None:
    sealing.write_sealed(clerk, identity="", phone="13985800001", address="")
    clerk.save()
    typed = {**fresh_token(), "password": guessable, "again": guessable}
    assert "容易猜" in main_words(signed_in(clerk).post("/account/password", typed))
