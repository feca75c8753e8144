"""When the database is not to be had at all: a plain page with the telephone, in both languages, drawn without it."""

import re
from datetime import timedelta

import psycopg
import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nuanliu.domain.care.models import Need
from nuanliu.domain.people.models import Elder
from nuanliu.platform import retry
from tests.integration.portals.presses import PRESSES, Press
from tests.support.faults import added, only_reading, rows, unreachable
from tests.support.forms import Form, forms_of
from tests.support.office import words_of
from tests.support.pages import signed_in
from tests.support.races import current_database_url
from tests.support.signing import let_in
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = 'href="tel:0858-8220000"'


@pytest.fixture(autouse=True)
def nobody_sleeps(monkeypatch) -> None:
    monkeypatch.setattr(retry, "sleep", lambda _seconds: None)


def form_in(answer: HttpResponse) -> Form:
    (form,) = [form for form in forms_of(answer.content.decode()) if form.method == "post"]
    return form


def surface_of(answer: HttpResponse) -> str:
    found = re.search(r'<html lang="([^"]+)"\s+class="([^"]+)"', answer.content.decode())
    assert found
    return " ".join(found.groups())


@pytest.mark.parametrize(
    ("path", "surface"),
    [
        ("/", "surface-public"),
        ("/elder/", "surface-elder"),
        ("/elder/ask", "surface-elder"),
        ("/sign-in/card", "surface-elder"),
        ("/family/", "surface-phone"),
        ("/me/", "surface-phone"),
        ("/hotline/", "surface-desk"),
        ("/desk/", "surface-desk"),
        ("/bureau/", "surface-desk"),
        ("/shop/", "surface-phone"),
        ("/there/is/nothing", "surface-public"),
    ],
)
def test_every_portal_has_the_page_in_its_own_letters(path: str, surface: str) -> None:
    client = signed_in(Town.found().elder())
    client.raise_request_exception = False
    client.cookies["text-size"] = "xl"
    with unreachable():
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.headers["Cache-Control"] == "no-store"
    assert surface_of(answer) == f"zh-Hans {surface} text-xl"
    assert "请等一等 系统正忙，不是您的错。" in words_of(answer)
    assert TELEPHONE in answer.content.decode()
    assert f'href="{path}"' in answer.content.decode()


def test_the_page_has_its_english(settings) -> None:
    client = signed_in(Town.found().elder())
    client.raise_request_exception = False
    client.cookies["language"] = "en"
    with unreachable():
        answer = client.get("/elder/time?before=3")
    assert answer.headers["Content-Language"] == "en"
    assert "Please wait a little The system is busy. It is not your fault." in words_of(answer)
    assert 'href="/elder/time?before=3"' in answer.content.decode()
    ours = {settings.BUREAU, settings.CITY, settings.BRAND, "中文"}
    assert [word for word in re.findall(r"[\u4e00-\u9fff]+", words_of(answer)) if word not in ours] == []


def test_what_was_typed_stands_in_the_page_and_pressing_again_does_it_once() -> None:
    one = PRESSES["clerk_registers"](Town.found()).sign_in()
    before = rows()
    with unreachable():
        answer = one.press()
    assert answer.status_code == 503
    assert "您写的没有丢，按几次也只算一次。" in words_of(answer)
    form = form_in(answer)
    assert form.action == ""
    kept = {control.name: control.value for control in form.controls if control.name != "csrfmiddlewaretoken"}
    assert kept == {"token": one.token, **one.typed}
    assert added(before) == {}
    with time_machine.travel(one.now, tick=False):
        assert [one.client.post(one.path, kept).status_code for _press in range(2)] == [303, 303]
    assert Elder.objects.count() == 1


def test_the_page_carries_the_proof_that_the_form_was_ours() -> None:
    town = Town.found()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with time_machine.travel(town.now, tick=False):
        let_in(client, town.volunteer().login)
        need = town.need(town.elder())
        (page,) = [
            form for form in forms_of(client.get(f"/me/needs/{need.id}").content.decode()) if "take" in form.action
        ]
        sent = page.as_it_stands()
        with unreachable():
            answer = client.post(page.action, sent)
        assert answer.status_code == 503
        assert client.post(page.action, {**form_in(answer).as_it_stands()}).status_code == 303


@pytest.mark.parametrize("name", ["number", "username"])
def test_no_secret_is_written_into_the_page(name: str) -> None:
    path, secret = {"number": ("/sign-in/card", "pin"), "username": ("/sign-in/account", "password")}[name]
    one = Press(None, path, Town.found().now, {name: "10000001", secret: "2468"})
    with unreachable():
        answer = one.press()
    assert answer.status_code == 503
    assert "2468" not in words_of(answer)
    assert 'value="2468"' not in answer.content.decode()
    assert [form for form in forms_of(answer.content.decode()) if form.method == "post"] == []
    assert f'href="{path}"' in answer.content.decode()


def test_a_page_is_never_a_way_out_of_the_house() -> None:
    client = signed_in(Town.found().elder())
    client.raise_request_exception = False
    with unreachable():
        answer = client.get("//evil.example/x")
    assert 'href="//' not in answer.content.decode()


def test_a_session_that_cannot_be_written_down_is_the_same_page() -> None:
    """The draft of a need lives in the session, which is saved when the view has ended: no 400, and nothing is lost."""
    town = Town.found()
    elder, clerk = town.elder(phone="13800000001"), town.clerk()
    typed = {"service": "1", "when": "后天 9点", "minutes": "", "note": "门铃坏了", "payer": ""}
    one = Press(clerk.id, f"/hotline/elders/{elder.pk}/", town.now, typed).sign_in()
    with only_reading():
        answer = one.press()
    assert answer.status_code == 503
    assert "现在写不进去" in words_of(answer)
    kept = {control.name: control.value for control in form_in(answer).controls}
    assert (kept["note"], kept["token"]) == ("门铃坏了", one.token)
    assert one.press().status_code == 303


def test_signing_in_where_nothing_can_be_written_is_the_same_page_and_works_later() -> None:
    town = Town.found()
    one = PRESSES["somebody_signs_in_wrongly"](town)
    one.typed["pin"] = "2468"
    with only_reading():
        assert "系统现在写不进去。" in words_of(one.press())
    assert one.press().headers["Location"] == "/elder/"


def test_a_backend_that_was_ended_between_two_looks_is_noticed_by_nobody() -> None:
    client = signed_in(Town.found().elder("张桂兰"))
    assert client.get("/elder/").status_code == 200
    if connection.vendor == "postgresql":
        with psycopg.connect(current_database_url(), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    else:
        connection.connection.close()
        connection.connection = None
    connection.close_if_unusable_or_obsolete()
    assert client.get("/elder/").status_code == 200


def test_our_own_fault_is_still_our_fault(monkeypatch) -> None:
    town = Town.found()
    client = signed_in(town.elder())
    client.raise_request_exception = False
    monkeypatch.setattr("nuanliu.portals.elder.views.unread_count", lambda **_who: 1 / 0)
    answer = client.get("/elder/")
    assert (answer.status_code, "我们这里出了点问题" in words_of(answer)) == (500, True)


def test_a_broken_request_is_still_one_we_cannot_read() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/", headers={"host": "evil.example"})
    assert (answer.status_code, "这个请求我们看不懂" in words_of(answer)) == (400, True)


def test_after_the_fault_the_very_next_page_is_there() -> None:
    town = Town.found()
    client = signed_in(town.elder())
    client.raise_request_exception = False
    with unreachable():
        assert client.get(reverse("elder:home")).status_code == 503
    assert client.get(reverse("elder:home")).status_code == 200
    assert not Need.objects.filter(submitted_at__gt=town.now + timedelta(days=1)).exists()
