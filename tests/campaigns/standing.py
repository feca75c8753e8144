"""A migrated database for a campaign that runs outside pytest: `with database("sqlite"): ...`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

DATABASES = ("sqlite", "postgres")


def choose(name: str) -> None:
    """Say which database, before Django's settings are read."""
    os.environ["NUANLIU_TEST_DATABASE"] = name
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.settings"


@contextmanager
def database(name: str) -> Iterator[None]:
    """Set Django up, make the test database of this run, keep its first state; gone at the end."""
    choose(name)
    import django  # noqa: PLC0415 (only once the database is chosen)

    django.setup()
    from tests.support import migrated, snapshots  # noqa: PLC0415

    migrated.open_database()
    snapshots.take(snapshots.PRISTINE)
    try:
        yield
    finally:
        snapshots.drop_all()
        migrated.remove_database()
