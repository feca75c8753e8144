from collections.abc import Iterator

import pytest

from tests.support import snapshots, world


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker) -> Iterator[world.World]:
    """The peopled town, committed for all tests of the module; each of them undoes what it changes."""
    with django_db_blocker.unblock():
        yield_to = world.in_place()
    yield yield_to
    with django_db_blocker.unblock():
        snapshots.restore()
