"""Her statement in big letters, and the code beside each line."""

from django.urls import reverse

from nuanliu.domain.people.types import ProxyPower
from tests.support.pages import main_words, queries_of, signed_in
from tests.support.town import Town

PAGE = "elder:statement"


def test_sums_and_lines_of_this_month(town: Town, wang, browser) -> None:
    text = main_words(browser.get(reverse(PAGE)))
    for said in ("时间对账单", "开头有 0 分", "存进 10 小时", "用掉 0 分", "最后有 10 小时", "查账码"):
        assert said in text
    last = main_words(browser.get(reverse(PAGE), {"period": "last-month"}))
    assert "这段时间没有变动" in last
    assert main_words(browser.get(reverse(PAGE), {"period": "nonsense"})) == text


def test_her_time_leads_to_it_and_to_the_check(browser) -> None:
    page = browser.get(reverse("elder:time")).content.decode()
    assert reverse(PAGE) in page
    assert reverse("public:check") in page


def test_a_relative_needs_the_power_to_see(town: Town, wang) -> None:
    daughter, stranger = town.person("韩小燕"), town.person("路人")
    town.proxy(wang, daughter, [ProxyPower.SEE.value])
    town.proxy(wang, stranger, [ProxyPower.ASK.value])
    address = reverse("family:statement", args=[wang.pk])
    assert signed_in(daughter).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(town.person("别人")).get(address).status_code == 404


def test_many_lines_cost_as_many_queries_as_one(town: Town, wang, browser) -> None:
    one = queries_of(browser, reverse(PAGE))
    for _line in range(5):
        town.give(wang, 30)
    assert queries_of(browser, reverse(PAGE)) == one
