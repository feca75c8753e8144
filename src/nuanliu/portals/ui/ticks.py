"""The letters before the boxes of a tick-card, and what a clerk means who types them after the number of a service."""

import re
from dataclasses import dataclass
from string import ascii_uppercase

from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.platform.typed import tidy_digits

FOR_LETTER: dict[ForWhom, str] = dict(zip(ForWhom, ascii_uppercase, strict=False))
"""A, B, C: whom it is for."""
WISH_LETTER: dict[Wish, str] = dict(zip(Wish, ascii_uppercase[len(ForWhom) :], strict=False))
"""D and so on: what she would like of the helper."""
_TICKED = re.compile(r"(?P<number>\d{1,2})[\s,，.、]*(?P<letters>[A-Z][A-Z\s,，.、]*)")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is ticked on a card: the number of the service, whom it is for (None if not ticked), what is wished."""

    number: str
    for_whom: tuple[ForWhom, ...] = ()
    wishes: tuple[Wish, ...] = ()


def read_ticks(*, text: str) -> Ticked | None:
    """`6BD` or `6 b d` as ticks; None for anything else, also for a letter that stands on no card."""
    found = _TICKED.fullmatch(tidy_digits(text).upper().strip())
    if found is None:
        return None
    letters = {letter for letter in found["letters"] if letter.isalpha()}
    if not letters <= {*FOR_LETTER.values(), *WISH_LETTER.values()}:
        return None
    return Ticked(
        found["number"],
        tuple(one for one, letter in FOR_LETTER.items() if letter in letters),
        tuple(one for one, letter in WISH_LETTER.items() if letter in letters),
    )
