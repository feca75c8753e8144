from datetime import timedelta

import pytest
from django.test import Client

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Channel, NeedState, VisitState
from nuanliu.domain.people.models import Proxy
from nuanliu.usecases.act_for_parent import take_back_proxy
from tests.support.pages import big_choices, choice, fresh_token, main_words, queries_of, signed_in, token_in

PAGES = ["", "ask", "ask/day?what=S101", "arrangements", "arrangements?past=1", "time"]


def test_the_parents_who_agreed_and_in_what(town, wang, son, browser: Client) -> None:
    other = town.elder("杨德昌")
    town.proxy(other, son, ["see"])
    town.elder("没同意的人")
    said = main_words(browser.get("/family/"))
    assert "王秀英 文化路社区 同意我替办：请人帮忙、看安排和时间、说来了没来" in said
    assert "杨德昌 文化路社区 同意我替办：看安排和时间" in said
    assert "没同意的人" not in said


def test_without_an_agreement_the_page_says_how_to_get_one(town) -> None:
    assert "现在没有家人请您替办" in main_words(signed_in(town.person("张三")).get("/family/"))


def test_three_parents_cost_no_more_queries_than_one(town, wang, son, browser: Client) -> None:
    cost = queries_of(browser, "/family/")
    for name in ("杨德昌", "周老伯"):
        town.proxy(town.elder(name), son, ["see"])
    assert queries_of(browser, "/family/") == cost
    assert len(big_choices(browser.get("/family/"))) == 3


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_who_acts_for_whom(wang, browser: Client, page: str) -> None:
    answer = browser.get(f"/family/{wang.pk}/{page}")
    assert answer.status_code == 200
    assert "王建国 替 王秀英 办" in main_words(answer)
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_parent_is_not_found(town, wang, browser: Client, page: str) -> None:
    other = town.elder("别人")
    assert browser.get(f"/family/{other.pk}/{page}").status_code == 404
    assert signed_in(wang).get(f"/family/{wang.pk}/{page}").status_code == 404
    assert Client().get(f"/family/{wang.pk}/{page}").status_code == 303


@pytest.mark.parametrize(
    ("powers", "page", "status"),
    [
        (["see"], "ask", 404),
        (["ask"], "ask", 200),
        (["ask"], "arrangements", 404),
        (["see"], "arrangements", 200),
        (["ask", "confirm"], "time", 404),
        (["see"], "time", 200),
    ],
)
def test_each_power_opens_its_own_pages(town, wang, powers: list[str], page: str, status: int) -> None:
    daughter = town.person("王建英")
    town.proxy(wang, daughter, powers)
    assert signed_in(daughter).get(f"/family/{wang.pk}/{page}").status_code == status


def test_asking_for_a_parent_by_pressing(wang, son, browser: Client) -> None:
    page = browser.get("/family/")
    for text in ("王秀英", "请人去帮忙", "陪我说话解闷", "陪我说说话", "后天", "下午", "下午 3 点", "没有，不用说"):
        page = browser.get(choice(page, text), follow=True)
    check = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    answer = browser.post(check, {"token": token_in(page)})
    assert answer.status_code == 303
    need = Need.objects.get()
    assert (need.elder_id, need.placed_by, need.channel) == (wang.pk, son.pk, Channel.FAMILY)
    assert "已经告诉社区了" in main_words(browser.get(answer["Location"]))
    placed = story_of(subjects=[need.id])[0]
    assert (placed.actor_id, placed.on_behalf_of) == (son.pk, wang.pk)


def test_who_may_ask_but_not_see_still_reads_that_it_is_done(town, wang) -> None:
    daughter = town.person("王建英")
    town.proxy(wang, daughter, ["ask"])
    browser = signed_in(daughter)
    check = f"/family/{wang.pk}/ask/check?what=S101&day=2026-11-04&part=morning&hour=9&word=none"
    answer = browser.post(check, {"token": token_in(browser.get(check))})
    said = main_words(browser.get(answer["Location"]))
    assert "已经告诉社区了" in said
    assert "11月4日" not in said


def test_saying_for_a_parent_that_the_helper_came(town, wang, son, browser: Client) -> None:
    visit = town.served(wang, town.volunteer())
    address = f"/family/{wang.pk}/arrangements/{visit.need_id}/{visit.id}/came"
    assert browser.post(address, {**fresh_token(), "face": "fine"}).status_code == 303
    said = Visit.objects.get()
    assert (said.state, said.face, said.confirmed_by) == (VisitState.CONFIRMED, "fine", son.pk)
    confirmed = [one for one in story_of(subjects=[visit.id]) if one.action == "visit.confirmed"]
    assert [(one.actor_id, one.on_behalf_of) for one in confirmed] == [(son.pk, wang.pk)]


def test_without_the_power_nothing_can_be_said(town, wang) -> None:
    daughter = town.person("王建英")
    town.proxy(wang, daughter, ["ask", "see"])
    browser = signed_in(daughter)
    visit = town.served(wang, town.volunteer())
    need = f"/family/{wang.pk}/arrangements/{visit.need_id}"
    assert "李志愿 来了没有？" not in main_words(browser.get(need))
    for end in ("came", "not-came", "said"):
        assert browser.post(f"{need}/{visit.id}/{end}", fresh_token()).status_code == 404
    assert Visit.objects.get().state == VisitState.SERVED


def test_calling_off_for_a_parent(town, wang, browser: Client) -> None:
    need = town.need(wang)
    assert browser.post(f"/family/{wang.pk}/arrangements/{need.id}/cancel", fresh_token()).status_code == 303
    assert Need.objects.get().state == NeedState.CANCELLED


def test_seeing_alone_does_not_let_one_call_off(town, wang) -> None:
    daughter = town.person("王建英")
    town.proxy(wang, daughter, ["see"])
    need = town.need(wang)
    address = f"/family/{wang.pk}/arrangements/{need.id}"
    browser = signed_in(daughter)
    assert "不要来了" not in main_words(browser.get(address))
    assert browser.post(f"{address}/cancel", fresh_token()).status_code == 404
    assert Need.objects.get().state == NeedState.OPEN


def test_once_withdrawn_every_door_is_shut_at_once(town, wang, browser: Client) -> None:
    need = town.need(wang)
    address = f"/family/{wang.pk}/arrangements/{need.id}"
    assert browser.get(address).status_code == 200
    take_back_proxy(actor=town.actor(wang), proxy_id=Proxy.objects.get().pk, now=town.now)
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}/cancel", fresh_token()).status_code == 404
    assert "现在没有家人请您替办" in main_words(browser.get("/family/"))


def test_a_parents_need_is_not_found_under_another_parent(town, wang, son, browser: Client) -> None:
    other = town.elder("杨德昌")
    town.proxy(other, son, ["see"])
    need = town.need(other)
    assert browser.get(f"/family/{other.pk}/arrangements/{need.id}").status_code == 200
    assert browser.get(f"/family/{wang.pk}/arrangements/{need.id}").status_code == 404


def test_what_comes_next_and_what_waits_for_a_word(town, wang, browser: Client) -> None:
    town.taken(wang, town.volunteer("吴小梅"))
    town.served(wang, town.volunteer("李志远"), starts_at=town.now + timedelta(hours=3))
    said = main_words(browser.get(f"/family/{wang.pk}/"))
    assert "李志远 来了没有？" in said
    assert "李志远" in said
