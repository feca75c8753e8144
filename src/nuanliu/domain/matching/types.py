"""What matching is told and what it answers. Minutes count from Monday 0:00; places are metres on a plane."""

import hashlib
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Masks = NDArray[np.uint64]
Bools = NDArray[np.bool_]

MOST_IN_A_ROW = 3
"""Visits that one helper makes within one of her free times."""


def _no_ints() -> Ints:
    return np.zeros(0, np.int64)


def _no_floats() -> Floats:
    return np.zeros(0, np.float64)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One week of one place: helpers with their free times, needs with the times that would do, and who knows whom.

    Rows of `free_*` are sorted by helper and time and do not overlap; rows of `window_*` are sorted by need. A visit
    must start within one of its need's windows (`window_to` is the latest start) and lie within one free time. A need
    that wants two helpers has one window of no width, so that both start together.
    """

    helper_x: Floats
    helper_y: Floats
    helper_reach: Floats
    helper_sex: Ints
    helper_skills: Masks
    helper_speech: Masks
    helper_cap: Ints
    """Minutes that this helper may still be asked for in the week."""
    helper_day_cap: Ints
    helper_prior: Ints
    """Minutes she gave in the weeks before; what fairness looks at."""
    helper_chance: Floats
    """How likely she says yes, 0 to 1."""
    helper_new: Bools
    free_helper: Ints
    free_from: Ints
    free_to: Ints
    need_x: Floats
    need_y: Floats
    need_elder: Ints
    need_minutes: Ints
    need_skills: Masks
    need_speech: Masks
    need_speech_must: Bools
    need_sex: Ints
    """1 or 2 if she wishes a man or a woman, 0 if she does not mind."""
    need_sex_must: Bools
    need_urgent: Bools
    need_frail: Floats
    need_wanted: Ints
    window_need: Ints
    window_from: Ints
    window_to: Ints
    known_helper: Ints = field(default_factory=_no_ints)
    known_elder: Ints = field(default_factory=_no_ints)
    known_strength: Floats = field(default_factory=_no_floats)
    blocked_helper: Ints = field(default_factory=_no_ints)
    blocked_elder: Ints = field(default_factory=_no_ints)
    capped_helper: Ints = field(default_factory=_no_ints)
    capped_elder: Ints = field(default_factory=_no_ints)
    capped_minutes: Ints = field(default_factory=_no_ints)
    """What is left of the month's cap of these two people, where it could bind."""
    banned_helper: Ints = field(default_factory=_no_ints)
    banned_need: Ints = field(default_factory=_no_ints)
    kept_helper: Ints = field(default_factory=_no_ints)
    kept_need: Ints = field(default_factory=_no_ints)
    """Pairs that people already know of: keeping them is worth something."""
    metres_a_minute: float = 70 / 1.3

    @property
    def helpers(self) -> int:
        """How many helpers there are."""
        return len(self.helper_x)

    @property
    def needs(self) -> int:
        """How many needs there are."""
        return len(self.need_x)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything in it: two snapshots with the same hash are the same question."""
        digest = hashlib.sha256()
        for one in fields(self):
            value = np.asarray(getattr(self, one.name))
            digest.update(f"{one.name}:{value.dtype.str}:{value.shape};".encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What a visit is worth, in points; every weight has its words in the Standard."""

    base: float = 100.0
    urgent: float = 60.0
    frail: float = 30.0
    known: float = 25.0
    speech: float = 8.0
    sex: float = 8.0
    chance: float = 10.0
    newcomer: float = 4.0
    kept: float = 15.0
    kilometre: float = 3.0
    """Taken off for every kilometre of the way from home, between visits, and home again."""
    load: float = 0.2
    """Taken off for hours squared, those of the weeks before included: the second hour costs more than the first."""


@dataclass(frozen=True, slots=True, order=True)
class PlannedVisit:
    """Who goes to whom, and when."""

    helper: int
    start: int
    need: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How an answer was found."""

    columns: int
    rounds: int
    seconds: dict[str, float] = field(default_factory=dict, compare=False)
    was_cut: bool = False
    """Whether time ran out: only then may the same question have another answer."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A week. No plan whatsoever can be worth more than `bound`."""

    visits: tuple[PlannedVisit, ...]
    value: float
    bound: float
    prices: tuple[float, ...]
    """What one helper more for this need would be worth."""
    unserved: dict[int, str]
    """Needs nobody goes to, with the reason: no_skill, no_wish, no_reach, no_time, too_few, contested."""
    stats: Stats

    @cached_property
    def by_helper(self) -> dict[int, list[PlannedVisit]]:
        """The visits of each helper who has any."""
        mine: dict[int, list[PlannedVisit]] = {}
        for one in self.visits:
            mine.setdefault(one.helper, []).append(one)
        return mine

    @cached_property
    def by_need(self) -> dict[int, list[PlannedVisit]]:
        """The visits to each need that somebody goes to."""
        there: dict[int, list[PlannedVisit]] = {}
        for one in self.visits:
            there.setdefault(one.need, []).append(one)
        return there

    @property
    def gap(self) -> float:
        """How far the value can be from the best, as a share of the bound."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0
