"""What every page has in both languages: one heading, a title, its language, a main, and no word untranslated.

Opening them all takes a minute, so it is asked here too what else is asked of each: that no address in it and no line
of the log holds personal data, that nothing of the signed-in is stored, and that every search is in a list. None of
that depends on the database; that the same pages open on the other one too is seen by `test_bad_input.py`.
"""

import logging
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.conf import settings as ours
from django.http import HttpResponse
from django.urls import resolve

from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.gatherings.models import Gathering, Photo
from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.booklets.models import PrintedLine
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.standards.models import StandardVersion
from tests.integration.portals.test_matrix import canaries_in
from tests.integration.portals.test_searching import unlisted
from tests.support.addresses import Address, addresses
from tests.support.forms import forms_of
from tests.support.looks import NO_PAGE, Look, client_of, looks_at, opened, pages, path_of
from tests.support.pages import links_of
from tests.support.world import NOW, ROLES, World

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
_SPOKEN = ("alt", "title", "aria-label", "placeholder", "aria-description")


@dataclass
class Page(HTMLParser):
    """What a page says, and the elements that every page has."""

    headings: int = 0
    mains: int = 0
    title: str = ""
    lang: str = ""
    words: list[str] = field(default_factory=list)
    forms_without_token: int = 0
    inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.inside.append(tag)
        self.headings += tag == "h1"
        self.mains += tag == "main"
        self.lang = said.get("lang") or "" if tag == "html" else self.lang
        self.words += [said[name] or "" for name in _SPOKEN if name in said]

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self.inside and "svg" not in self.inside:
            self.title += data
        if not {"script", "style"} & set(self.inside):
            self.words.append(data)


def read(html: str) -> Page:
    """The page, taken apart."""
    page = Page()
    page.feed(html)
    return page


SAMPLES = "ui:gallery"
"""The gallery of components shows Chinese samples to those who build pages."""
IN_BOTH = {"中文", "语言", "繁體", "简体中文", "繁體中文"}
"""The switch of languages says itself in both, so that whoever is lost in one finds the other."""
EXAMPLES = {"建设中路", "张*", "张桂兰", "下周二 9点", "门铃坏了"}
"""What the hotline may type, and what its clerk has typed and is shown again."""
STAMP = {"账实", "相符"}
"""The red seal is an emblem: it carries its four characters in every language, and a label that speaks the reader's."""
WRITTEN = {
    "查",
    "查验码",
    "老人名册.xlsx",
    "姓名",
    "所属站点",
    "某某",
    "九折",
    "牛肉粉一碗",
    "凉都米业",
    "王老板",
    "请志愿者吃粉",
    "新店",
    "面馆",
    "年度表彰",
    "优秀志愿者",
    "风雨无阻",
    "几点到的",
    "少算了",
    "灯坏了",
}
"""Of a workbook that was handed in, of a shop's own words, and what stands on a certificate."""


def data_in_chinese(everybody: World) -> list[str]:
    """What is data and stays as it was written, the longest first: names, addresses, reasons, brand and city."""
    said: set[str] = {ours.BRAND, ours.CITY, ours.BUREAU, *IN_BOTH, *EXAMPLES, *STAMP, *WRITTEN}
    for node in Node.objects.all():
        said |= {node.name, node.short_name, node.address, node.hours}
    for person in Person.objects.all():
        said |= {person.name, person.name[0], person.street}
    said |= set(Elder.objects.values_list("floor_and_stairs", flat=True))
    for field_ in ("title", "reason"):
        said |= set(StandardVersion.objects.values_list(field_, flat=True))
    said |= set(Service.objects.values_list("plain_words", flat=True))
    said |= set(PrintedLine.objects.values_list("service", flat=True))  # as it stands on paper
    for field_ in ("note", "return_reason", "cancel_reason"):
        said |= set(Need.objects.values_list(field_, flat=True))
    for field_ in ("title", "about", "place", "off_reason"):
        said |= set(Gathering.objects.values_list(field_, flat=True))
    said |= set(Photo.objects.values_list("words", flat=True))
    for known in everybody.canaries.values():
        said |= set(vars(known).values())
    return sorted((one for one in said if HAN.search(one)), key=len, reverse=True)


def chinese_in(page: Page, data: list[str]) -> list[str]:
    """Chinese of a page that is no data."""
    text = "\n".join(page.words) + "\n" + page.title
    for known in data:
        text = text.replace(known, " ")
    return sorted(set(HAN.findall(text)))


def complaints(page: Page, lang: str) -> list[str]:
    """What the page lacks."""
    found = []
    if page.headings != 1:
        found.append(f"{page.headings} h1")
    if page.mains != 1:
        found.append(f"{page.mains} main")
    if page.lang != lang:
        found.append(f"lang is {page.lang!r}")
    if not page.title.strip():
        found.append("no title")
    return found


def disclosures(everybody: World, address: Address, look: Look, response: HttpResponse) -> list[str]:
    """Who is named where she must not be: in addresses, in a store of the browser, by a search nobody has looked at."""
    text = response.content.decode()
    found = [f"links to {one}" for one in canaries_in(everybody, links_of(text))]
    if look.role != "anonymous" and response.headers.get("Cache-Control") != "no-store":
        found.append("may be stored")
    for form in forms_of(text):
        name = resolve(urlsplit(urljoin(response.request["PATH_INFO"], form.action or "")).path).view_name
        if form.is_search and form.typed and unlisted(name, form):
            found.append(f"has a search by {form.method} at {name} that is not in test_searching.py")
    return found


def is_only_an_act(everybody: World, address: Address) -> bool:
    """Whether nobody gets a page here: some role's GET is answered 405, all others' 404 or the sign-in page."""
    look, answers = looks_at(address)[0], set()
    for role in ROLES:
        client = client_of(everybody, role)
        answers.add(client.get(path_of(everybody, address, look, client)).status_code)
    return 405 in answers and answers <= {303, 404, 405}


@pytest.mark.parametrize("address", pages(), ids=lambda address: address.name)
@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
@pytest.mark.one_database
def test_every_page_is_whole_in_both_languages(everybody: World, settings, caplog, address, language, lang) -> None:
    settings.DEMO = True
    caplog.set_level(logging.DEBUG)
    wrong = []
    with time_machine.travel(NOW, tick=False):
        seen = list(opened(everybody, address, language=language))
        if not seen and is_only_an_act(everybody, address):
            return
        assert len(seen) == len(looks_at(address)), f"{address.name}: {looks_at(address)}, but opened {seen}"
        data = data_in_chinese(everybody) if language == "en" else []
        for look, response in seen:
            page = read(response.content.decode())
            found = complaints(page, lang)
            if language == "en" and not address.name.startswith(SAMPLES):
                found += [f"says {word}" for word in chinese_in(page, data)]
            found += disclosures(everybody, address, look, response)
            wrong += [f"{address.name} {look.state}{look.query} as {look.role}: {one}" for one in found]
    wrong += [f"{address.name}: the log says {one}" for one in canaries_in(everybody, caplog.text)]
    assert wrong == [], "\n" + "\n".join(wrong)


def test_what_is_no_page_exists() -> None:
    assert set(NO_PAGE) <= {address.name for address in addresses()}


def test_a_planted_word_is_found() -> None:
    page = read('<html lang="en"><title>T</title><main><h1>Hi</h1><img alt="图"> 暖流 你好</main></html>')
    assert chinese_in(page, ["暖流"]) == ["你好", "图"]
    assert complaints(page, "en") == []
    assert complaints(read("<html><h1></h1><h1></h1></html>"), "en") == ["2 h1", "0 main", "lang is ''", "no title"]
