"""A need of every week by keyboard, and the same at the desk."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import Series
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, queries_of, words_of
from tests.support.town import Town


@pytest.fixture
def clerk(town: Town) -> Client:
    return browser_of(town.clerk())


def typed(clerk: Client, elder: Person, when: str) -> HttpResponse:
    said = {"token": str(new_id()), "service": "1", "when": when, "minutes": "", "note": "", "payer": ""}
    return clerk.post(f"/hotline/elders/{elder.pk}/", said)


def set_down(clerk: Client, elder: Person, when: str) -> Series:
    page = typed(clerk, elder, when).headers["Location"]
    done = clerk.post(page, {"token": new_id()})
    series = Series.objects.get(elder=elder)
    assert done.headers["Location"] == f"/desk/series/{series.id}/"
    return series


def test_a_clerk_types_it_and_reads_it_back(town: Town, clerk: Client) -> None:
    elder = town.elder("张桂兰", phone="13800000001")
    answer = typed(clerk, elder, "每周二 9 到春节")
    said = words_of(clerk.get(answer.headers["Location"]))
    for words in (
        "您是文化路社区的张桂兰，对吗？",
        "每周二 上午 9 点都来。",
        "头几次是 11月3日 星期二、11月10日 星期二、11月17日 星期二。",
        "到 2027年2月5日 星期五为止。",
        "国家放假的日子不来。",
        "先用您有的时间，不够由社区出。",
    ):
        assert words in said, words
    series = set_down(clerk, elder, "每周二 9 到春节")
    assert (series.state, series.weekdays, series.last_day) == ("active", [2], date(2027, 2, 5))
    assert (series.channel, Need.objects.filter(state="open").count()) == ("phone", 2)


def test_what_is_not_understood_is_said_beside_the_field(town: Town, clerk: Client) -> None:
    answer = typed(clerk, town.elder(phone="13800000001"), "每周 9点")
    assert answer.status_code == 200
    assert "请写清楚星期几" in words_of(answer)


def press(desk: Client, page: str, act: str, **said: str) -> int:
    return desk.post(page, {"token": str(new_id()), "act": act, **said}).status_code


def test_the_desk_changes_pauses_resumes_and_ends(town: Town, clerk: Client) -> None:
    elder = town.elder("张桂兰", phone="13800000001")
    series, desk = set_down(clerk, elder, "每周二 9 10次"), browser_of(town.coordinator())
    page = f"/desk/series/{series.id}/"
    assert "张桂兰" in words_of(desk.get("/desk/series/"))
    refused = desk.post(page, {"token": str(new_id()), "act": "change", "when": "每周", "minutes": "60"})
    assert "请写清楚星期几" in words_of(refused)
    assert press(desk, page, "change", when="每周四 14点", minutes="90") == 303
    series.refresh_from_db()
    assert (series.weekdays, series.start_minute, series.planned_minutes) == ([4], 840, 90)
    assert press(desk, page, "pause", resumes_on="2026-11-20") == 303
    assert "停着" in words_of(desk.get(page))
    assert press(desk, page, "resume") == 303
    assert press(desk, page, "end") == 200, "why?"
    assert press(desk, page, "end", why="住到女儿家") == 303
    assert press(desk, page, "nonsense") == 200
    assert "住到女儿家" in words_of(desk.get("/desk/series/?state=ended"))
    assert not Need.objects.filter(state="open").exists()


def test_what_an_old_person_asked_waits_for_the_desk(town: Town, clerk: Client) -> None:
    elder = town.elder("张桂兰", phone="13800000001")
    series = set_down(clerk, elder, "每周二 9")
    Series.objects.filter(id=series.id).update(state="submitted")
    desk, page = browser_of(town.coordinator()), f"/desk/series/{series.id}/"
    assert "能不能每周都办？" in words_of(desk.get(page))
    assert press(desk, page, "refuse") == 200, "why?"
    assert press(desk, page, "approve") == 303
    assert Series.objects.get().state == "active"


def test_three_series_take_as_many_queries_as_one(town: Town, clerk: Client) -> None:
    set_down(clerk, town.elder("甲", phone="13800000001"), "每周二 9")
    desk = browser_of(town.coordinator())
    one = queries_of(desk, "/desk/series/")
    for name, phone in (("乙", "13800000002"), ("丙", "13800000003")):
        series = set_down(clerk, town.elder(name, phone=phone), "每周二 9")
    assert queries_of(desk, "/desk/series/") == one
    page = f"/desk/series/{series.id}/"
    few = queries_of(desk, page)
    assert press(desk, page, "change", when="每天 15点", minutes="60") == 303
    queries_of(desk, page)
    assert queries_of(desk, page) == few
