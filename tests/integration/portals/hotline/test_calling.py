"""The clerk's day on her pages: the queue, one call, a note, a need that stands already, and closing."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.types import CallState
from nuanliu.domain.notices.models import Delivery
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, queries_of, words_of
from tests.support.pdf_reading import text_of
from tests.support.town import Town

CALLBACKS = "/hotline/callbacks/"


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk("王接线"))


@pytest.fixture
def colleague(town: Town) -> Client:
    return browser_of(town.clerk("李接线"))


def send(client: Client, name: str, *args: object, **fields: object):
    return client.post(reverse(name, args=args), {"token": str(new_id()), **fields})


def noted(town: Town, client: Client, number: str = "139 0000 0001", words: str = "问明天谁来") -> Call:
    said = {"number": number, "kind": "missed", "words": words, "site": str(town.site.pk)}
    assert send(client, "hotline:callbacks", **said).status_code == 303
    return Call.objects.latest("heard_at", "tried_at")


def test_the_queue_is_worked_by_two_without_meeting(town: Town, client: Client, colleague: Client) -> None:
    call = noted(town, client)
    page = words_of(client.get(CALLBACKS))
    assert "139****0001" in page
    assert "问明天谁来" in page
    taken = send(client, "hotline:callback-next")
    assert taken.headers["Location"] == reverse("hotline:callback", args=[call.pk])
    assert "13900000001" in words_of(client.get(taken.headers["Location"]))
    theirs = words_of(colleague.get(CALLBACKS))
    assert "王接线正在打，到" in theirs
    assert "13900000001" not in words_of(colleague.get(taken.headers["Location"]))
    assert "王接线正在打这个电话" in words_of(send(colleague, "hotline:callback-take", call.pk))
    assert send(colleague, "hotline:callback-next").headers["Location"] == CALLBACKS
    assert send(client, "hotline:callback", call.pk, reached="talked").status_code == 303
    assert "没有要回的电话" in words_of(colleague.get(CALLBACKS))


def test_a_wrong_answer_is_said_and_nothing_typed_is_lost(town: Town, client: Client) -> None:
    page = send(client, "hotline:callbacks", number="12", kind="missed", words="谁", site=str(town.site.pk))
    assert "电话号码不对" in words_of(page)
    assert 'value="谁"' in page.content.decode()
    assert not Call.objects.exists()


def test_what_was_said_stands_on_the_callers_page(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    assert "还没有。" in words_of(client.get(reverse("hotline:elder", args=[elder.pk])))
    assert "请填写：说了什么" in words_of(send(client, "hotline:note", elder.pk, words=" "))
    assert send(client, "hotline:note", elder.pk, words="要换个时间").status_code == 303
    assert "要换个时间" in words_of(client.get(reverse("hotline:elder", args=[elder.pk])))
    assert Call.objects.get().state == CallState.DONE


def test_a_person_on_the_sheet_is_one_clerks(town: Town, client: Client, colleague: Client) -> None:
    elder = town.elder("张桂兰")
    town.need(elder)
    assert send(client, "hotline:take", elder.pk).status_code == 303
    theirs = words_of(colleague.get("/hotline/calls/"))
    assert "王接线正在打，到" in theirs
    assert "说清楚了" not in theirs
    assert "说清楚了" in words_of(client.get("/hotline/calls/"))
    assert "王接线正在打这个电话" in words_of(send(colleague, "hotline:take", elder.pk))


def typed(town: Town, client: Client, elder: object, when: str = "11月4日 10点") -> str:
    said = {"service": "S101", "when": when}
    answer = send(client, "hotline:elder", elder.pk, **said)
    assert answer.status_code == 303, words_of(answer)
    return answer.headers["Location"]


def token_of(address: str) -> str:
    return address.rstrip("/").split("/")[-1]


def test_the_same_need_is_said_before_it_is_placed_and_may_be_placed(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    town.need(elder)
    address = typed(town, client, elder)
    (twin,) = Need.objects.all()
    page = client.get(address)
    assert f"已经有一个一样的：第 {twin.number} 号" in words_of(page)
    assert f'name="seen" value="{twin.id}"' in page.content.decode()
    assert client.post(address, {"token": token_of(address), "seen": str(twin.id)}).status_code == 303
    assert Need.objects.count() == 2


def test_another_service_or_hour_is_no_duplicate(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    town.need(elder)
    assert "已经有一个一样的" not in words_of(client.get(typed(town, client, elder, "11月4日 19点")))


def test_what_a_colleague_placed_meanwhile_is_shown_first(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    address = typed(town, client, elder)
    town.need(elder)
    again = client.post(address, {"token": token_of(address)}, follow=True)
    assert "同事刚记了一样的" in words_of(again)
    assert Need.objects.count() == 1
    seen = str(Need.objects.get().id)
    for _twice in range(2):
        assert client.post(address, {"token": token_of(address), "seen": seen}).status_code == 303
    assert Need.objects.count() == 2


def test_the_day_is_closed_and_the_morning_begins_with_it(town: Town, client: Client, colleague: Client) -> None:
    town.need(town.elder("张桂兰"))
    noted(town, client)
    assert client.get("/hotline/closing/").headers["Location"] == reverse("hotline:closing", args=[town.site.pk])
    page = words_of(client.get(reverse("hotline:closing", args=[town.site.pk])))
    assert "电话单上没打 1" in page
    assert "没回的电话 1" in page
    assert send(client, "hotline:closing", town.site.pk, words="先打给张桂兰").status_code == 303
    closed = words_of(colleague.get(reverse("hotline:closing", args=[town.site.pk])))
    assert "王接线" in closed
    assert "先打给张桂兰" in closed
    Closing.objects.update(day="2026-11-01")
    assert "先打给张桂兰" in words_of(colleague.get("/hotline/calls/"))
    assert send(colleague, "hotline:closing-read", Closing.objects.get().pk).status_code == 303
    assert "先打给张桂兰" not in words_of(colleague.get("/hotline/calls/"))


def test_a_clerk_of_the_city_chooses_the_site(town: Town) -> None:
    city = browser_of(town.staff(Role.HOTLINE, "市里的", node=town.city))
    assert town.other_site.name in words_of(city.get("/hotline/closing/"))


def test_a_long_queue_takes_as_many_queries_as_a_short_one(town: Town, client: Client) -> None:
    noted(town, client)
    one = queries_of(client, CALLBACKS), queries_of(client, reverse("hotline:closing", args=[town.site.pk]))
    for number in (2, 3):
        noted(town, client, f"1390000000{number}")
    assert one == (queries_of(client, CALLBACKS), queries_of(client, reverse("hotline:closing", args=[town.site.pk])))


def test_the_desk_sees_what_arrived_and_never_the_four_digits(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰", phone="13900000001")
    visit = town.taken(elder, town.volunteer("李志愿"))
    Delivery.objects.filter(channel="voice").update(state="failed")
    page = words_of(client.get(reverse("hotline:told", args=[elder.pk])))
    assert "语音电话：没送到" in page
    assert "••••" in page
    assert visit.need.code not in page


def test_the_morning_is_one_paper(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    visit = town.taken(town.elder("王秀英", phone="13900000009"), town.volunteer("李志愿"))
    Visit.objects.filter(id=visit.id).update(state="serving")
    noted(town, client)
    send(client, "hotline:closing", town.site.pk, words="先打给张桂兰")
    Closing.objects.update(day="2026-11-01")
    with time_machine.travel(visit.need.starts_at, tick=False):
        morning = browser_of(town.clerk("赵接线"))
        answer = morning.get(reverse("hotline:morning", args=[town.site.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(b"".join(answer)).replace("\n", "")
    for words in ("先打给张桂兰", "王秀英", "李志愿", "139****0001"):
        assert words in text
    assert "13900000009" not in text
