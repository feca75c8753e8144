"""From frozen facts to figures. Facts are plain JSON: rows of what happened, and what the score is reckoned with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nuanliu.domain.honours.types import Measure, SubjectKind

FACES = {"happy": 500, "fine": 300, "sad": 100}
"""The three faces of an old person on a scale of one to five, in hundredths (ADR 0054)."""
Facts = Mapping[str, Any]
Figures = dict[Measure, int | None]


def figures_of(*, kind: SubjectKind, facts: Facts) -> Figures:
    """Every figure of a subject; None where there is nothing to measure (nobody has rated her)."""
    return _MEASURING[kind](facts)


def _of_volunteer(facts: Facts) -> Figures:
    visits = facts["visits"]
    void = len(facts["voided"])
    return {
        **_served(visits),
        Measure.RATING: _rating(visits),
        Measure.COMPLAINTS: void,
        Measure.SCORE: facts["score"] if "score" in facts else _reckoned(facts),
    }


def _reckoned(facts: Facts) -> int:
    """The score of a list that was frozen before there was a record of conduct."""
    late, void = len(facts["late_cancels"]), len(facts["voided"])
    points = facts["score_start"] - late * facts["late_cancel_points"] - void * facts["complaint_points"]
    return int(max(points, 0))


def _of_branch(facts: Facts) -> Figures:
    visits = facts["visits"]
    return {
        **_served(visits),
        Measure.MEMBERS: len({row["person"] for row in visits}),
        Measure.COMPLAINTS: len(facts["voided"]),
    }


def _of_site(facts: Facts) -> Figures:
    visits = facts["visits"]
    return {
        **_served(visits),
        Measure.RATING: _rating(visits),
        Measure.LATE: sum(1 for row in visits if row["late"]),
    }


def _of_family(facts: Facts) -> Figures:
    visits = facts["visits"]
    return {
        **_served(visits),
        Measure.MEMBERS: len({row["person"] for row in visits}),
        Measure.COMPLAINTS: len(facts["voided"]),
    }


def _of_shop(facts: Facts) -> Figures:
    had = facts["redemptions"]
    return {Measure.REDEMPTIONS: len(had), Measure.MONTHS: len({row["day"][:7] for row in had})}


def _served(visits: Sequence[Facts]) -> Figures:
    return {
        Measure.MINUTES: sum(row["minutes"] for row in visits),
        Measure.SERVICES: len(visits),
        Measure.ELDERS: len({row["elder"] for row in visits}),
    }


def _rating(visits: Sequence[Facts]) -> int | None:
    said = [FACES[row["face"]] for row in visits if row["face"] in FACES]
    return sum(said) // len(said) if said else None


_MEASURING: dict[SubjectKind, Callable[[Facts], Figures]] = {
    SubjectKind.VOLUNTEER: _of_volunteer,
    SubjectKind.BRANCH: _of_branch,
    SubjectKind.SITE: _of_site,
    SubjectKind.FAMILY: _of_family,
    SubjectKind.SHOP: _of_shop,
}
