"""Nothing that is typed into a search for people stands in an address, and the page finds them all the same."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import resolve, reverse

from nuanliu.portals.ui.kept import KEPT
from tests.integration.portals.test_matrix import canaries_in
from tests.support.addresses import Address
from tests.support.forms import Control, Form, forms_of
from tests.support.looks import client_of, opened, pages
from tests.support.office import searched, words_of
from tests.support.pages import links_of, says
from tests.support.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOT_FOR_PEOPLE = {
    "bureau:account": "days",
    "bureau:reconciliation": "days",
    "bureau:reconciliation-site": "days",
    "bureau:standard": "rules",
    "bureau:standard-history": "versions of the rules",
    "certificates:home": "numbers of papers",
    "desk:booklet-compare": "codes and a balance, which say nothing of anybody",
    "desk:day": "a day",
    "desk:slips": "numbers of slips",
    "desk:statement": "days",
    "public:check": "the code of a line, which says nothing of anybody",
    "public:shops": "shops",
    "public:sites": "sites",
    "public:standard": "rules",
    "ui:gallery": "an example",
    "ui:gallery-sheet": "an example",
    "units:home": "organisations",
    "volunteer:shops": "shops",
    "volunteer:statement": "days",
}
"""Pages whose form stands in the address, and what it asks for."""
FOR_PEOPLE = {
    "branch:unit",
    "bureau:accounts",
    "bureau:audit",
    "desk:column",
    "desk:people",
    "dispatch:need",
    "gatherings:sign",
    "honours:committee",
    "hotline:home",
    "public:report-answer",
}


def told_by(client: Client, path: str, form: Form, text: str) -> str:
    """Every address that comes of a search for `text`: what is asked for, where it leads, all links there."""
    sent = dict(form.as_it_stands()) | {one.name: text for one in form.typed}
    answer = client.post(path, sent) if form.method == "post" else client.get(path, sent)
    told = [answer.request["PATH_INFO"], answer.request["QUERY_STRING"]]
    for _step in range(3):
        if answer.status_code in {302, 303}:
            told.append(answer.headers["Location"])
            answer = client.get(answer.headers["Location"])
    assert answer.status_code == 200
    return f"{unquote(' '.join(told))} {links_of(answer.content.decode())}"


def searches_on(everybody: World, address: Address) -> dict[tuple[str, str], tuple[str, str, Form]]:
    """By name of the page that is searched and method: role, address, form; of every search on a page, each once."""
    found: dict[tuple[str, str], tuple[str, str, Form]] = {}
    for look, response in opened(everybody, address):
        for form in forms_of(response.content.decode()):
            path = urlsplit(urljoin(response.request["PATH_INFO"], form.action or "")).path
            if form.is_search and form.typed:
                found.setdefault((resolve(path).view_name, form.method), (look.role, path, form))
    return found


def unlisted(name: str, form: Form) -> bool:
    """Whether nobody has said of a search if it is one for people. Asked of every page in `test_pages.py`."""
    return name not in (NOT_FOR_PEOPLE if form.method == "get" else FOR_PEOPLE)


@pytest.mark.parametrize("name", sorted({*FOR_PEOPLE, *NOT_FOR_PEOPLE}))
def test_no_search_puts_a_persons_words_into_an_address(everybody: World, settings, name: str) -> None:
    settings.DEMO = True
    known, address = everybody.canaries["elder of hers"], next(one for one in pages() if one.name == name)
    names = {everybody.homes["hers"].elder.name, everybody.homes["hers"].helper.name}
    wrong = []
    with time_machine.travel(NOW, tick=False):
        searches = searches_on(everybody, address)
        for text in (known.phone, known.identity[-4:], *names) if name in FOR_PEOPLE else ():
            role, path, form = searches[name, "post"]
            told = told_by(client_of(everybody, role), path, form, text)
            if says(told, text) or canaries_in(everybody, told):
                wrong.append(f"{path} tells {text}")
    assert wrong == []
    assert any(where == name and not unlisted(where, form) for (where, _), (_, _, form) in searches.items())


def test_a_search_in_the_address_would_be_found(everybody: World) -> None:
    phone = everybody.canaries["elder of hers"].phone
    form = Form("", "get", [Control("q", "search")])
    with time_machine.travel(NOW, tick=False):
        told = told_by(client_of(everybody, "clerk"), reverse("hotline:home"), form, phone)
    assert canaries_in(everybody, told) == {"phone of the elder of hers"}


def test_a_word_in_an_address_is_not_read_and_an_unknown_mark_shows_the_empty_search(everybody: World) -> None:
    name = everybody.homes["hers"].elder.name
    with time_machine.travel(NOW, tick=False):
        clerk, other = client_of(everybody, "clerk"), client_of(everybody, "coordinator")
        where = reverse("desk:people")
        kept = clerk.post(where, {"q": name}).headers["Location"]
        assert f'value="{name}"' in clerk.get(kept).content.decode()
        for address in (f"{where}?q={name}", f"{where}?s=unknown"):
            assert 'name="q" type="search" value=""' in clerk.get(address).content.decode()
        assert 'name="q" type="search" value=""' in other.get(kept).content.decode(), "the mark is hers alone"
        assert clerk.post(where, {"q": ""}).headers["Location"] == where


def test_the_mark_goes_with_paging_sorting_and_export_and_old_ones_are_forgotten(everybody: World) -> None:
    name = everybody.homes["hers"].elder.name
    with time_machine.travel(NOW, tick=False):
        client, where = client_of(everybody, "coordinator"), reverse("desk:column", args=["waiting"])
        first = client.post(f"{where}?sort=-when&page=3", {"q": name}).headers["Location"]
        query = urlsplit(first).query
        mark = query.removeprefix("sort=-when&")
        assert mark.startswith("s=")
        page = client.get(first)
        assert f"sort=when&amp;{mark}" in page.content.decode()
        assert f"{reverse('desk:column-export', args=['waiting', 'csv'])}?{query.replace('&', '&amp;')}" in (
            page.content.decode()
        )
        rows = client.get(f"{reverse('desk:column-export', args=['waiting', 'csv'])}?{query}").content.decode()
        assert name in rows
        for _other in range(KEPT):
            client.post(where, {"q": "zzzz"})
        assert f'value="{name}"' not in client.get(first).content.decode()
        assert "没有找到" in words_of(searched(client, where, q="zzzz"))


def test_the_words_are_sealed_while_they_wait_and_gone_after_signing_out(everybody: World) -> None:
    name = everybody.homes["hers"].elder.name
    with time_machine.travel(NOW, tick=False):
        client = client_of(everybody, "clerk")
        kept = client.post(reverse("desk:people"), {"q": name}).headers["Location"]
        assert name not in str(dict(client.session))
        client.post(reverse("public:sign-out"), {"token": "x"})
        assert client.get(kept).status_code == 303
        assert "searched" not in client.session
