"""A prepared statement answers the same through libpq and through Django's cursor, and fails the same."""

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import pq

from nuanliu.platform.prepared import Prepared
from nuanliu.platform.retry import Decision, decision_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def echo(transactional_db) -> Prepared:
    return Prepared("echo", "SELECT coalesce($1, 'nothing'), CAST(CAST($2 AS integer) * 2 AS text)")


def test_the_row_comes_as_texts(echo) -> None:
    assert echo.ask(["暖流", "21"]) == ["暖流", "42"]
    assert echo.ask([None, "1"]) == ["nothing", "2"]


def test_through_the_cursor_when_somebody_listens(echo) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert echo.ask(["暖流", "21"]) == ["暖流", "42"]
    assert len(seen) == 1


def test_the_first_question_of_a_transaction_begins_it(echo, on_postgres) -> None:
    with transaction.atomic():
        assert echo.ask(["a", "1"]) == ["a", "2"]
        if on_postgres:
            assert connection.connection.pgconn.transaction_status == pq.TransactionStatus.INTRANS
        assert echo.ask(["a", "2"]) == ["a", "4"]


def test_what_a_transaction_did_is_gone_with_it(echo) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (word text)")
    try:
        keep = Prepared("keep", "INSERT INTO kept VALUES ($1) RETURNING word")
        with transaction.atomic():
            keep.ask(["first"])
            keep.ask(["second"])
            transaction.set_rollback(True)
        keep.ask(["third"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM kept")
            assert cursor.fetchall() == [("third",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE kept")


def test_an_error_is_one_of_djangos_and_the_connection_goes_on(echo, on_postgres) -> None:
    if not on_postgres:
        return  # in process: nothing is cast, lost or forgotten
    with pytest.raises(DataError):
        echo.ask(["a", "not a number"])
    with transaction.atomic():
        echo.ask(["a", "1"])
        with pytest.raises(DataError), transaction.atomic():
            echo.ask(["a", "not a number"])
        assert echo.ask(["a", "3"]) == ["a", "6"]


def test_a_broken_transaction_is_not_asked(echo) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            echo.ask(["a", "1"])


def test_a_lost_connection_may_be_asked_again(echo, on_postgres) -> None:
    if not on_postgres:
        return  # in process: nothing is cast, lost or forgotten
    echo.ask(["a", "1"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    with pytest.raises(OperationalError) as lost:
        echo.ask(["a", "1"])
    assert decision_on(lost.value) is Decision.REPEAT
    connection.close_if_unusable_or_obsolete()
    assert echo.ask(["a", "1"]) == ["a", "2"]


def test_a_statement_that_was_forgotten_is_prepared_again(echo, on_postgres) -> None:
    if not on_postgres:
        return  # in process: nothing is cast, lost or forgotten
    echo.ask(["a", "1"])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(OperationalError) as forgotten:
        echo.ask(["a", "1"])
    assert decision_on(forgotten.value) is Decision.REPEAT
    assert echo.ask(["a", "1"]) == ["a", "2"]
