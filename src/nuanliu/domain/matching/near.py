"""The right need in a millisecond: open needs in memory as arrays, and the best few for one helper."""

from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.online import Ranked
from nuanliu.domain.matching.types import Bools, Floats, Ints, Masks, Weights

FITS, BESIDE, CANNOT = 0, 1, 2
"""She can and would; outside her free times or further than she goes; without the skill. None is left out."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Open needs, a row each. `quarters` is the word of its time on `weekday` (0 is Monday); no place is NaN."""

    x: Floats
    y: Floats
    skills: Masks
    speech: Masks
    weekday: Ints
    quarters: Masks
    minutes: Ints
    starts: Ints
    """Minutes since an agreed moment."""
    is_urgent: Bools


@dataclass(frozen=True, kw_only=True)
class Seeker:
    """One helper; `free` has a word a weekday. Whose home is not known or not to be used has NaN for it."""

    x: float
    y: float
    reach: float
    skills: int
    speech: int
    prior: int
    free: tuple[int, ...]


def rank_needs(*, needs: Needs, seeker: Seeker, weights: Weights, since: int, until: int, limit: int) -> Ranked:
    """The best `limit` of the needs that start after `since` and before `until`.

    First what she can and would do, then what lies beside her wishes, then what she has not the skill for; within
    these the most points first, then the sooner, then the lower row.
    """
    rows = np.flatnonzero((needs.starts > since) & (needs.starts < until))
    metres = np.hypot(needs.x[rows] - seeker.x, needs.y[rows] - seeker.y)
    free = np.array(seeker.free, np.uint64)[needs.weekday[rows]]
    is_able = (needs.skills[rows] & np.uint64(seeker.skills)) == needs.skills[rows]
    would = ((free & needs.quarters[rows]) == needs.quarters[rows]) & ~(metres > seeker.reach)
    hours, prior = needs.minutes[rows] / 60, seeker.prior / 60
    points = (
        weights.base
        + weights.urgent * needs.is_urgent[rows]
        + weights.speech * ((needs.speech[rows] & np.uint64(seeker.speech)) != 0)
        - weights.kilometre * 2 * np.nan_to_num(metres) / 1000
        - weights.load * (hours * hours + 2 * hours * prior)
    )
    tier = np.where(is_able, np.where(would, FITS, BESIDE), CANNOT)
    few = _few(tier, points, limit)
    order = few[np.lexsort((rows[few], needs.starts[rows[few]], -points[few], tier[few]))[:limit]]
    return Ranked(rows[order], points[order])


def _few(tier: Ints, points: Floats, limit: int) -> Ints:
    """Enough to hold the best `limit`, so that few are sorted: whole tiers, and of the last those with most points."""
    found: list[Ints] = []
    left = limit
    for code in (FITS, BESIDE, CANNOT):
        mine = np.flatnonzero(tier == code)
        if len(mine) > left:
            worth = points[mine]
            mine = mine[worth >= np.partition(worth, len(mine) - left)[len(mine) - left]]
        found.append(mine)
        left -= len(mine)
        if left <= 0:
            break
    return np.concatenate(found)
