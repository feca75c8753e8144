"""From scores to a list: quorum, majority, order, and what decides between equals."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Ballot:
    """One candidate: (points, is yes) of each member who scored; `eligible` members could; `main` decides equals."""

    candidate: UUID
    scores: tuple[tuple[int, bool], ...]
    eligible: int
    main: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a candidate stands. `rank` is None without quorum or majority."""

    candidate: UUID
    rank: int | None
    points: int
    """Average in hundredths, rounded down; the order is by the exact one."""
    yes: int
    no: int
    eligible: int
    has_quorum: bool
    is_chosen: bool


def votes_needed(*, eligible: int, percent: int) -> int:
    """How many of `eligible` members must have scored; at least one."""
    return max(-(-eligible * percent // 100), 1)


def rank(*, ballots: Sequence[Ballot], places: int, quorum_percent: int) -> list[Ranked]:
    """The order of a category: by average, then by more yes, then by the year's main figure.

    Whoever is equal in all three shares the rank; where that crosses the last place, all of them are on the list.
    """
    order: list[tuple[tuple[Fraction, int, int], Ballot]] = []
    found: dict[UUID, Ranked] = {}
    for one in ballots:
        if _stands(one, quorum_percent):
            order.append(((_average(one), _yes(one), one.main), one))
        else:
            found[one.candidate] = _ranked(one, None, quorum_percent, is_chosen=False)
    order.sort(key=lambda pair: (pair[0], pair[1].candidate.int), reverse=True)
    last, at = 0, None
    for number, (key, one) in enumerate(order, 1):
        if key != at:
            last, at = number, key
        found[one.candidate] = _ranked(one, last, quorum_percent, is_chosen=last <= places)
    ranked = [found[one.candidate] for _key, one in order]
    return ranked + [found[one.candidate] for one in ballots if found[one.candidate].rank is None]


def _stands(ballot: Ballot, percent: int) -> bool:
    return _has_quorum(ballot, percent) and _yes(ballot) * 2 > len(ballot.scores)


def _has_quorum(ballot: Ballot, percent: int) -> bool:
    return len(ballot.scores) >= votes_needed(eligible=ballot.eligible, percent=percent)


def _yes(ballot: Ballot) -> int:
    return sum(1 for _points, is_yes in ballot.scores if is_yes)


def _average(ballot: Ballot) -> Fraction:
    return Fraction(sum(points for points, _yes in ballot.scores), len(ballot.scores)) if ballot.scores else Fraction(0)


def _ranked(ballot: Ballot, place: int | None, percent: int, *, is_chosen: bool) -> Ranked:
    yes = _yes(ballot)
    return Ranked(
        candidate=ballot.candidate,
        rank=place,
        points=int(_average(ballot) * 100),
        yes=yes,
        no=len(ballot.scores) - yes,
        eligible=ballot.eligible,
        has_quorum=_has_quorum(ballot, percent),
        is_chosen=is_chosen,
    )
