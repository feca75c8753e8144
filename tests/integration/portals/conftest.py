from collections.abc import Iterator

import pytest
from django.template import engines

from tests.support import snapshots, world


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker) -> Iterator[world.World]:
    """The peopled town, committed for all tests of the module; each of them undoes what it changes."""
    with django_db_blocker.unblock():
        yield_to = world.in_place()
    yield yield_to
    with django_db_blocker.unblock():
        snapshots.restore()


@pytest.fixture(scope="module")
def plain_refusals() -> Iterator[None]:
    """Who is turned away gets a line with all that a page of refusal is given, instead of the drawn page."""
    engine = engines["django"].engine
    kept = engine.template_loaders[0].get_template_cache
    for name in ("404.html", "403.html"):
        kept[name] = engine.from_string("{{ request_path }} {{ exception }}")
    yield
    for name in ("404.html", "403.html"):
        del kept[name]  # read again when it is wanted
