"""A courtesy is had: what others may have changed meanwhile is looked at under the locks, then all of it is written.

On PostgreSQL one call of `redeem.sql`; on SQLite the same steps here, where the IMMEDIATE transaction is the lock. No
rule stands in either: the limits come as numbers. A refusal has written nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction

from nuanliu.domain.alliance.models import Code, PersonMonth, Redemption, ShopMonth, Stock
from nuanliu.domain.audit.operations import Done, as_recorded, record_all
from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.engine import fingerprint
from nuanliu.domain.ledger.types import Outcome, Request, Result
from nuanliu.platform.prepared import Prepared


class Refusal(StrEnum):
    """What somebody else changed first, in the order in which it is looked at."""

    CODE_USED = "code_used"
    NOT_BEGUN = "not_begun"
    """The person's month has no row yet: whoever makes it looks at her hours first."""
    ABOVE_CAP = "above_cap"
    TOO_OFTEN = "too_often"
    BUDGET_USED = "budget_used"
    NONE_LEFT = "none_left"
    BOOK = "book"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One courtesy had: the row of its `Redemption`."""

    site_id: UUID
    id: UUID
    shop_id: UUID
    offer_id: UUID
    person_id: UUID
    home_site: UUID
    code: str
    title: str
    coins: int
    bearer: str
    fund_id: UUID | None
    day: date
    made_at: datetime
    taken_at: datetime
    made_by: UUID
    token: UUID
    standard_version: UUID

    @classmethod
    def of(cls, row: Redemption) -> Self:
        """As it stands in the table."""
        return cls(**{name: getattr(row, name) for name in ROW})

    def as_row(self) -> dict[str, Any]:
        """Columns and values."""
        return {name: getattr(self, name) for name in ROW}


ROW = tuple(field.name for field in fields(Made))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that may stand in each counter before this one; None: no limit."""

    month: date
    person: int
    shop: int | None
    times: int
    """How often one person may have it since `since`; 0: as often as she likes."""
    since: date
    is_counted: bool
    """Whether one is taken out of stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """None refused: it is written. Otherwise why not, what stood there, and what the book said."""

    refusal: Refusal | None
    stands: int = 0
    results: tuple[Result, ...] = ()


def take(*, made: Made, code: UUID, limits: Limits, legs: Sequence[Request], done: Done) -> Answer:
    """Have it, or say what it was refused for. In the caller's transaction, or in one of its own."""
    if connection.vendor == "postgresql":
        return _ask(made, code, limits, legs, done)
    with transaction.atomic(savepoint=False):
        found = _look(made, code, limits)
        return found if isinstance(found, Answer) else _write(made, code, limits, legs, done, found)


# -- PostgreSQL

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


# -- SQLite: the same steps


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands in the counters."""

    spent: int
    taken: int
    in_stock: int


def _look(made: Made, code: UUID, limits: Limits) -> Answer | _Found:
    if Code.objects.filter(site_id=made.home_site, id=code).exclude(used_at=None).exists():
        return Answer(refusal=Refusal.CODE_USED)
    spent = _person_month(made, limits).values_list("coins", flat=True).first()
    if spent is None:
        return Answer(refusal=Refusal.NOT_BEGUN)
    if spent > limits.person:
        return Answer(refusal=Refusal.ABOVE_CAP, stands=spent)
    if limits.times and _had(made, limits) >= limits.times:
        return Answer(refusal=Refusal.TOO_OFTEN)
    shop_month = ShopMonth.objects.filter(site_id=made.site_id, shop_id=made.shop_id, month=limits.month)
    taken = shop_month.values_list("coins", flat=True).first() or 0
    if limits.shop is not None and taken > limits.shop:
        return Answer(refusal=Refusal.BUDGET_USED)
    in_stock = _stock(made).values_list("left", flat=True).first() or 0
    none_left = limits.is_counted and in_stock < 1
    return Answer(refusal=Refusal.NONE_LEFT) if none_left else _Found(spent, taken, in_stock)


def _had(made: Made, limits: Limits) -> int:
    rows = Redemption.objects.filter(site_id=made.site_id, person_id=made.person_id, offer_id=made.offer_id)
    return rows.filter(day__gte=limits.since, undone_at=None).count()


def _write(  # noqa: PLR0917 (the parts of one act)
    made: Made, code: UUID, limits: Limits, legs: Sequence[Request], done: Done, found: _Found
) -> Answer:
    results = tuple(ledger.post_many(legs))
    if not all(result.stands for result in results):
        return Answer(refusal=Refusal.BOOK, results=results)
    Code.objects.filter(site_id=made.home_site, id=code).update(used_at=made.made_at)
    _person_month(made, limits).update(coins=found.spent + made.coins)
    ShopMonth.objects.bulk_create(
        [
            ShopMonth(
                site_id=made.site_id, shop_id=made.shop_id, month=limits.month, coins=found.taken + made.coins
            )
        ],
        update_conflicts=True, update_fields=["coins"], unique_fields=["site_id", "shop_id", "month"],
    )  # fmt: skip
    if limits.is_counted:
        _stock(made).update(left=found.in_stock - 1)
    Redemption.objects.bulk_create([Redemption(**made.as_row())])
    record_all(done=[done])
    return Answer(refusal=None, results=results)


def _person_month(made: Made, limits: Limits) -> Any:
    return PersonMonth.objects.filter(site_id=made.home_site, person_id=made.person_id, month=limits.month)


def _stock(made: Made) -> Any:
    return Stock.objects.filter(site_id=made.site_id, offer_id=made.offer_id)
