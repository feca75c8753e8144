from datetime import timedelta

import pytest
from django.test import Client

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import Channel, NeedState, Payer
from nuanliu.platform.clock import at
from nuanliu.portals.arranging.choices import MOST
from nuanliu.usecases.review_need import review_need
from tests.support.pages import big_choices, choice, fresh_token, main_words, signed_in, token_in

ANSWERED = "what=S201&day=2026-11-04&part=morning&hour=9&word=none&start=01a20ab3-0000-7000-8000-000000000001"
CHECK = f"/elder/ask/check?{ANSWERED}"


def press(browser: Client, page, text: str):
    """The page behind a big choice, over the pages that only pass on."""
    answer = browser.get(choice(page, text), follow=True)
    assert answer.status_code == 200
    assert len(big_choices(answer)) <= MOST
    return answer


def test_from_the_first_button_to_the_promise_by_pressing(browser: Client, wang) -> None:
    page = browser.get("/elder/")
    for text in ("我要人来帮忙", "买东西、办事情", "帮我买菜买药", "后天", "上午", "上午 9 点", "敲门请大声一点"):
        page = press(browser, page, text)
    assert "请看一看，对不对" in main_words(page)
    address = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    done = browser.post(address, {"token": token_in(page)})
    assert done.status_code == 303
    need = Need.objects.get()
    assert (need.elder_id, need.service.code, need.starts_at) == (wang.pk, "S201", at(need.starts_at.date(), 9))
    assert (need.state, need.channel, need.payer, need.planned_minutes) == (
        NeedState.SUBMITTED,
        Channel.SELF,
        Payer.OWN_TIME,
        60,
    )
    assert need.note == "敲门请大声一点"
    promise = main_words(browser.get(done["Location"]))
    assert "最晚明天 11月3日 星期二，社区给答复。" in promise
    assert "0858-6000000 会打来" in promise


def test_what_she_had_before_takes_four_presses(town, wang, browser: Client) -> None:
    town.confirmed(wang, town.volunteer(), starts_at=at(town.now.date() + timedelta(days=1), 10))
    page = press(browser, browser.get("/elder/"), "我要人来帮忙")
    assert big_choices(page)[0][0].startswith("和上次一样")
    page = press(browser, page, "和上次一样")
    page = press(browser, page, "后天")
    done = browser.post(f"/elder/ask/check?{page.request['QUERY_STRING']}", {"token": token_in(page)})
    assert done.status_code == 303
    need = Need.objects.filter(state=NeedState.SUBMITTED).get()
    assert (need.service.code, need.starts_at) == ("S101", at(town.now.date() + timedelta(days=2), 10))


def test_without_an_earlier_visit_there_is_no_same_again(browser: Client) -> None:
    assert "和上次一样" not in main_words(browser.get("/elder/ask"))


def test_pressing_twice_or_going_back_and_pressing_again_asks_once(browser: Client) -> None:
    first = browser.post(CHECK, {"token": token_in(browser.get(CHECK))})
    again = browser.post(CHECK, {"token": token_in(browser.get(CHECK))})
    assert first["Location"] == again["Location"]
    assert Need.objects.count() == 1


def test_a_changed_answer_is_another_need(browser: Client) -> None:
    browser.post(CHECK, {"token": token_in(browser.get(CHECK))})
    later = CHECK.replace("hour=9", "hour=10")
    browser.post(later, {"token": token_in(browser.get(later))})
    assert Need.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "next_page"),
    [
        ("", "/elder/ask"),
        ("what=NOPE", "/elder/ask"),
        ("what=S201", "/elder/ask/day"),
        ("what=S201&day=2020-01-01", "/elder/ask/day"),
        ("what=S201&day=2026-11-04", "/elder/ask/part"),
        ("what=S201&day=2026-11-04&hour=3", "/elder/ask/part"),
        ("what=S201&day=2026-11-04&part=morning", "/elder/ask/hour"),
        ("what=S201&day=2026-11-04&hour=9", "/elder/ask/word"),
        ("what=S201&day=2026-11-04&hour=9&word=own", "/elder/ask/note"),
    ],
)
def test_the_check_page_sends_back_to_the_first_open_question(browser: Client, query: str, next_page: str) -> None:
    answer = browser.get(f"/elder/ask/check?{query}")
    assert answer.status_code == 303
    assert answer["Location"].split("?")[0] == next_page


def test_an_hour_that_is_too_soon_is_never_offered(browser: Client) -> None:
    page = browser.get("/elder/ask/part?what=S201&day=2026-11-03")
    assert [said.split()[0] for said, _href in big_choices(page)] == ["上午", "下午"]
    page = browser.get("/elder/ask/hour?what=S201&day=2026-11-03&part=morning")
    assert [said for said, _href in big_choices(page)] == ["上午 9 点", "上午 10 点", "上午 11 点"]


def test_answers_survive_when_another_question_is_opened_again(browser: Client) -> None:
    page = browser.get(f"/elder/ask/length?{ANSWERED}")
    page = press(browser, page, "1 小时 30 分")
    said = main_words(page)
    assert "上午 9 点到 10 点半" in said
    assert "没有，不用说" in said


def test_own_words_stay_out_of_every_address(browser: Client) -> None:
    address = f"/elder/ask/note?{ANSWERED.replace('word=none', 'word=own')}"
    written = "门铃坏了😀䶮<b>'; DROP TABLE need;--"
    answer = browser.post(address, {**fresh_token(), "note": f"　{written}　"})
    assert answer.status_code == 303
    assert "DROP" not in answer["Location"]
    check = browser.get(answer["Location"])
    assert written in main_words(check)
    assert "<b>" not in check.content.decode()
    browser.post(answer["Location"], {"token": token_in(check)})
    assert Need.objects.get().note == written


@pytest.mark.parametrize(("note", "words"), [("长" * 10_000, "最多写 200 个字，现在有 10000 个"), ("  　 ", "请填写")])
def test_words_that_cannot_be_kept_are_shown_again_with_the_reason(browser: Client, note: str, words: str) -> None:
    page = browser.post(f"/elder/ask/note?{ANSWERED}", {**fresh_token(), "note": note})
    assert page.status_code == 200
    assert words in main_words(page)
    assert note.strip() in page.content.decode()
    assert Need.objects.count() == 0


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_a_form_without_its_token_does_nothing(browser: Client, token: str) -> None:
    page = browser.post(CHECK, {"token": token})
    assert (page.status_code, Need.objects.count()) == (200, 0)
    assert 'class="error-summary"' in page.content.decode()


def test_whose_time_is_asked_only_if_her_own_would_do(town, wang, browser: Client) -> None:
    page = browser.get(f"/elder/ask/payer?{ANSWERED}")
    assert [said.split()[0] for said, _href in big_choices(page)] == ["用存的时间", "请社区照顾"]
    check = press(browser, page, "请社区照顾")
    browser.post(f"/elder/ask/check?{check.request['QUERY_STRING']}", {"token": token_in(check)})
    assert Need.objects.get().payer == Payer.WELFARE


def test_who_has_no_time_is_looked_after_and_not_asked(town) -> None:
    browser = signed_in(town.elder("杨德昌"))
    assert browser.get(f"/elder/ask/payer?{ANSWERED}").status_code == 303
    page = browser.get(CHECK)
    assert "社区照顾，不用存的时间" in main_words(page)
    browser.post(CHECK, {"token": token_in(page)})
    assert Need.objects.get().payer == Payer.WELFARE


def test_a_returned_need_is_mended_not_asked_anew(town, wang, browser: Client) -> None:
    browser.post(CHECK, {"token": token_in(browser.get(CHECK))})
    need = Need.objects.get()
    review_need(actor=town.clerk(), need_id=need.id, approve=False, reason="那天没人", now=town.now)
    assert "社区说：那天没人" in main_words(browser.get(f"/elder/arrangements/{need.id}"))
    mend = f"/elder/ask/check?what=S201&day=2026-11-06&part=morning&hour=8&word=none&again={need.id}"
    assert browser.post(mend, {"token": token_in(browser.get(mend))}).status_code == 303
    mended = Need.objects.get()
    assert (mended.id, mended.state, mended.starts_at.date().day) == (need.id, NeedState.SUBMITTED, 6)


def test_what_the_house_refuses_is_said_on_the_same_page(town, wang, browser: Client) -> None:
    page = browser.get(f"{CHECK}&again={town.need(wang).id}")
    answer = browser.post(f"{CHECK}&again={Need.objects.get().id}", {"token": token_in(page)})
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()


def test_somebody_elses_promise_is_not_found(town, wang, browser: Client) -> None:
    mine, theirs = town.need(wang), town.need(town.elder("别人"))
    assert browser.get(f"/elder/ask/done/{mine.id}").status_code == 200
    assert browser.get(f"/elder/ask/done/{theirs.id}").status_code == 404
