"""The state of the test database, kept under a name and brought back.

Django empties the tables after a test that commits, by DELETE and TRUNCATE: exactly what our append-only tables
refuse. So the whole database is put back instead, with the rows that migrations made.
"""

import sqlite3
from pathlib import Path

from django.db import connection, connections

PRISTINE = "pristine"
_kept: set[str] = set()


def _copy(*, source: str, target: str) -> None:
    """SQLite's own backup: it takes the locks, so threads of a live server see the old state or the new one."""
    with sqlite3.connect(source, timeout=30) as read, sqlite3.connect(target, timeout=30) as write:
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
    else:
        _recreate(name=name, template=f"{name}_{label}")


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
