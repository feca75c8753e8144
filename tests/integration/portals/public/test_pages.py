import re
from datetime import timedelta

import pytest
from django.test import Client
from opencc import OpenCC

from nuanliu.domain.care.models import Service
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.usecases.certify_visit import certify_visit
from tests.support.alliance import offer_of, shop_in
from tests.support.pages import main_words, queries_of, words
from tests.support.town import Town, add_service

PAGES = [
    "/",
    "/help",
    "/join",
    "/services",
    "/sites",
    "/shops",
    "/standard",
    "/safety",
    "/privacy",
    "/accessibility",
    "/sign-in",
    "/sign-in/card",
    "/sign-in/account",
]
HAN = re.compile(r"[\u4e00-\u9fff]")


def shop(town: Town, number: int) -> Node:
    found = shop_in(town, f"第{number}面馆")
    offer_of(found)
    return found.node


def site(town: Town, number: int) -> Node:
    return create_node(
        kind=NodeKind.COMMUNITY,
        code=f"SITE-{number}",
        name=f"第{number}社区",
        parent=town.site.parent,
        at=town.now,
        actor_id=None,
        phone="0858-6100000",
        hours="周一到周五",
    )


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_anyone_reads_every_page_in_both_languages(town, address: str, language: str) -> None:
    browser = Client()
    browser.cookies["language"] = language
    page = browser.get(address)
    body = page.content.decode()
    assert page.status_code == 200
    assert len(page.content) < 100_000
    assert body.count("<h1") == 1
    assert re.search(r"<title>\s*\S", body)
    assert "style=" not in body
    assert "onclick" not in body


@pytest.mark.parametrize("address", ["/", "/help", "/join", "/safety", "/privacy", "/accessibility", "/sign-in"])
def test_an_english_page_has_no_chinese_sentences(town, address: str) -> None:
    browser = Client()
    browser.cookies["language"] = "en"
    left = HAN.findall(re.sub(r"六盘水市委老干部局|六盘水市|暖流|张\*", "", main_words(browser.get(address))))
    assert left == []


@pytest.mark.parametrize("address", ["/", "/help", "/join", "/safety", "/accessibility", "/sign-in"])
def test_a_traditional_page_has_no_simplified_sentences(town, address: str) -> None:
    browser = Client()
    browser.cookies["language"] = "zh-hant"
    answer = browser.get(address)
    said = re.sub(r"六盘水市委老干部局|六盘水市", "", main_words(answer))
    assert said == OpenCC("s2tw").convert(said)
    assert '<html lang="zh-Hant"' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_telephone_is_on_every_page(town, address: str) -> None:
    assert 'href="tel:0858-8220000"' in Client().get(address).content.decode()


def test_the_first_page_counts_from_the_book(town) -> None:
    wang = town.elder("王秀英", minutes=90)
    visit = town.confirmed(wang, town.volunteer(), starts_at=town.now + timedelta(hours=3))
    before = main_words(Client().get("/"))
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now)
    after = main_words(Client().get("/"))
    assert "志愿者 1 人" in before
    assert "登记的老人 1 人" in before
    assert "服务站点 2 个" in before
    assert "已存下 1 小时" in before
    assert "已存下 2 小时" in after


@pytest.mark.parametrize(("address", "make"), [("/sites", site), ("/shops", shop)])
def test_three_rows_cost_no_more_queries_than_one(town, address: str, make) -> None:
    make(town, 1)
    cost = queries_of(Client(), address)
    make(town, 2)
    make(town, 3)
    assert queries_of(Client(), address) == cost
    assert "第3" in main_words(Client().get(address))


def test_services_cost_no_more_queries_for_three_than_for_one(town) -> None:
    cost = queries_of(Client(), "/services")
    add_service("S201", name="代买代购", group="协助服务", position=2)
    add_service("S202", name="代缴水电气费", group="协助服务", position=3)
    assert queries_of(Client(), "/services") == cost


def test_long_lists_are_paged(town) -> None:
    for number in range(13):
        shop(town, number)
    first, second = (main_words(Client().get(f"/shops?page={page}")) for page in (1, 2))
    assert (first.count("面馆"), second.count("面馆")) == (12, 1)


def test_a_closed_shop_is_not_listed(town) -> None:
    shop(town, 1)
    gone = shop(town, 2)
    Node.objects.filter(pk=gone.pk).update(closed_at=town.now)
    said = main_words(Client().get("/shops"))
    assert ("第1面馆" in said, "第2面馆" in said) == (True, False)


@pytest.mark.parametrize(("address", "sentence"), [("/shops", "还没有商家加入"), ("/services", "服务项目还没有公布")])
def test_empty_lists_are_drawn_and_say_what_to_do(town, address: str, sentence: str) -> None:
    Service.objects.update(is_offered=False)
    page = Client().get(address)
    assert sentence in main_words(page)
    assert 'class="scene' in page.content.decode()


def test_a_service_no_longer_offered_is_not_listed(town) -> None:
    add_service("S999", name="停办的", group="协助服务", is_offered=False)
    said = main_words(Client().get("/services"))
    assert ("陪伴聊天" in said, "停办的" in said) == (True, False)


def test_every_rule_is_published_once_with_its_law(town) -> None:
    page = Client().get("/standard").content.decode()
    assert [key for key in REGISTRY if page.count(f'id="{key}"') != 1] == []
    said = words(Client().get("/standard"))
    assert "第 1 版" in said
    assert "年满 18 岁可以做志愿者。" in said
    assert "《志愿服务条例》" in said


def test_numbers_on_the_pages_come_from_the_standard(town) -> None:
    assert "满 60 岁的老人都可以请" in main_words(Client().get("/help"))
    assert "社区在 24 小时内看过" in main_words(Client().get("/help"))
    assert "年满 18 岁可以做志愿者。" in main_words(Client().get("/join"))
    assert "操作日志保存 365 天。" in main_words(Client().get("/privacy"))
