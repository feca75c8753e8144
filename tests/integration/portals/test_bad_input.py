"""Whatever is typed into any form: never a crash, a sentence beside the field, and nothing typed is lost.

The forms are those that the pages really show (`tests/support/looks.py`), so a new one is covered when it is there.
This is also where PostgreSQL opens every look at every page; what a page says is asked of SQLite (`test_pages.py`).
"""

import html
import os
import re
from urllib.parse import urljoin, urlsplit
from zlib import crc32

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from nuanliu.platform.ids import new_id
from tests.integration.portals.test_matrix import TABLE_LINES
from tests.support.addresses import Address, addresses
from tests.support.forms import Control, Form, forms_of, words_by_id
from tests.support.looks import Look, client_of, looks_at, opened, pages, path_of
from tests.support.world import NOW, World

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]")
SCRIPT = "<script>alert('x')</script>"
NASTY = {
    "nothing": "",
    "spaces": " \u3000\t ",
    "letters": "abc",
    "a word in capitals": "NULL",
    "full-width digits": "１２３４",
    "pasted": "  +86 138-0000 0000\r\n第二行\t",
    "10,000 characters": "长" * 10_000,
    "emoji": "👵🏽❤️‍🔥",
    "rare Han": "䶮㛃𫖯",
    "SQL": "'; DROP TABLE care_need; --",
    "HTML": f"{SCRIPT}<b>&amp;</b>\"'",
    "template": "{{ 7|add:7 }}{% now 'Y' %}%(name)s",
    "a past date": "2020-01-01",
    "a date that is none": "2026-02-30",
    "a far date": "9999-12-31",
    "year zero": "0000-00-00",
    "a negative number": "-1",
    "a huge number": "9" * 400,
    "not a number": "NaN",
    "right to left": "\u202e\u200bcba",
    "NUL": "a\x00b",
}
_ALIKE_EVERYWHERE = NASTY.keys() - {"10,000 characters", "emoji", "rare Han", "year zero", "a huge number", "NUL"}
"""What no database minds: read, refused or taken by our own code before. Typed on SQLite only."""
_WORST = {"nothing", "10,000 characters", "HTML"}
SWEEP = "NUANLIU_SWEEP" in os.environ
_NOT_KEPT = {"NUL", "pasted"}
"""A browser cannot send a NUL, and changes the line breaks of a pasted text; the rest comes back letter by letter."""
_SWITCHES = {"ui:text-size", "ui:language", "public:sign-out", "public:demo-sign-in"}
JUNK = "page=-1&before=99999999999999999999&sort=--&q=%00&q=%ff%fe&draft=x&stage=x&who=x&day=9999-99-99&show=x&what=%00"
JUNK += "&minutes=9999999&hour=99&again=x&start=x&group=%00&past=x&next=//evil.example&among=%00&person=%00&subject=%00"


def forms_at(everybody: World, address: Address) -> list[tuple[Client, str, Form]]:
    """(browser, address of the page, form) for each different form on the pages of an address, signed in again."""
    found, known = [], set()
    seen, looks = list(opened(everybody, address)), looks_at(address)
    is_only_an_act = ["405"] in TABLE_LINES[address.name, "GET"].cells.values()
    assert is_only_an_act or len(seen) == len(looks), f"{address.name}: {looks}, but opened {seen}"
    for look, response in seen:
        for form in forms_of(response.content.decode()):
            path = urljoin(response.request["PATH_INFO"], form.action or response.request["PATH_INFO"])
            name = resolve(urlsplit(path).path).view_name
            key = (name, form.method, tuple(sorted({control.name for control in form.controls})))
            if name in _SWITCHES or key in known:
                continue
            known.add(key)
            found.append((_same_browser(everybody, address, look), path, form))
    return found


def _same_browser(everybody: World, address: Address, look: Look) -> Client:
    client = client_of(everybody, look.role)
    path_of(everybody, address, look, client)
    return client


def filled(form: Form, nasty: str) -> dict[str, object]:
    """What is sent: the nasty text wherever something can be typed or chosen as a file, else what stands there."""
    sent: dict[str, object] = dict(form.as_it_stands())
    sent |= {control.name: nasty for control in form.typed}
    for control in form.controls:
        if control.kind == "file":
            sent[control.name] = SimpleUploadedFile("名册.xlsx", nasty.encode() or b" ")
    if "token" in sent:
        sent["token"] = str(new_id())
    return sent


def tried(client: Client, path: str, form: Form, sent: dict[str, object]) -> list[HttpResponse]:
    """Send it, look at where it leads, and take back what it did."""
    mark = transaction.savepoint()
    kept = client.cookies.copy()
    try:
        response = client.post(path, sent) if form.method == "post" else client.get(path, sent)
        answers = [response]
        if response.status_code in {302, 303}:
            answers.append(client.get(response.headers["Location"]))
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies = kept
    return answers


def same_control(shown: list[Control], control: Control, value: str) -> Control | None:
    """The control in the answer that holds what was typed, or else one of its name."""
    named = [one for one in shown if one.name == control.name]
    holding = [one for one in named if one.value == value]
    return next(iter(holding or named), None)


def complaints(form: Form, responses: list[HttpResponse], nasty: str, *, is_kept: bool) -> list[str]:
    """What is wrong with the answers."""
    found = []
    for response in responses:
        if response.status_code >= 500:
            found.append(f"answered {response.status_code}")
        elif SCRIPT in response.content.decode(errors="replace"):
            found.append("the page carries the script as a script")
    first = responses[0]
    is_page = first.headers.get("Content-Type", "").startswith("text/html")  # else a file: what was asked for
    if not found and form.method == "post" and first.status_code == 200 and is_page:
        found += refusal_complaints(form, first, nasty, is_kept=is_kept)
    return found


def refusal_complaints(form: Form, response: HttpResponse, nasty: str, *, is_kept: bool) -> list[str]:
    """A refusal says why in Chinese, beside the field it is about, and shows everything as it was typed."""
    found, page = [], response.content.decode()
    about = words_by_id(page)
    is_asked_once_more = 'name="sure"' in page
    if "error-summary" not in page and "candidates" not in page and not is_asked_once_more:
        found.append("refused without saying why")
    controls = [control for one in forms_of(page) for control in one.controls]
    for control in {control.name: control for control in form.typed}.values():  # of a grid one row stands for all
        shown = same_control(controls, control, nasty)
        if shown is None:
            found.append(f"{control.name} is gone from the page")
            continue
        if is_kept and control.kind != "password" and shown.value != nasty:
            found.append(f"{control.name} was not kept: {shown.value[:40]!r}")
        if shown.is_invalid and not any(HAN.search(about.get(identity, "")) for identity in shown.described_by):
            found.append(f"{control.name} is marked wrong without a sentence")
        if shown.is_invalid and any("Enter a " in about.get(identity, "") for identity in shown.described_by):
            found.append(f"{control.name} is answered in English")
    return found


@pytest.mark.parametrize("address", pages(), ids=lambda address: address.name)
def test_no_form_breaks_and_nothing_typed_is_lost(everybody: World, settings, address: Address) -> None:
    """Whatever is typed, and what no browser would send."""
    settings.DEMO = True
    wrong = []
    with time_machine.travel(NOW, tick=False):
        for client, path, form in forms_at(everybody, address):
            for what, nasty in texts_for(form, path):
                responses = tried(client, path, form, filled(form, nasty))
                found = complaints(form, responses, nasty, is_kept=what not in _NOT_KEPT)
                wrong += [f"{form.method} {path} with {what}: {one}" for one in found]
            for what, sent in unlikely(form).items() if connection.vendor == "sqlite" else ():
                found = complaints(form, tried(client, path, form, sent), "", is_kept=False)
                wrong += [f"{form.method} {path} with {what}: {one}" for one in found]
            wrong += [f"{path}: {one}" for one in raw_complaints(client, path, form)]
    assert wrong == [], "\n" + "\n".join(wrong)


def texts_for(form: Form, path: str) -> list[tuple[str, str]]:
    """What is typed into a form; one of them where nothing can be typed, only pressed.

    `make sweep` types everything everywhere. Otherwise each form gets the worst, and a third of the rest by turns.
    """
    takes_text = bool(form.typed) or any(control.kind == "file" for control in form.controls)
    known = [(what, text) for what, text in NASTY.items() if takes_text or what == "nothing"]
    if connection.vendor != "sqlite":
        known = [one for one in known if one[0] not in _ALIKE_EVERYWHERE]
    turn = crc32(resolve(urlsplit(path).path).view_name.encode())
    return [one for place, one in enumerate(known) if SWEEP or one[0] in _WORST or (place + turn) % 3 == 0]


def unlikely(form: Form) -> dict[str, dict[str, object]]:
    """What no browser sends: missing fields, a choice that is not offered, a token that is none."""
    whole = filled(form, "一句话")
    names = list(whole) if SWEEP else list(whole)[:: max(1, len(whole) // 3)]
    without = {f"no {name}": {key: value for key, value in whole.items() if key != name} for name in names}
    choices = {control.name: "nonsense" for control in form.controls if control.options}
    return {
        **without,
        "no fields at all": {},
        "choices that are not offered": whole | choices,
        "every field twice": {key: [value, value] if isinstance(value, str) else value for key, value in whole.items()},
        "a token that is none": whole | {"token": "not-a-uuid"},
    }


def raw_complaints(client: Client, path: str, form: Form) -> list[str]:
    """Bytes that are no UTF-8, and a body that is not what it says."""
    if form.method != "post":
        return []
    names = [control.name for control in form.controls]
    body = b"&".join(name.encode() + b"=%ff%fe\xff\xfe%C0%80" for name in names)
    kinds = ["application/x-www-form-urlencoded"]
    if connection.vendor == "sqlite":  # what cannot be read at all reaches no database
        kinds += ["multipart/form-data; boundary=x", "application/json"]
    found = []
    for kind in kinds:
        mark = transaction.savepoint()
        status = client.post(path, body, content_type=kind).status_code
        transaction.savepoint_rollback(mark)
        if status >= 500:
            found.append(f"{kind} that is none is answered {status}")
    return found


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_nonsense_in_an_address_is_not_found_or_ignored(everybody: World, settings, address: Address) -> None:
    settings.DEMO = True
    wrong = []
    with time_machine.travel(NOW, tick=False):
        for look in looks_at(address)[:1]:
            for role in [look.role] if look.role else ["elder", "family", "volunteer", "coordinator", "audit"]:
                client = client_of(everybody, role)
                values = everybody.arguments(set(address.arguments), which="hers", state=look.state or "") | look.values
                path = address.path(values)
                tries = [f"{path}?{JUNK}", f"{path}?{html.escape(SCRIPT)}=%00"]
                tries += [path.replace(str(value), "%F0%9F%91%B5").replace("//", "/") for value in values.values()]
                tries += [path.replace(str(value), "0" * 300) for value in values.values()]
                answers = {one: client.get(one) for one in tries}
                for one, response in answers.items():
                    if response.status_code >= 500 or SCRIPT in readable(response):
                        wrong.append(f"{one[:200]} as {role}: {response.status_code}")
                if connection.vendor != "sqlite" and 200 in {response.status_code for response in answers.values()}:
                    break  # all who get a page have its questions asked of the database alike
    assert wrong == [], "\n" + "\n".join(wrong)


def readable(response: HttpResponse) -> str:
    """The body as text."""
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")


def test_the_search_for_forms_finds_the_ones_we_know(everybody: World) -> None:
    with time_machine.travel(NOW, tick=False):
        by_name = {one.name: one for one in pages()}
        caller = {urlsplit(path).path for _client, path, _form in forms_at(everybody, by_name["hotline:elder"])}
    elder = everybody.homes["hers"].elder.pk
    assert caller == {reverse("hotline:elder", args=[elder]), reverse("hotline:reveal", args=[elder])}
