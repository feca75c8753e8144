"""Signing in with a telephone and a code: the same answers for everybody, a code for ten minutes and once."""

from dataclasses import asdict
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.types import Outcome
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.sending import carry_code
from nuanliu.domain.signing.written import code_of
from tests.support.pages import fresh_token, main_words, signed_in

PHONE = "13985800009"


@pytest.fixture
def helper(town) -> Person:
    return town.volunteer("李志愿", phone=PHONE)


@pytest.fixture
def outbox(monkeypatch) -> list[dict[str, str]]:
    sent: list[dict[str, str]] = []

    class Port:
        def send(self, message: Message) -> Outcome:
            sent.append(asdict(message))
            return Outcome.SENT

    monkeypatch.setattr("nuanliu.domain.signing.sending.port_for", lambda _channel: Port())
    return sent


def ask(phone: str = PHONE, browser: Client | None = None, **more: str):
    return (browser or Client()).post("/sign-in/phone", {**fresh_token(), "phone": phone, **more})


def carried() -> None:
    """The task worker has done what waits."""
    for waiting in DBTaskResult.objects.filter(task_path=carry_code.module_path):
        carry_code.func(waiting.args_kwargs["args"][0])


def newest() -> OneTimeCode:
    return OneTimeCode.objects.order_by("-sent_at", "-id")[0]


def type_in(browser: Client, digits: str, **more: str):
    return browser.post("/sign-in/code", {**fresh_token(), "code": digits, **more})


def wrong_code() -> str:
    return f"{(int(code_of(code_id=newest().pk)) + 1) % 10**6:06d}"


@pytest.mark.parametrize("typed", [PHONE, "139 8580 0009", "+86 139-8580-0009", "１３９８５８００００９"])
def test_the_code_that_was_sent_opens_her_pages(helper, outbox, typed) -> None:
    answer = ask(typed)
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/code")
    carried()
    [message] = outbox
    assert message["to"] == PHONE
    digits = code_of(code_id=newest().pk)
    assert digits in message["body"]
    came = type_in(answer.client, digits)
    assert (came.status_code, came["Location"]) == (303, "/places")
    assert answer.client.get("/me/").status_code == 200


def test_who_asked_for_a_page_gets_it_afterwards(helper) -> None:
    answer = ask(next="/me/passbook")
    assert answer["Location"] == "/sign-in/code?next=%2Fme%2Fpassbook"
    came = type_in(answer.client, code_of(code_id=newest().pk), next="/me/passbook")
    assert came["Location"] == "/me/passbook"


def test_a_known_and_an_unknown_number_are_answered_alike_and_only_one_is_written_to(helper, outbox) -> None:
    pages = []
    for number in (PHONE, "13985800010"):
        answer = ask(number)
        page = main_words(answer.client.get(answer["Location"])).replace(number[-4:], "0000")
        refused = main_words(type_in(answer.client, wrong_code())).replace(number[-4:], "0000")
        pages.append((answer.status_code, answer["Location"], page, refused))
    assert pages[0] == pages[1]
    carried()
    assert [message["to"] for message in outbox] == [PHONE]


def test_the_right_code_of_a_number_that_nobody_has_opens_nothing(town) -> None:
    answer = ask("13985800010")
    assert "验证码不对" in main_words(type_in(answer.client, code_of(code_id=newest().pk)))


def test_a_code_works_once(helper) -> None:
    first = ask()
    digits = code_of(code_id=newest().pk)
    other = Client()
    session = other.session
    session["code-sent"] = str(newest().pk)
    session.save()
    other.cookies["sessionid"] = session.session_key
    assert type_in(first.client, digits).status_code == 303
    assert type_in(other, digits)["Location"].startswith("/sign-in/phone")


def test_a_code_lives_ten_minutes(town, helper) -> None:
    answer = ask()
    with time_machine.travel(town.now + timedelta(minutes=9, seconds=59), tick=False):
        assert type_in(answer.client, wrong_code()).status_code == 200
    with time_machine.travel(town.now + timedelta(minutes=10), tick=False):
        assert type_in(answer.client, code_of(code_id=newest().pk))["Location"].startswith("/sign-in/phone")


def test_after_five_wrong_codes_the_right_one_is_refused_too_with_the_same_words(town, helper) -> None:
    answer = ask()
    said = {main_words(type_in(answer.client, wrong_code())) for _time in range(5)}
    said.add(main_words(type_in(answer.client, code_of(code_id=newest().pk))))
    assert len(said) == 1


def test_another_code_waits_a_minute_and_voids_the_first(town, helper) -> None:
    answer = ask()
    first = code_of(code_id=newest().pk)
    again = {**fresh_token(), "again": "sms"}
    assert "刚刚发过。请等 60 秒" in main_words(answer.client.post("/sign-in/code", again)).replace("61", "60")
    with time_machine.travel(town.now + timedelta(seconds=61), tick=False):
        assert answer.client.post("/sign-in/code", {**again, **fresh_token()}).status_code == 303
        assert OneTimeCode.objects.count() == 2
        if first != code_of(code_id=newest().pk):
            assert type_in(answer.client, first).status_code == 200
        assert type_in(answer.client, code_of(code_id=newest().pk)).status_code == 303


def test_the_same_press_twice_sends_one_code(helper) -> None:
    token = fresh_token()
    browser = Client()
    for _time in range(2):
        assert browser.post("/sign-in/phone", {**token, "phone": PHONE}).status_code == 303
    assert OneTimeCode.objects.count() == 1


def test_the_code_can_be_read_out_by_a_call(town, helper, outbox) -> None:
    answer = ask()
    with time_machine.travel(town.now + timedelta(seconds=61), tick=False):
        answer.client.post("/sign-in/code", {**fresh_token(), "again": "voice"})
        carried()
        assert " ".join(code_of(code_id=newest().pk)) in outbox[-1]["body"]
        assert "电话打来" in main_words(answer.client.get("/sign-in/code"))


def test_a_number_gets_five_codes_an_hour(town, helper) -> None:
    for minute in range(6):
        with time_machine.travel(town.now + timedelta(minutes=2 * minute), tick=False):
            answer = ask()
    assert "发得太多了" in main_words(answer)
    assert OneTimeCode.objects.count() == 5
    with time_machine.travel(town.now + timedelta(hours=2), tick=False):
        assert ask().status_code == 303


def test_an_address_gets_forty(town) -> None:
    answers = [ask(f"139858{number:05d}").status_code for number in range(42)]
    assert answers == [303] * 40 + [200] * 2


def test_who_shares_a_telephone_says_who_she_is(town, helper) -> None:
    town.person("李二", phone=PHONE)
    answer = ask()
    assert type_in(answer.client, code_of(code_id=newest().pk))["Location"] == "/sign-in/who"
    page = answer.client.get("/sign-in/who")
    assert "李志愿" in main_words(page)
    assert "李二" in main_words(page)
    stranger = town.person("张三", phone="13985800011")
    assert answer.client.post("/sign-in/who", {**fresh_token(), "who": str(stranger.pk)}).status_code == 200
    assert answer.client.get("/me/").status_code == 303
    assert answer.client.post("/sign-in/who", {**fresh_token(), "who": str(helper.pk)})["Location"] == "/places"
    assert answer.client.get("/me/").status_code == 200


def test_the_number_kept_for_an_old_person_without_a_telephone_is_not_hers(town, outbox) -> None:
    elder = town.elder("王秀英", phone=PHONE)
    Elder.objects.filter(pk=elder.pk).update(has_phone=False)
    ask()
    carried()
    assert outbox == []
    Elder.objects.filter(pk=elder.pk).update(has_phone=True)
    carried()
    assert [message["to"] for message in outbox] == [PHONE]


def test_the_code_stands_in_no_table_and_on_no_page_but_the_demos(helper, settings) -> None:
    answer = ask()
    digits = code_of(code_id=newest().pk)
    stored = str(list(OneTimeCode.objects.values())) + str(list(DBTaskResult.objects.values()))
    assert digits not in stored
    assert PHONE not in stored
    assert digits not in main_words(answer.client.get("/sign-in/code"))
    settings.DEMO = True
    assert digits in main_words(answer.client.get("/sign-in/code"))


def test_without_a_number_there_is_no_code_page(town) -> None:
    assert Client().get("/sign-in/code")["Location"] == reverse("public:sign-in-phone")


def test_the_account_can_be_named_by_its_telephone(helper) -> None:
    helper.login.set_password("a-long-password-1")
    helper.login.save()
    sent = {**fresh_token(), "username": "139 8580 0009", "password": "a-long-password-1"}
    assert Client().post("/sign-in/account", sent)["Location"] == "/places"
    assert signed_in(helper).get("/me/").status_code == 200
