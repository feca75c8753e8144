"""Looking at pages as a person does: signing in, following what can be pressed, counting queries."""

import html
import re
from typing import Any
from urllib.parse import unquote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from tests.support.signing import let_in

_LINK = re.compile(r'<a\b[^>]*?class="(?P<css>[^"]*)"[^>]*?href="(?P<href>[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_ADDRESS = re.compile(r"""(?:href|action|src|formaction|content)\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)


def signed_in(person: Person) -> Client:
    """A browser in which `person` is signed in."""
    return let_in(Client(), person.login)


def words(response: Any) -> str:
    """The text of a page, without tags, white space made single."""
    return " ".join(html.unescape(_TAG.sub(" ", response.content.decode())).split())


def links_of(page: str) -> str:
    """Every address that stands in a page, as it reads; telephone numbers to be called are none."""
    return " ".join(unquote(html.unescape(link)) for link in _ADDRESS.findall(page) if not link.startswith("tel:"))


def says(text: str, code: str) -> bool:
    """Whether a short code stands in the text by itself: four digits within an id or a token are nobody's code."""
    return re.search(rf"(?<![0-9A-Za-z_-]){re.escape(code)}(?![0-9A-Za-z_-])", text) is not None


def main_words(response: Any) -> str:
    """The text between `<main>` and `</main>`."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found, "the page has no main"
    return " ".join(html.unescape(_TAG.sub(" ", found.group())).split())


def big_choices(response: Any) -> list[tuple[str, str]]:
    """(words, address) of each big choice of a page."""
    return [
        (" ".join(html.unescape(_TAG.sub(" ", link["words"])).split()), html.unescape(link["href"]))
        for link in _LINK.finditer(response.content.decode())
        if "big-choice" in link["css"].split()
    ]


def choice(response: Any, text: str) -> str:
    """The address of the big choice whose words contain `text`."""
    found = [href for said, href in big_choices(response) if text in said]
    assert found, f"no choice {text!r} among {big_choices(response)}"
    return found[0]


def token_in(response: Any) -> str:
    """The idempotency token of the page's form inside main."""
    body = response.content.decode().split("<main", 1)[1]
    found = re.search(r'name="token" value="([^"]+)"', body)
    assert found, "the page has no token"
    return found.group(1)


def fresh_token() -> dict[str, str]:
    """What a form sends at least."""
    return {"token": str(new_id())}


def queries_of(client: Client, address: str) -> int:
    """How many queries one look at a page costs."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return len(seen)
