"""A courtesy at the till: the row that is written, what must not be passed, what may come between."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from nuanliu.domain.alliance.models import Redemption
from nuanliu.domain.ledger.types import Result


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
