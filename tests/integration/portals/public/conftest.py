from collections.abc import Iterator

import pytest
import time_machine

from tests.support.town import Town


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town
