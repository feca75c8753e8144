"""The one place that moves value: lock, decide, write. Called inside a transaction, by `operations` only.

On PostgreSQL it is one call of the function in `sql/post.sql`, on SQLite `embedded`; they mean the same, word for
word, and one suite of tests holds both to it. Order of locks, the same for everyone: holds, then balance rows ascending
by (site, account), then inserts. Nothing is decided on a row that is not locked, so READ COMMITTED is enough; on SQLite
the IMMEDIATE transaction is the lock.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from nuanliu.domain.ledger import embedded, postgres
from nuanliu.domain.ledger.types import Order, Request, Result
from nuanliu.platform.ids import derived_id


def fingerprint(request: Request) -> bytes:
    """What makes two requests the same request: everything that moves value, not who asked or when."""
    parts = (
        request.site,
        request.kind,
        request.phase,
        request.debit,
        request.credit,
        request.amount,
        request.hold,
        request.reverses,
        request.subject,
        *([request.lot] if request.lot else []),
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()


def rest_of_hold_id(capture: UUID) -> UUID:
    """Id of the release that gives back what a capture left."""
    return derived_id(capture, "release")


def execute(requests: Sequence[Request]) -> list[Result]:
    """Post all of `requests` or none, and say what became of each, in order."""
    orders = [
        Order(
            request,
            fingerprint(request),
            rest_of_hold_id(request.id) if request.hold and request.release_rest else None,
        )
        for request in requests
    ]
    if connection.vendor == "postgresql":
        return postgres.execute(orders)  # one statement is a transaction of its own where there is none around it
    with transaction.atomic(savepoint=False):
        return embedded.execute(orders)
