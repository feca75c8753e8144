"""The state of the test database, kept under a name and brought back.

Django empties the tables after a test that commits, by DELETE and TRUNCATE: exactly what our append-only tables
refuse. So the database is put back instead, with the rows that migrations made: on SQLite the whole file; on PostgreSQL
the rows, past the guards, as long as no test has changed a table, a trigger or a function, and otherwise the whole too
(which takes a second).
"""

import sqlite3
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

PRISTINE = "pristine"
LARGE = 4 << 20
"""Bytes of a table in which dead rows have piled up: time to put the whole back."""
_kept: set[str] = set()
_shapes: dict[str, tuple[Any, ...]] = {}
"""By label, the catalogue as it was: what is built, not what is in it."""


def _copy(*, source: str, target: str) -> None:
    """SQLite's own backup: it takes the locks, so threads of a live server see the old state or the new one."""
    with sqlite3.connect(source, timeout=30) as read, sqlite3.connect(target, timeout=30) as write:
        write.execute("PRAGMA synchronous=OFF")  # no test pulls the plug
        read.backup(write)
    read.close()
    write.close()


def _recreate(*, name: str, template: str) -> None:
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(template)}")


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def take(label: str) -> None:
    """Keep the present state as `label`."""
    name = _database()
    connections.close_all()
    if connection.vendor == "sqlite":
        _copy(source=name, target=f"{name}.{label}")
    else:
        _keep_rows(label)
        _recreate(name=f"{name}_{label}", template=name)
    _kept.add(label)


def has(label: str) -> bool:
    """Whether this worker has kept `label`."""
    return label in _kept


def restore(label: str = PRISTINE) -> None:
    """Bring back the state kept as `label`."""
    name = _database()
    connections.close_all()
    if connection.vendor == "sqlite":
        _copy(source=f"{name}.{label}", target=name)
    elif not _put_rows_back(label):
        connections.close_all()
        _recreate(name=name, template=f"{name}_{label}")


_SHAPE = """
WITH ours AS (SELECT oid, xmin FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT to_regnamespace(%s) IS NOT NULL, string_agg(number || ':' || rows, ' ') FROM (
    SELECT count(*) AS number, sum(xmin::text::bigint) AS rows FROM ours
    UNION ALL SELECT count(*), sum(xmin::text::bigint) FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT count(*), sum(xmin::text::bigint) FROM pg_attribute WHERE attrelid IN (SELECT oid FROM ours)
    UNION ALL SELECT count(*), sum(xmin::text::bigint) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT count(*), sum(xmin::text::bigint) FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS each
"""
_TABLES = """
SELECT format('%I.%I', schemaname, tablename), pg_relation_size(format('%I.%I', schemaname, tablename)::regclass)
FROM pg_tables WHERE schemaname = 'public' ORDER BY 1
"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


def _keep_rows(label: str) -> None:
    """Copies of the tables that hold something now, and the shape of everything."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [table for table, _size in cursor.fetchall()]
        cursor.execute(f"DROP SCHEMA IF EXISTS kept_{label} CASCADE")
        cursor.execute(f"CREATE SCHEMA kept_{label}")
        for table in _holding(cursor, tables):
            cursor.execute(f"CREATE TABLE kept_{label}.{table.removeprefix('public.')} AS TABLE {table}")
        cursor.execute(_SHAPE, [f"kept_{label}"])
        _shapes[label] = cursor.fetchone()
    connections.close_all()


def _holding(cursor: Any, tables: list[str]) -> list[str]:
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    cursor.execute(asked.replace("%", "%%"))
    return [row[0] for row in cursor.fetchall()]


def _put_rows_back(label: str) -> bool:
    """Whether the rows of `label` are there again; False, and nothing done, if more than rows has changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OTHERS, [connection.connection.info.backend_pid])
        cursor.execute(_SHAPE, [f"kept_{label}"])
        if cursor.fetchone() != _shapes[label]:
            return False
        cursor.execute(_TABLES)
        sizes = dict(cursor.fetchall())
        if max(sizes.values()) > LARGE:
            return False
        cursor.execute("SET LOCAL session_replication_role = replica")  # the guards stand aside
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [f"kept_{label}"])
        kept = {f"public.{table}": f"kept_{label}.{table}" for (table,) in cursor.fetchall()}
        for table in _holding(cursor, list(sizes)):
            if table not in kept or not _is_alike(cursor, table, kept[table]):
                cursor.execute(f"DELETE FROM {table}")
        for table in kept.keys() - set(_holding(cursor, list(kept))):
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {kept[table]}")
    connections.close_all()
    return True


def _is_alike(cursor: Any, one: str, other: str) -> bool:
    cursor.execute(
        f"SELECT EXISTS (TABLE {one} EXCEPT ALL TABLE {other}) OR EXISTS (TABLE {other} EXCEPT ALL TABLE {one})"
    )
    return not cursor.fetchone()[0]


def drop_all() -> None:
    """Forget every kept state."""
    name = _database()
    connections.close_all()
    for label in _kept:
        if connection.vendor == "sqlite":
            Path(f"{name}.{label}").unlink(missing_ok=True)
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(f'{name}_{label}')} WITH (FORCE)")
    _kept.clear()
