"""What every test stands on: which database, how it is put back, and that a skipped test is no passed test."""

import gc
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.support import migrated, snapshots

hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")  # a busy machine is no failure

_TOUCHES_DATA = {"db", "transactional_db", "live_server", "django_db_setup"}
_DRIVES_BROWSER = {"chromium", "open_page", "screens"}
_A_SECOND_TRY = pytest.mark.flaky(reruns=1)
"""For what drives a browser where CI judges: the run names every journey that needed it (ADR 0115)."""


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the collector need not walk over ten thousand tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark who touches data and who drives a browser; on PostgreSQL keep the former, without the latter and without
    those that are marked as the same on every database.
    """
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or wanted & _TOUCHES_DATA:
            item.add_marker("uses_database")
        if wanted & _DRIVES_BROWSER:
            item.add_marker("browser")
            if os.environ.get("CI") == "true":
                item.add_marker(_A_SECOND_TRY)
    if os.environ.get("NUANLIU_TEST_DATABASE", "sqlite") == "sqlite":
        return
    kept = [
        item
        for item in items
        if item.get_closest_marker("uses_database")
        and not item.get_closest_marker("browser")
        and not item.get_closest_marker("one_database")
    ]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _forbid_skip(report, what: str) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{what} was skipped, which CI does not allow: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where CI=true a skipped test has failed: a missing part of the machine must not look like success."""
    report = yield
    _forbid_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole module that skips itself."""
    report = yield
    _forbid_skip(report, collector.nodeid)
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker) -> Iterator:
    """Each worker's migrated database, of which the first state is kept: a test that commits can have it back."""
    with django_db_blocker.unblock():
        migrated.open_database()
        snapshots.take(snapshots.PRISTINE)
    yield
    with django_db_blocker.unblock():
        snapshots.drop_all()
        migrated.remove_database()


def _put_back(self: TransactionTestCase) -> None:
    snapshots.restore()


TransactionTestCase._fixture_teardown = _put_back  # its own DELETE and TRUNCATE are refused by append-only tables


@pytest.fixture
def on_postgres(db: None) -> bool:
    """Whether this run's book lives on PostgreSQL."""
    return connection.vendor == "postgresql"
