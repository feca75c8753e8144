"""A database that fails at a chosen moment: answers that get lost, a backend that is ended, no room, only reading.

PostgreSQL is made to fail for real wherever a client can (a backend is ended, a session only reads, a lock is held);
SQLite by its own pragmas. Only what no client can cause is raised by hand, and its function says so.
"""

import re
import select
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.apps import apps
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.db.models import Sum

from nuanliu.domain.care.models import Visit
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.signing.models import Tries
from tests.support.races import current_database_url

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|\s*SELECT\b.*\bledger_post\(", re.IGNORECASE | re.DOTALL)
COUNTERS = ((Visit, "code_failures"), (Delivery, "attempts"), (Tries, "failures"))


def rows() -> dict[str, int]:
    """How many rows every table of ours holds, and what every counter comes to."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(("nuanliu.", "django_tasks_db."))]
    asked = " UNION ALL ".join(
        f"SELECT '{model._meta.label}', count(*) FROM {connection.ops.quote_name(model._meta.db_table)}"
        for model in ours
    )
    with connection.cursor() as cursor:  # one question instead of one for each of a hundred tables
        cursor.execute(asked)
        found = dict(cursor.fetchall())
    for model, column in COUNTERS:
        found[f"{model._meta.label}.{column}"] = model._base_manager.aggregate(sum=Sum(column))["sum"] or 0
    return found


def added(before: dict[str, int]) -> dict[str, int]:
    """What has been added since `rows` gave `before`."""
    return {name: count - before[name] for name, count in rows().items() if count != before[name]}


# -- a connection that breaks ----------------------------------------------------------------------


def _gone() -> OperationalError:
    failure = OperationalError("server closed the connection unexpectedly")
    failure.__cause__ = psycopg.OperationalError("server closed the connection unexpectedly")
    return failure


@contextmanager
def answer_lost(*, times: int = 1) -> Iterator[None]:
    """COMMIT is done and its answer does not arrive: the connection is gone. Raised by hand, after the real commit."""
    commit, left = connection.commit, times

    def commit_and_hear_nothing() -> None:
        nonlocal left
        commit()
        if left:
            left -= 1
            connection.connection.close()
            raise _gone()

    connection.commit = commit_and_hear_nothing
    try:
        yield
    finally:
        del connection.commit


@contextmanager
def answer_swallowed() -> Iterator[None]:
    """The same for real, on PostgreSQL: a wire between us and the server is cut once it has carried a COMMIT there."""
    facts = connection.settings_dict
    before = {name: facts[name] for name in ("HOST", "PORT")}
    with socket.create_server(("127.0.0.1", 0)) as door:
        wire = threading.Thread(target=_wire, args=(door, (before["HOST"], int(before["PORT"]))), daemon=True)
        wire.start()
        connection.close()
        facts |= {"HOST": "127.0.0.1", "PORT": str(door.getsockname()[1])}
        try:
            yield
        finally:
            facts |= before
            connection.close()
            wire.join()


def _wire(door: socket.socket, server: tuple[str, int]) -> None:
    """Carry one connection until a COMMIT has been answered, and the answer thrown away; then the next one whole."""
    for is_cut in (True, False):
        ours, _whence = door.accept()
        with ours, socket.create_connection(server) as theirs:
            _carry(ours, theirs, is_cut=is_cut)


def _carry(ours: socket.socket, theirs: socket.socket, *, is_cut: bool) -> None:
    while True:
        ready, _w, _x = select.select([ours, theirs], [], [])
        for end in ready:
            data = end.recv(1 << 16)
            if not data:
                return
            (theirs if end is ours else ours).sendall(data)
            if is_cut and end is ours and b"COMMIT\0" in data:
                theirs.recv(1 << 16)
                return


@contextmanager
def writes_counted() -> Iterator[list[str]]:
    """The statements that write."""
    seen: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's)
        if WRITES.match(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


@contextmanager
def broken_at_write(number: int) -> Iterator[None]:
    """The connection breaks, once, just before write number `number` (from 1).

    PostgreSQL ends the backend, as an administrator or a failover would. SQLite has no backend: there the statement
    answers "database is locked", raised by hand.
    """
    left = number

    def maybe_break(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's)
        nonlocal left
        if WRITES.match(sql):
            left -= 1
            if left == 0:
                _break()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(maybe_break):
        yield


def _break() -> None:
    if connection.vendor == "sqlite":
        raise _sqlite_error(sqlite3.SQLITE_BUSY, "database is locked")
    with psycopg.connect(current_database_url(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


# -- a database that does not write ------------------------------------------------------------------


@contextmanager
def on_every_connection(statement: str, *, back: str) -> Iterator[None]:
    """`statement` holds on this connection and on every later one, until `back`."""

    def begin(*, connection: Any, **_signal: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    begin(connection=connection)
    connection_created.connect(begin)
    try:
        yield
    finally:
        connection_created.disconnect(begin)
        with connection.cursor() as cursor:
            cursor.execute(back)


def only_reading() -> Any:
    """The database refuses every write: 25006 on PostgreSQL, SQLITE_READONLY on SQLite."""
    if connection.vendor == "sqlite":
        return on_every_connection("PRAGMA query_only = ON", back="PRAGMA query_only = OFF")
    return on_every_connection("SET default_transaction_read_only = on", back="SET default_transaction_read_only = off")


def no_more_pages() -> Any:
    """SQLite's file may not grow any more: SQLITE_FULL, as on a full disk, once what is free inside it is used up."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
    return on_every_connection(f"PRAGMA max_page_count = {pages}", back="PRAGMA max_page_count = 4294967294")


@contextmanager
def no_room_for(table: str) -> Iterator[None]:
    """Every INSERT into `table` is answered as on a full disk.

    PostgreSQL: 53100 from a trigger. SQLite has no trigger that could say SQLITE_FULL: there it is raised by hand.
    """
    if connection.vendor == "sqlite":
        with connection.execute_wrapper(_full_for(table)):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER no_room ON {table}")
            cursor.execute("DROP FUNCTION no_room()")


def _full_for(table: str) -> Callable[..., Any]:
    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's)
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise _sqlite_error(sqlite3.SQLITE_FULL, "database or disk is full")
        return execute(sql, params, many, context)

    return refuse


def _sqlite_error(code: int, words: str) -> OperationalError:
    failure, cause = OperationalError(words), sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    failure.__cause__ = cause
    return failure


@contextmanager
def unreachable() -> Iterator[None]:
    """No statement is answered any more: what a page meets while the server is down. Raised by hand."""

    def refuse(*_statement: Any) -> None:
        raise _gone()

    with connection.execute_wrapper(refuse):
        yield
