"""SQL past the guards: what somebody could do who has the database in hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection


@contextmanager
def guards_down() -> Iterator[None]:
    """Triggers and checks do not fire inside."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND (name LIKE 'ledger_%' OR name LIKE 'audit_%')"
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
        for _name, text in triggers:
            cursor.execute(text.replace("%", "%%"))


def run_past_guards(sql: str, params: Sequence[Any] = ()) -> int:
    """Run one statement with the guards down; ids are given as UUID. Returns how many rows it touched."""
    is_sqlite = connection.vendor == "sqlite"
    values = [value.hex if is_sqlite and isinstance(value, UUID) else value for value in params]
    with guards_down(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
