"""The poster on PostgreSQL: the whole call goes to the database in one round trip (`sql/plain.sql`, `sql/post.sql`)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.types import Order, Outcome, Phase, Request, Result
from nuanliu.platform.prepared import Prepared


def _call(function: str, answer: str, parameters: int) -> Prepared:
    places = ", ".join(f"${number}" for number in range(1, parameters + 1))
    return Prepared(function, f"SELECT {answer} FROM {function}({places})")  # noqa: S608 (names of our own functions)


_PLAIN = _call("ledger_post_plain", "outcome, stands::text", 13)
_MANY = _call("ledger_post", "array_to_string(outcomes, ','), array_to_string(stands, ',')", 19)


def execute(orders: Sequence[Order]) -> list[Result]:
    """See `engine.execute`."""
    if len(orders) == 1 and _is_plain(orders[0].request):
        return [_post_plain(orders[0])]
    requests = [order.request for order in orders]
    rests = [order.rest if order.request.phase is Phase.CAPTURE else None for order in orders]
    columns: dict[str, Sequence[Any]] = dict(zip(_COLUMNS, zip(*map(_VALUES, requests), strict=True), strict=True))
    columns |= {"rests": rests, "fingerprints": [order.fingerprint for order in orders]}
    outcomes, stands = _MANY.ask([_array(say, columns[name]) for name, say in _PARAMETERS])
    return [
        Result(request.id, _OUTCOMES[outcome], int(amount))
        for request, outcome, amount in zip(requests, outcomes.split(","), stands.split(","), strict=True)
    ]


def _is_plain(request: Request) -> bool:
    return request.phase is Phase.POST and request.hold is None and request.reverses is None and request.lot is None


def _post_plain(order: Order) -> Result:
    request = order.request
    outcome, stands = _PLAIN.ask(
        [
            request.id.hex,
            request.site.hex,
            _hex(request.group),
            request.kind.value,
            request.debit.hex,
            request.credit.hex,
            str(request.amount),
            request.occurred_at.isoformat(),
            _hex(request.actor),
            _hex(request.subject),
            _hex(request.standard_version),
            request.memo,
            "\\x" + order.fingerprint.hex(),
        ]
    )
    return Result(request.id, _OUTCOMES[outcome], int(stands))


# -- arrays, written here because a batch has two thousand values and the driver would ask about each -----------------


def _array(say: Callable[[Any], str], values: Sequence[Any]) -> str | None:
    """A PostgreSQL array literal; NULL if no request has such a thing."""
    first = values[0]
    alike = values.count(first)
    if alike == len(values):
        return None if first is None else "{" + ",".join([say(first)] * alike) + "}"
    return "{" + ",".join(["NULL" if value is None else say(value) for value in values]) + "}"


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


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_id = attrgetter("hex")
_PARAMETERS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("id", _id),
    ("site", _id),
    ("group", _id),
    ("kind", _word),
    ("phase", _word),
    ("debit", _id),
    ("credit", _id),
    ("amount", str),
    ("hold", _id),
    ("reverses", _id),
    ("rests", _id),
    ("expires_at", _moment),
    ("occurred_at", _moment),
    ("actor", _id),
    ("subject", _id),
    ("standard_version", _id),
    ("memo", _quoted),
    ("fingerprints", _bytes),
    ("lot", _day),
)
"""Parameters of `ledger_post` in their order: attribute of a request, and how it is written."""
_COLUMNS = tuple(name for name, _say in _PARAMETERS if name in Request.__dataclass_fields__)
_VALUES = attrgetter(*_COLUMNS)
