"""A courtesy is had: what others may have changed meanwhile is looked at under the locks, then all of it is written.

On PostgreSQL one call of `redeem.sql`; on SQLite the same steps in process (`embedded`). No rule stands in either: the
limits come as numbers. A refusal has written nothing.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanliu.domain.alliance.till import embedded
from nuanliu.domain.alliance.till.types import Answer, Limits, Made, Refusal
from nuanliu.domain.audit.operations import Done, as_recorded
from nuanliu.domain.ledger.engine import fingerprint
from nuanliu.domain.ledger.types import Outcome, Request, Result
from nuanliu.platform.prepared import Prepared


def take(*, made: Made, code: UUID, limits: Limits, legs: Sequence[Request], done: Done) -> Answer:
    """Have it, or say what it was refused for. In the caller's transaction, or in one of its own."""
    if connection.vendor == "postgresql":
        return _ask(made, code, limits, legs, done)
    with transaction.atomic(savepoint=False):
        found = embedded.look(made, code, limits)
        return found if isinstance(found, Answer) else embedded.write(made, code, limits, legs, done, found)


_NUMBERS = ", ".join(f"${number}" for number in range(1, 17))
_REDEEM = Prepared(
    "alliance_redeem",
    f"SELECT refusal, stands::text, array_to_string(outcomes, ',') FROM alliance_redeem({_NUMBERS})",  # noqa: S608
)


def _ask(made: Made, code: UUID, limits: Limits, legs: Sequence[Request], done: Done) -> Answer:
    refusal, stands, outcomes = _REDEEM.ask(
        [
            code.hex,
            limits.month.isoformat(),
            str(limits.person),
            None if limits.shop is None else str(limits.shop),
            str(limits.times),
            limits.since.isoformat(),
            str(limits.is_counted),
            _array(leg.id for leg in legs),
            _array(leg.site for leg in legs),
            _array(leg.kind for leg in legs),
            _array(leg.debit for leg in legs),
            _array(leg.credit for leg in legs),
            _array(f'"\\\\x{fingerprint(leg).hex()}"' for leg in legs),
            legs[0].memo,
            json.dumps(made.as_row() | {"undone_by": ""}, default=str),
            as_recorded(done=done),
        ]
    )
    told = zip(legs, outcomes.split(",") if outcomes else (), strict=False)
    results = tuple(Result(leg.id, Outcome(outcome), 0) for leg, outcome in told)
    return Answer(refusal=Refusal(refusal) if refusal else None, stands=int(stands), results=results)


def _array(values: Any) -> str:
    return "{" + ",".join(map(str, values)) + "}"
