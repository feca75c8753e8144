from datetime import timedelta

from django.test import Client

from nuanliu.domain.people.models import Proxy
from tests.support.pages import fresh_token, main_words, queries_of, signed_in


def test_no_messages_are_drawn_not_left_blank(browser: Client) -> None:
    assert "现在没有消息" in main_words(browser.get("/elder/messages"))


def test_messages_are_new_until_she_says_she_has_read_them(town, wang, browser: Client) -> None:
    town.taken(wang, town.volunteer())
    page = main_words(browser.get("/elder/messages"))
    assert "有人来帮您了 新" in page
    assert "2 条新消息" in main_words(browser.get("/elder/"))
    assert browser.post("/elder/messages", fresh_token()).status_code == 303
    assert "有人来帮您了 新" not in main_words(browser.get("/elder/messages"))
    assert "条新消息" not in main_words(browser.get("/elder/"))


def test_looking_at_messages_does_not_mark_them(town, wang, browser: Client) -> None:
    town.need(wang)
    browser.get("/elder/messages")
    assert "1 条新消息" in main_words(browser.get("/elder/"))


def test_who_may_act_for_her_and_taking_it_back(town, wang, browser: Client) -> None:
    son = town.person("王建国")
    town.proxy(wang, son, ["ask", "see"])
    proxy = Proxy.objects.get()
    assert "王建国" in main_words(browser.get("/elder/helpers"))
    assert signed_in(son).get(f"/family/{wang.pk}/").status_code == 200
    asked = main_words(browser.get(f"/elder/helpers/{proxy.pk}"))
    assert "不让 王建国 替您办了？" in asked
    assert browser.post(f"/elder/helpers/{proxy.pk}", fresh_token()).status_code == 303
    assert "现在没有人替您办" in main_words(browser.get("/elder/helpers"))
    assert signed_in(son).get(f"/family/{wang.pk}/").status_code == 404


def test_an_agreement_of_somebody_else_is_not_found(town, browser: Client) -> None:
    other = town.elder("别人")
    town.proxy(other, town.person("别家儿子"), ["see"])
    proxy = Proxy.objects.get()
    assert browser.get(f"/elder/helpers/{proxy.pk}").status_code == 404
    assert browser.post(f"/elder/helpers/{proxy.pk}", fresh_token()).status_code == 404
    assert signed_in(other).get(f"/elder/helpers/{proxy.pk}").status_code == 200


def test_three_relatives_cost_no_more_queries_than_one(town, wang, browser: Client) -> None:
    town.proxy(wang, town.person("王一"), ["see"])
    cost = queries_of(browser, "/elder/helpers")
    town.proxy(wang, town.person("王二"), ["see"])
    town.now += timedelta(seconds=1)
    town.proxy(wang, town.person("王三"), ["see"])
    assert queries_of(browser, "/elder/helpers") == cost
