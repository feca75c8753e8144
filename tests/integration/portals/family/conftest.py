from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.people.models import Person
from tests.support.pages import signed_in
from tests.support.town import Town

EVERYTHING = ["ask", "see", "confirm"]


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture
def wang(town: Town) -> Person:
    return town.elder("王秀英", minutes=600, phone="13800001111")


@pytest.fixture
def son(town: Town, wang: Person) -> Person:
    son = town.person("王建国")
    town.kin(wang, son)
    town.proxy(wang, son, EVERYTHING)
    return son


@pytest.fixture
def browser(son: Person) -> Client:
    return signed_in(son)
