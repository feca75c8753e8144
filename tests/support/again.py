"""What a first building wrote, written again as it was: the same rows through the same guards, without the asking."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import time_machine
from django.db import connection, transaction

from nuanliu.platform import clock

T = TypeVar("T")
THEN = datetime(2026, 11, 1, 0, 0, 0, 1, tzinfo=UTC)
"""Stands in what is kept for the moment of writing; what is written again says the moment at which that is done."""
_WRITES = ("INSERT ", "UPDATE ", "DELETE ", "SELECT ledger_")


@dataclass(frozen=True)
class Built:
    """What came of building, and the statements that wrote it."""

    thing: Any
    statements: list[tuple[str, list[Any]]]


_kept: dict[Any, Built] = {}


def built(build: Callable[[], T]) -> T:
    """What `build` makes where nothing of it is yet: really built once a worker, and from then on only written."""
    if build not in _kept:
        _kept[build] = _tried(build)
    _write(_kept[build].statements)
    return copy.deepcopy(_kept[build].thing)  # type: ignore[no-any-return]


def _tried(build: Callable[[], Any]) -> Built:
    """Build it, take it back, and keep how it was done."""
    statements: list[tuple[str, list[Any]]] = []

    def heard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if sql.startswith(_WRITES):
            statements.append((sql, list(params)))
        return execute(sql, params, many, context)

    with time_machine.travel(THEN, tick=False), transaction.atomic(), connection.execute_wrapper(heard):
        thing = build()
        transaction.set_rollback(True)
    return Built(thing, statements)


def _write(statements: list[tuple[str, list[Any]]]) -> None:
    """Send the statements, on PostgreSQL in one go."""
    then, now = (connection.ops.adapt_datetimefield_value(moment) for moment in (THEN, clock.now()))
    sent = [(sql, [now if value == then else value for value in params]) for sql, params in statements]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";".join(cursor.mogrify(sql, params) for sql, params in sent))
        else:
            for sql, params in sent:
                cursor.execute(sql, params)
