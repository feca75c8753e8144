"""Under the application's own role the book can be read and posted to, and no row of it can be written."""

import os
from io import StringIO
from random import Random

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger import grants
from nuanliu.domain.ledger.check import check_books
from tests.campaigns.machine import STEPS
from tests.campaigns.play import Play

pytestmark = pytest.mark.django_db(transaction=True)
ROLE = f"nuanliu_pages_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""Roles belong to the whole server, which the workers share."""


def key(value):
    return value.hex if connection.vendor == "sqlite" else str(value)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def restricted(transactional_db):
    """Everything after this is done under the role; on SQLite, which has none, as always."""
    if connection.vendor == "sqlite":
        yield
        return
    run(f"CREATE ROLE {ROLE} NOLOGIN")
    try:
        call_command("ledger_grants", ROLE, "--apply", stdout=StringIO())
        run(f"SET ROLE {ROLE}")
        yield
    finally:
        run("RESET ROLE", f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def test_every_operation_works_under_the_role(restricted) -> None:
    lot, play = Random(3), Play()
    for name, times in STEPS.items():
        for _n in range(3 * times if name != "seal" else 0):  # sealing is the owner's
            getattr(play, f"step_{name}")(lot)
    play.compare()
    assert check_books().is_right
    assert play.seen["capture: posted"] + play.seen["batch: all posted"] > 0


@pytest.mark.parametrize(
    "verb", ["DELETE FROM {}", "UPDATE {0} SET {1} = {1}", "TRUNCATE {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_no_row_can_be_written_under_the_role(restricted, verb, on_postgres) -> None:
    if not on_postgres:
        with pytest.raises(CommandError):
            call_command("ledger_grants", ROLE)
        return
    for model in apps.get_app_config("ledger").get_models():
        table, column = model._meta.db_table, model._meta.concrete_fields[-1].column
        with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"), transaction.atomic():
            run(verb.format(table, column))
    assert Event.objects.count() == 0


def test_control_without_the_role_rows_can_be_written(transactional_db) -> None:
    play = Play()
    _site, account = play.persons[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = 60 WHERE account_id = %s", [key(account)])
        assert cursor.rowcount == 1
    with pytest.raises(AssertionError):
        play.check()


def test_inner_functions_cannot_be_called_under_the_role(restricted, on_postgres) -> None:
    if on_postgres:
        with pytest.raises(ProgrammingError, match="permission denied for function"), transaction.atomic():
            run("SELECT ledger_allows('service', 'issuance', 'savings', 'time')")


def test_every_function_of_the_ledger_is_granted_or_revoked(transactional_db, on_postgres) -> None:
    if on_postgres:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT p.proname FROM pg_proc p WHERE p.proname LIKE 'ledger\\_%%'"
                " AND p.prorettype <> 'trigger'::regtype"
            )
            assert {name for (name,) in cursor.fetchall()} == {*grants.CALLED, *grants.INNER}


def test_it_prints_what_it_would_do(transactional_db, on_postgres) -> None:
    if on_postgres:
        told = StringIO()
        call_command("ledger_grants", 'od"d', stdout=told)
        assert told.getvalue().count(";\n") == 7
        assert told.getvalue().count('"od""d"') == 7
