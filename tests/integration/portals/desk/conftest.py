from collections.abc import Iterator

import pytest

from tests.support.office import at_the_hour_of
from tests.support.town import Town


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with at_the_hour_of(town):
        yield town
