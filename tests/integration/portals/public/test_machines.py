import html
import json
import re
from xml.etree import ElementTree as ET

from django.test import Client

from nuanliu.portals.public.machines import NAMESPACE, NOT_FOR_PROGRAMS
from tests.support.alliance import shop_in

META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')


def listed() -> list[str]:
    body = Client().get("/sitemap.xml").content
    return [node.text or "" for node in ET.fromstring(body).iter(f"{{{NAMESPACE}}}loc")]  # noqa: S314 (our own)


def test_the_sitemap_lists_pages_that_are_there_with_title_and_description_of_their_own(town) -> None:
    shop_in(town, "第一面馆")
    titles, descriptions, own = [], [], []
    for address in listed():
        path = address.removeprefix("http://testserver")
        page = Client().get(path)
        body = page.content.decode()
        said = dict(META.findall(body))
        title = re.search(r"<title>(.*?)</title>", body, re.DOTALL)
        assert (page.status_code, title is not None) == (200, True), path
        assert title
        titles.append(title.group(1))
        descriptions.append(said["description"])
        own.append(path == re.sub(r"^http://testserver", "", said["og:url"]))
        assert said["og:title"], path
        assert said["og:title"] in html.unescape(title.group(1)), path
        assert f'<link rel="canonical" href="{address}">' in body
    assert all(own)
    assert len(titles) == len(set(titles)), sorted(title for title in titles if titles.count(title) > 1)
    assert len(descriptions) == len(set(descriptions)), sorted(d for d in descriptions if descriptions.count(d) > 1)
    assert f"http://testserver/sites/{town.site.code}" in listed()
    assert len(listed()) > 20


def test_robots_leave_alone_what_asks_who_you_are(town) -> None:
    said = Client().get("/robots.txt").content.decode()
    assert "Disallow: /sign-in\n" in said
    assert said.endswith("Sitemap: http://testserver/sitemap.xml\n")
    assert [
        path for address in listed() for path in NOT_FOR_PROGRAMS if address.startswith(f"http://testserver{path}")
    ] == []


def test_the_first_page_says_to_machines_who_runs_this(town) -> None:
    found = re.search(r'ld\+json">(.*?)</script>', Client().get("/").content.decode())
    assert found
    facts = json.loads(found.group(1))
    assert facts["contactPoint"]["telephone"] == "0858-8220000"
    assert facts["parentOrganization"]["name"] == "六盘水市委老干部局"
