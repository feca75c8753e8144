"""The ledger with its locks and guards taken away, for controls that must go wrong.

On PostgreSQL the lock is in the text of the function, on SQLite it is the transaction around the engine.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connection

from nuanliu.domain import ledger

LOCKS = (" FOR NO KEY UPDATE OF b", " FOR NO KEY UPDATE")


def lock_no_rows(*, pause: float = 0) -> None:
    """Install both posters as they stand in `sql/`, less their row locks. Nothing to do on SQLite.

    `pause` is how many seconds they wait between looking and writing, where two that collide come at different moments.
    """
    if connection.vendor == "sqlite":
        return
    for name, locks in (("post.sql", 2), ("plain.sql", 1)):
        text = (Path(ledger.__file__).parent / "sql" / name).read_text()
        weak = text
        for lock in LOCKS:
            weak = weak.replace(lock, "")
        weak = weak.replace("    -- write\n", f"    PERFORM pg_sleep({pause});\n") if pause else weak
        assert text.count("FOR NO KEY UPDATE") == locks, "the poster has other locks than this control takes away"
        with connection.cursor() as cursor:
            cursor.execute(weak.replace("%", "%%"))


def forget_entry_guards() -> None:
    """Without what refuses two lines of one number: the guard's triggers and the key on (account, number)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TABLE bare_entry AS SELECT * FROM ledger_entry")
            cursor.execute("DROP TABLE ledger_entry")  # and its triggers with it
            cursor.execute("ALTER TABLE bare_entry RENAME TO ledger_entry")
        else:
            cursor.execute("DROP TRIGGER ledger_entry_follows ON ledger_entry")
            cursor.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_pkey")


@contextmanager
def no_transaction() -> Iterator[None]:
    """In this process the engine on SQLite runs without a transaction around it. Nothing to do on PostgreSQL."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            for name in ("engine.transaction.atomic", "terms.transaction.atomic"):
                stack.enter_context(mock.patch(f"nuanliu.domain.ledger.{name}", _no_block))
        yield


def _no_block(*_args: Any, **_how: Any) -> Any:
    return nullcontext()
