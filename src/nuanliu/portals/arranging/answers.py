"""What has been answered so far.

It travels in the address of each question, so Back, a new sign-in and a second window lose nothing; only what the
person writes in her own words stays out of it (see `placing.note`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.http import urlencode

from nuanliu.domain.care.types import Payer
from nuanliu.platform import clock
from nuanliu.platform.ids import derived_id, new_id

OWN_WORDS = "own"
WORD_CODES = ("none", "loud", "call", OWN_WORDS)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Empty or None: not answered yet. `again` is a returned need that is mended; `start` this asking's own id."""

    what: str = ""
    day: date | None = None
    part: str = ""
    hour: int | None = None
    minutes: int | None = None
    payer: str = ""
    word: str = ""
    again: UUID | None = None
    start: UUID | None = None

    def but(self, **changes: Any) -> "Answers":
        """The same answers with some given anew."""
        return replace(self, **changes)

    def begun(self) -> "Answers":
        """With an id of its own, so that asking twice for the same is one need."""
        return self if self.start else replace(self, start=new_id())

    @property
    def query(self) -> str:
        """As the end of an address."""
        said = {name: _written(value) for name, value in self.__dict__.items() if value not in {None, ""}}
        return f"?{urlencode(said)}" if said else ""

    @property
    def starts_at(self) -> datetime | None:
        """The moment asked for, once day and hour are known."""
        return clock.at(self.day, self.hour) if self.day and self.hour is not None else None

    def token(self, *, note: str) -> UUID:
        """The same answers of the same asking are the same act; a changed answer is another."""
        parts = (self.what, str(self.starts_at), str(self.minutes), self.payer, str(self.again), note)
        return derived_id(self.start or new_id(), *parts)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def answers_in(query: Mapping[str, str]) -> Answers:
    """What an address says; nonsense in it is taken as not answered."""
    hour, payer, word = _number(query.get("hour", "")), query.get("payer", ""), query.get("word", "")
    return Answers(
        what=query.get("what", "")[:8],
        day=_day(query.get("day", "")),
        part=query.get("part", "") if query.get("part") in {"morning", "afternoon"} else "",
        hour=hour if hour is not None and hour < 24 else None,
        minutes=_number(query.get("minutes", "")),
        payer=payer if payer in set(Payer) - {Payer.POOL} else "",
        word=word if word in WORD_CODES else "",
        again=_id(query.get("again", "")),
        start=_id(query.get("start", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
