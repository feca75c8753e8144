from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.usecases.certify_visit import certify_visit
from tests.support.pages import fresh_token, main_words, queries_of, signed_in


def here(visit: Visit, end: str = "") -> str:
    return f"/elder/arrangements/{visit.need_id}{f'/{visit.id}/{end}' if end else ''}"


def test_nothing_arranged_is_drawn_and_says_what_to_do(browser: Client) -> None:
    page = browser.get("/elder/arrangements")
    assert "现在没有安排" in main_words(page)
    assert 'class="scene' in page.content.decode()
    assert "以前还没有请过人" in main_words(browser.get("/elder/arrangements?past=1"))


def test_coming_and_past_arrangements_are_apart(town, wang, browser: Client) -> None:
    town.confirmed(wang, town.volunteer("李从前"), starts_at=town.now + timedelta(hours=3))
    town.taken(wang, town.volunteer("吴以后"))
    with time_machine.travel(town.now + timedelta(hours=8), tick=False):
        coming = main_words(browser.get("/elder/arrangements"))
        past = main_words(browser.get("/elder/arrangements?past=1"))
    assert ("吴以后" in coming, "李从前" in coming) == (True, False)
    assert ("吴以后" in past, "李从前" in past) == (False, True)


def test_three_on_a_page_then_the_next(town, wang, browser: Client) -> None:
    clerk = town.clerk()
    for days in range(2, 6):
        town.need(wang, clerk=clerk, starts_at=town.now + timedelta(days=days))
    first, second = (browser.get(f"/elder/arrangements?page={page}") for page in (1, 2))
    assert first.content.decode().count("big-choice-title") == 3
    assert second.content.decode().count("big-choice-title") == 1


@pytest.mark.parametrize(
    "address", ["/elder/arrangements", "/elder/arrangements?past=1", "/elder/time", "/elder/messages"]
)
def test_three_rows_cost_no_more_queries_than_one(town, wang, browser: Client, address: str) -> None:
    clerk, certifier = town.clerk(), town.certifier()

    def one_more(number: int) -> None:
        soon = town.now + timedelta(minutes=number)
        visit = town.confirmed(wang, town.volunteer(f"旧人{number}"), clerk=clerk, starts_at=soon + timedelta(hours=3))
        certify_visit(actor=certifier, visit_id=visit.id, now=soon + timedelta(hours=5))
        town.taken(wang, town.volunteer(f"新人{number}"), clerk=clerk, starts_at=soon + timedelta(days=2))

    one_more(1)
    with time_machine.travel(town.now + timedelta(hours=8), tick=False):
        cost = queries_of(browser, address)
    one_more(100)
    one_more(200)
    with time_machine.travel(town.now + timedelta(hours=8), tick=False):
        assert queries_of(browser, address) == cost


def test_who_comes_when_and_the_code_to_say(town, wang, browser: Client) -> None:
    visit = town.taken(wang, town.volunteer())
    need = Need.objects.get(site_id=visit.site_id, id=visit.need_id)
    page = browser.get(here(visit))
    said = main_words(page)
    assert "李志愿 会来帮忙" in said
    assert " ".join(need.code) in said
    assert 'href="tel:0858-6000000"' in page.content.decode()


def test_no_code_before_somebody_comes_nor_afterwards(town, wang, browser: Client) -> None:
    need = town.need(wang)
    assert "门口的暗号" not in main_words(browser.get(f"/elder/arrangements/{need.id}"))
    visit = town.served(wang, town.volunteer())
    assert "门口的暗号" not in main_words(browser.get(here(visit)))


@pytest.mark.parametrize("end", ["", "came", "not-came", "said"])
def test_somebody_elses_arrangement_is_not_found(town, browser: Client, end: str) -> None:
    other = town.elder("别人")
    visit = town.served(other, town.volunteer())
    assert browser.get(here(visit, end)).status_code == 404
    assert signed_in(other).get(here(visit)).status_code == 200


def test_what_does_not_exist_is_not_found(browser: Client) -> None:
    assert browser.get(f"/elder/arrangements/{uuid4()}").status_code == 404


def test_a_visit_of_another_need_is_not_found(town, wang, browser: Client) -> None:
    one, other = town.served(wang, town.volunteer()), town.served(wang, town.volunteer("吴"))
    assert browser.get(f"/elder/arrangements/{one.need_id}/{other.id}/came").status_code == 404


def test_calling_off_asks_first_and_gives_the_time_back(town, wang, browser: Client) -> None:
    visit = town.taken(wang, town.volunteer())
    held = town.savings(wang).time_held
    page = browser.get(f"{here(visit)}/cancel")
    assert "我们会告诉来的人" in main_words(page)
    assert town.savings(wang).time_held == held == 60
    answer = browser.post(f"{here(visit)}/cancel", fresh_token())
    assert (answer.status_code, answer["Location"]) == (303, here(visit))
    assert Need.objects.get().state == NeedState.CANCELLED
    assert town.savings(wang).time_held == 0
    assert "已经取消了" in main_words(browser.get(here(visit)))


def test_calling_off_twice_is_calling_off_once(town, wang, browser: Client) -> None:
    need = town.need(wang)
    for _time in range(2):
        assert browser.post(f"/elder/arrangements/{need.id}/cancel", fresh_token()).status_code == 303
    assert [one.action for one in story_of(subjects=[need.id])].count("need.cancelled") == 1


def test_what_has_begun_can_no_longer_be_called_off(town, wang, browser: Client) -> None:
    visit = town.served(wang, town.volunteer())
    assert browser.get(f"{here(visit)}/cancel").status_code == 303
    answer = browser.post(f"{here(visit)}/cancel", fresh_token())
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert Visit.objects.get().state == VisitState.SERVED


@pytest.mark.parametrize("face", ["happy", "fine", "sad"])
def test_she_says_that_the_helper_came_and_how_it_was(town, wang, browser: Client, face: str) -> None:
    visit = town.served(wang, town.volunteer())
    assert "来了" in main_words(browser.get(here(visit)))
    answer = browser.post(here(visit, "came"), {**fresh_token(), "face": face})
    assert (answer.status_code, answer["Location"]) == (303, here(visit, "said"))
    said = Visit.objects.get()
    assert (said.state, said.came, said.face, said.confirmed_by) == (VisitState.CONFIRMED, True, face, wang.pk)
    assert "记下了，谢谢您" in main_words(browser.get(here(visit, "said")))
    assert ("哪里不好" in main_words(browser.get(here(visit, "said")))) is (face == "sad")


def test_she_says_that_nobody_came_after_being_asked_once_more(town, wang, browser: Client) -> None:
    visit = town.served(wang, town.volunteer())
    assert "真的没人来？" in main_words(browser.get(here(visit, "not-came")))
    assert Visit.objects.get().state == VisitState.SERVED
    assert browser.post(here(visit, "not-came"), fresh_token()).status_code == 303
    assert (Visit.objects.get().state, Visit.objects.get().came) == (VisitState.DISPUTED, False)
    assert "社区会打电话问清楚" in main_words(browser.get(here(visit, "said")))


def test_saying_it_twice_is_saying_it_once(town, wang, browser: Client) -> None:
    visit = town.served(wang, town.volunteer())
    for _time in range(2):
        assert browser.post(here(visit, "came"), {**fresh_token(), "face": "happy"}).status_code == 303
    assert [one.action for one in story_of(subjects=[visit.id])].count("visit.confirmed") == 1


def test_before_the_helper_is_done_there_is_nothing_to_say(town, wang, browser: Client) -> None:
    visit = town.taken(wang, town.volunteer())
    assert "来了没有" not in main_words(browser.get(here(visit)))
    for end in ("came", "not-came"):
        assert browser.get(here(visit, end)).status_code == 303


def test_my_time_is_said_in_words_with_its_lines(town, wang, browser: Client) -> None:
    visit = town.confirmed(wang, town.volunteer())
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    town.need(wang)
    said = main_words(browser.get("/elder/time"))
    assert "现在可以用 8 小时 另有 1 小时 已经约好。" in said
    assert "用掉 1 小时 陪伴聊天" in said
    assert "存进 10 小时 老存折转入" in said


def test_no_time_yet_says_that_help_comes_all_the_same(town) -> None:
    said = main_words(signed_in(town.elder("杨德昌")).get("/elder/time"))
    assert "没有时间，也可以请人。" in said
    assert "还没有记过时间" in said


def test_older_lines_follow_on_the_next_page(town, browser: Client, wang) -> None:
    for _line in range(11):
        town.give(wang, 60)
    first = browser.get("/elder/time")
    assert first.content.decode().count("time-line-amount") == 10
    older = browser.get("/elder/time?before=3")
    assert older.content.decode().count("time-line-amount") == 2
    assert browser.get("/elder/time?before=x").status_code == 200
