"""Somebody at an office screen: a signed-in browser without JavaScript, at the town's hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser

import time_machine
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Actor
from tests.support.signing import let_in
from tests.support.town import Town


@contextmanager
def at_the_hour_of(town: Town) -> Iterator[None]:
    """The wall clock shows the town's hour."""
    with time_machine.travel(town.now, tick=False):
        yield


def browser_of(actor: Actor, *, language: str = "zh-hans") -> Client:
    """A browser in which `actor` is signed in."""
    client = Client()
    let_in(client, Login.objects.get(pk=actor.id))
    client.cookies["language"] = language
    return client


@contextmanager
def later(client: Client, town: Town, **by: float) -> Iterator[None]:
    """The same person in the same browser, some time after the town's hour; she has signed in again."""
    login = Login.objects.get(pk=client.session[SESSION_KEY])
    with time_machine.travel(town.now + timedelta(**by), tick=False):
        let_in(client, login)
        yield


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of(response: HttpResponse) -> str:
    """What the page says, each run of white space as one space."""
    reader = _Words()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.parts).split())


def searched(client: Client, path: str, **words: str) -> HttpResponse:
    """What the page finds: the words are sent, then the page is opened to which the answer leads."""
    sent = client.post(path, words)
    assert sent.status_code == 303
    return client.get(sent.headers["Location"])


def queries_of(client: Client, path: str) -> int:
    """How many queries one look at a page takes; the page is fine."""
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
    assert response.status_code == 200
    return len(seen)
