"""Somebody's telephone at a moment: signed in, in a language, with the clock standing still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from tests.support.signing import let_in


@dataclass
class Phone:
    """`who` None is the public. Every POST carries a fresh token unless one is given."""

    who: Person | None
    now: datetime
    english: bool = False
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.who is not None:
            let_in(self.client, self.who.login)
        if self.english:
            self.client.cookies["language"] = "en"

    def get(self, name: str, /, *args: Any, **query: Any) -> Any:
        """Open a page by its URL name."""
        with time_machine.travel(self.now, tick=False):
            return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, /, *args: Any, **data: Any) -> Any:
        """Press a button."""
        with time_machine.travel(self.now, tick=False):
            return self.client.post(reverse(name, args=args), {"token": str(new_id()), **data})

    def words(self, name: str, /, *args: Any, **query: Any) -> str:
        """The text of a page that must open; spaces that hold a number to its unit count as spaces."""
        response = self.get(name, *args, **query)
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ")


def queries_of(act: Callable[[], object]) -> int:
    """How many statements `act` sends."""
    with CaptureQueriesContext(connection) as sent:
        act()
    return len(sent)
