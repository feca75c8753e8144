from collections.abc import Iterator

import pytest
import time_machine

from tests.support.town import Town


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture(autouse=True)
def _anchors_of_this_test(settings, tmp_path) -> None:
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
