"""A statement that PostgreSQL parses once a connection and is then asked in one short round trip.

The driver's own cursor keeps books about types, pipelines and prepared statements around every question, and Django's
keeps more; a posting is asked too often for that (ADR 0037). Where nobody listens in and a transaction has begun (or
none is wanted), the question goes straight to libpq through `psycopg.pq`, the driver's documented lower half; otherwise
through Django's cursor, with the same answer.
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import errors, pq


class Prepared:
    """A statement with `$1`, `$2` … that answers one row of texts."""

    def __init__(self, name: str, text: str) -> None:
        """`name` is its name on the connection; `text` asks for columns of type text."""
        self.name, self.text = name.encode(), text.encode()
        self._ready: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def ask(self, parameters: Sequence[str | None]) -> list[str]:
        """The row; nothing is an empty text, no row is no text or only empty ones. Errors are those of `django.db`."""
        database = connections[DEFAULT_DB_ALIAS]
        database.ensure_connection()
        database.validate_no_broken_transaction()
        link = database.connection
        listened_to = database.queries_logged or database.execute_wrappers
        if listened_to or not isinstance(link, psycopg.Connection) or not _has_begun(link):
            with database.cursor() as cursor:
                cursor.execute(self._for_cursor(len(parameters)), parameters)
                return ["" if value is None else str(value) for value in cursor.fetchone() or ()]
        with database.wrap_database_errors:
            return self._ask(link, [None if value is None else value.encode() for value in parameters])

    def _ask(self, link: psycopg.Connection[Any], parameters: Any) -> list[str]:
        if link not in self._ready:
            _checked(link, link.pgconn.prepare(self.name, self.text))
            self._ready.add(link)
        try:
            row = _checked(link, link.pgconn.exec_prepared(self.name, parameters))
        except errors.InvalidSqlStatementName as forgotten:  # by somebody between us and the server: nothing was done
            self._ready.discard(link)
            raise errors.OperationalError(str(forgotten)) from forgotten
        return [(row.get_value(0, column) or b"").decode() for column in range(row.nfields)]

    def _for_cursor(self, count: int) -> str:
        text = self.text.decode()
        for number in range(count, 0, -1):
            text = text.replace(f"${number}", "%s")
        return text


def _has_begun(link: psycopg.Connection[Any]) -> bool:
    """Whether the next question belongs to a transaction already, or to none: else the driver has to begin it."""
    return link.autocommit or link.pgconn.transaction_status != pq.TransactionStatus.IDLE


def _checked(link: psycopg.Connection[Any], result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
        return result
    if link.pgconn.status == pq.ConnStatus.BAD:
        raise errors.OperationalError(result.get_error_message())
    raise errors.error_from_result(result, encoding=link.info.encoding)
