import pytest
from django.test import Client

from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD
from tests.support.pages import big_choices, main_words, signed_in, words

ADDRESSES = [
    "/elder/",
    "/elder/more",
    "/elder/messages",
    "/elder/helpers",
    "/elder/ask",
    "/elder/arrangements",
    "/elder/time",
]


def test_four_things_to_press_and_the_telephone(browser: Client) -> None:
    page = browser.get("/elder/")
    assert [said for said, _href in big_choices(page)] == ["我要人来帮忙", "看我的安排", "我的时间", "有什么活动"]
    assert 'href="tel:0858-6000000"' in page.content.decode()
    assert "王秀英，您好" in main_words(page)


def test_what_comes_next_is_said_on_the_first_page(town, wang, browser: Client) -> None:
    assert "李志愿" not in main_words(browser.get("/elder/"))
    visit = town.taken(wang, town.volunteer())
    page = browser.get("/elder/")
    assert "后天 11月4日 星期三 上午 9 点" in main_words(page)
    assert "李志愿 来" in main_words(page)
    assert f"/elder/arrangements/{visit.need_id}" in page.content.decode()


def test_a_visit_that_waits_for_a_word_comes_first(town, wang, browser: Client) -> None:
    visit = town.served(wang, town.volunteer())
    page = browser.get("/elder/")
    assert "李志愿 来了没有？" in main_words(page)
    assert f"/elder/arrangements/{visit.need_id}" in page.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_signed_in_is_asked_to_and_comes_back(address: str, db) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (303, f"/sign-in?next={address.replace('/', '%2F')}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_no_old_person_finds_nothing_here(address: str, town) -> None:
    assert signed_in(town.volunteer()).get(address).status_code == 404
    assert signed_in(town.elder("周老伯")).get(address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_never_stored_and_have_one_heading(address: str, browser: Client) -> None:
    page = browser.get(address)
    assert page["Cache-Control"] == "no-store"
    assert page.content.decode().count("<h1") == 1
    assert len(big_choices(page)) <= 4


def test_only_who_came_with_a_card_is_offered_to_finish(browser: Client) -> None:
    assert "我用完了" not in words(browser.get("/elder/"))
    session = browser.session
    session[SIGNED_IN_BY_CARD] = True
    session.save()
    assert "我用完了" in words(browser.get("/elder/"))


def test_english_readers_get_english(browser: Client) -> None:
    browser.cookies["language"] = "en"
    assert "Hello, 王秀英" in main_words(browser.get("/elder/"))
