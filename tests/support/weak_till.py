"""The till with its locks taken away, for controls that must go wrong.

On PostgreSQL the lock is in the text of the function, on SQLite it is the transaction around the same steps.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import sleep
from typing import Any
from unittest import mock

from django.db import connection

from nuanliu.domain.alliance.till import embedded, taking

PAUSE = 0.02
"""Seconds between looking and writing, where two that collide come at different moments."""
LOCKS = 5


def lock_no_rows() -> None:
    """Install the function less its row locks. Nothing to do on SQLite."""
    if connection.vendor == "sqlite":
        return
    text = (Path(taking.__file__).parent / "redeem.sql").read_text()
    assert text.count(" FOR NO KEY UPDATE;") == LOCKS, "the till has other locks than this control takes away"
    weak = text.replace(" FOR NO KEY UPDATE;", ";").replace("    -- write\n", f"    PERFORM pg_sleep({PAUSE});\n")
    with connection.cursor() as cursor:
        cursor.execute(weak)


@contextmanager
def no_transaction() -> Iterator[None]:
    """In this process the same steps on SQLite without a transaction around them. Nothing to do on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield
        return
    looked = embedded.look

    def look_and_wait(*about: Any) -> Any:
        found = looked(*about)
        sleep(PAUSE)
        return found

    with mock.patch.object(taking.transaction, "atomic", _no_block), mock.patch.object(embedded, "look", look_and_wait):
        yield


def _no_block(*_args: Any, **_how: Any) -> Any:
    return nullcontext()
