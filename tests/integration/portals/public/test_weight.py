"""What a public page weighs over the wire: itself, and every style sheet, drawing, picture and font it asks for.

Pages are counted as they are sent, files as they are kept ready for browsers (gzip).
"""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from tests.support.addresses import Address
from tests.support.looks import opened, pages
from tests.support.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 100_000
STATIC = "/static/"
_ASKED = re.compile(
    r"""<(?:link\b[^>]*rel="(?:stylesheet|icon)"[^>]*href|(?:img|script|source)\b[^>]*src)="([^"]+)\""""
)
_IN_STYLE = re.compile(r"""url\(["']?(?!data:)([^"')]+)""")
_HASHED = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


def file_of(path: str) -> Path:
    """The file of ours behind a static address."""
    found = finders.find(_HASHED.sub("", path.removeprefix(STATIC)))
    assert isinstance(found, str), path
    return Path(found)


def asked_for(body: str, here: str) -> set[str]:
    """Every address that a browser fetches to show the page."""
    direct = {urljoin(here, one) for one in _ASKED.findall(body)}
    styles = [one for one in direct if one.endswith(".css")]
    return direct | {urljoin(one, url) for one in styles for url in _IN_STYLE.findall(file_of(one).read_text())}


def weight_of(address: str, client: Client) -> int:
    """Bytes of one thing that a page asks for."""
    if address.startswith(STATIC):
        return len(gzip.compress(file_of(address).read_bytes(), mtime=0))
    return len(client.get(address).content)


def public_pages() -> list[Address]:
    return [address for address in pages() if address.name.startswith(("public:", "joining:start"))]


def test_every_public_page_is_light_and_asks_nobody_else(everybody: World) -> None:
    wrong, heaviest, weights = [], 0, dict[str, int]()
    with time_machine.travel(NOW, tick=False):
        for address in public_pages():
            for look, response in opened(everybody, address):
                body, client = response.content.decode(), Client()
                things = asked_for(body, response.request["PATH_INFO"])
                foreign = [one for one in things if urlsplit(one).netloc]
                for one in things:
                    weights.setdefault(one, weight_of(one, client))
                whole = len(response.content) + sum(weights[one] for one in things)
                heaviest = max(heaviest, whole)
                if whole > MOST or foreign or "<script src" in body:
                    wrong.append(f"{address.name} {look.query}: {whole} bytes, from elsewhere {foreign}")
    assert wrong == []
    assert heaviest > MOST // 5, "so light that something was not counted"


def test_the_count_sees_styles_drawings_in_them_and_pictures() -> None:
    body = '<link rel="stylesheet" href="/static/ui/blocks.css"><img src="/shops/pictures/x" alt="">'
    found = asked_for(body, "/")
    assert {"/static/ui/blocks.css", "/static/ui/river.svg", "/shops/pictures/x"} <= found
    assert weight_of("/static/ui/blocks.css", Client()) > 1000
