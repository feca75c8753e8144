from collections.abc import Iterator

import pytest
import time_machine

from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from tests.support.town import Town

PASSWORD = "a-long-password-1"


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture
def wang(town: Town) -> Person:
    """An old person with a card."""
    person = town.elder("王秀英", phone="13985800001")
    put_pin_card(person=person, number="10000001", pin="2468", actor_id=None, now=town.now)
    return person


@pytest.fixture
def clerk(town: Town) -> Person:
    """A clerk of her site, with a password."""
    person = Person.objects.get(pk=town.clerk().id)
    person.login.username = "jiexian"
    person.login.set_password(PASSWORD)
    person.login.save()
    return person
