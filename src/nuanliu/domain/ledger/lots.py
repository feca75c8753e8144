"""What a movement does to the lots of an account: pure arithmetic, the same as `sql/lots.sql`.

An account of coins or of a grant is the sum of its lots, one a day of expiry. What goes out takes the oldest first;
what another such account sends keeps its dates, so that passing coins round does not make them younger.
"""

from collections.abc import Iterable
from datetime import date

from nuanliu.domain.ledger.types import NEVER, Phase

Parts = dict[date, int]
"""Amounts by day of expiry."""


def take(*, wanted: int, offered: Iterable[tuple[date, int]]) -> Parts:
    """`wanted` out of what is offered, in that order. Raises ValueError if it does not suffice: the book is wrong."""
    parts: Parts = {}
    for day, free in offered:
        if not wanted:
            break
        part = min(free, wanted)
        parts[day] = parts.get(day, 0) + part
        wanted -= part
    if wanted:
        raise ValueError(wanted)
    return parts


def offered_free(*, free: Parts, named: date | None, brought: Parts, wanted: int) -> list[tuple[date, int]]:
    """Free amounts in the order a post or hold draws on them: oldest first, or only the lot that is `named`.

    A reversal (`brought`: what the original put where) takes exactly that while it is still there; otherwise from the
    same lots first.
    """
    free = {day: amount for day, amount in free.items() if named in {None, day}}
    still_there = {day: min(free[day], amount) for day, amount in brought.items() if day in free}
    if brought and sum(still_there.values()) == wanted:
        free = still_there
    return sorted(free.items(), key=lambda item: (item[0] not in brought, item[0]))


def offered_reserved(*, reserved: Parts, phase: Phase) -> list[tuple[date, int]]:
    """What a hold reserved, in the order a capture (oldest first) or a release (newest first) draws on it."""
    return sorted(((day, amount) for day, amount in reserved.items() if amount > 0), reverse=phase is Phase.RELEASE)


def arriving(*, wanted: int, named: date | None, sent: Parts | None, taken_before: Parts | None) -> Parts:
    """With which dates an amount arrives: as the original took it (reversal), as it was sent, or as one new lot."""
    if taken_before is not None:
        return {day: -amount for day, amount in taken_before.items() if amount}
    if sent is not None:
        return sent
    return {named or NEVER: wanted}
