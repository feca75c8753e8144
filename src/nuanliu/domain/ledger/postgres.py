"""The poster on PostgreSQL: the whole call goes to the database in one round trip (`sql/post.sql`)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

from nuanliu.domain.ledger.types import Order, Outcome, Phase, Result

T = TypeVar("T")
_CALL = (
    "SELECT outcomes, stands FROM ledger_post("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def execute(orders: Sequence[Order]) -> list[Result]:
    """See `engine.execute`."""
    requests = [order.request for order in orders]
    with _prepared_cursor() as cursor:
        cursor.execute(
            _CALL,
            [
                _ids(r.id for r in requests),
                _ids(r.site for r in requests),
                _ids(r.group for r in requests),
                _array(_word, (r.kind for r in requests)),
                _array(_word, (r.phase for r in requests)),
                _ids(r.debit for r in requests),
                _ids(r.credit for r in requests),
                _array(str, (r.amount for r in requests)),
                _ids(r.hold for r in requests),
                _ids(r.reverses for r in requests),
                _ids(o.rest if o.request.phase is Phase.CAPTURE else None for o in orders),
                _array(_moment, (r.expires_at for r in requests)),
                _array(_moment, (r.occurred_at for r in requests)),
                _ids(r.actor for r in requests),
                _ids(r.subject for r in requests),
                _ids(r.standard_version for r in requests),
                _array(_quoted, (r.memo for r in requests)),
                _array(_bytes, (o.fingerprint for o in orders)),
                _array(_day, (r.lot for r in requests)),
            ],
        )
        outcomes, stands = cursor.fetchone()
    return [
        Result(request.id, Outcome(outcome), amount)
        for request, outcome, amount in zip(requests, outcomes, stands, strict=True)
    ]


class _Prepared(psycopg.Cursor[Any]):
    """Lets the database parse and plan the call once a connection."""

    def execute(self, query: Any, params: Any = None, **_how: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


def _prepared_cursor() -> CursorWrapper:
    """As `connection.cursor()`, watched and translated by Django as that is."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        made: Any = _Prepared(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)


def _array(say: Callable[[T], str], values: Iterable[T | None]) -> str:
    """A PostgreSQL array literal; written here because a batch has two thousand values and the driver asks each."""
    return "{" + ",".join("NULL" if value is None else say(value) for value in values) + "}"


def _ids(values: Iterable[UUID | None]) -> str:
    return "{" + ",".join("NULL" if value is None else value.hex for value in values) + "}"


def _word(code: str) -> str:
    return code


def _moment(moment: datetime) -> str:
    return f'"{moment.isoformat()}"'


def _day(day: date) -> str:
    return day.isoformat()


def _bytes(value: bytes) -> str:
    return f'"\\\\x{value.hex()}"'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
