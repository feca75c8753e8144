"""Who could go to whom at all: k-d trees, bit masks, free times against windows."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from nuanliu.domain.matching.types import Bools, Floats, Ints, Masks, Snapshot, Weights

_REACH_CLASSES = 6
_PART = 7 * 1440 / 63
"""Minutes of a part of the week, of which a word knows 64."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Helper and need that suit each other, whatever the time. Sorted by helper, then need."""

    helper: Ints
    need: Ints
    value: Floats
    """Points of the visit itself: no way and no load in it."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """One pair in one free time and one window: the visit may start from `first` to `last`. Sorted by free time."""

    free: Ints
    need: Ints
    first: Ints
    last: Ints
    value: Floats


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """For groups of these sizes: which group each row belongs to, and its place within the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)


def holds(*, keys: Ints, wanted: Ints) -> Bools:
    """For each wanted key whether it is among `keys`."""
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    ordered = np.sort(keys)
    found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    is_there: Bools = ordered[found] == wanted
    return is_there


def _strength(snapshot: Snapshot, keys: Ints, wanted: Ints) -> Floats:
    if not len(keys):
        return np.zeros(len(wanted))
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[found] == wanted, snapshot.known_strength[order][found], 0.0)


def _within_reach(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """Pairs no further apart than the helper goes; a tree for each class of reach, so that few are looked at."""
    if not snapshot.helpers or not snapshot.needs:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    tree = KDTree(np.column_stack((snapshot.need_x, snapshot.need_y)))
    here = np.column_stack((snapshot.helper_x, snapshot.helper_y))
    edges = np.unique(np.quantile(snapshot.helper_reach, np.linspace(0, 1, _REACH_CLASSES + 1), method="higher"))
    classes = np.searchsorted(edges, snapshot.helper_reach)
    helpers, needs = [], []
    for code in np.unique(classes):
        rows = np.flatnonzero(classes == code)
        furthest = float(snapshot.helper_reach[rows].max())
        found = KDTree(here[rows]).sparse_distance_matrix(tree, furthest + 1e-6, output_type="ndarray")
        helper, need = rows[found["i"]], found["j"].astype(np.int64)
        metres = np.hypot(here[helper, 0] - snapshot.need_x[need], here[helper, 1] - snapshot.need_y[need])
        near = metres <= snapshot.helper_reach[helper]
        helpers.append(helper[near])
        needs.append(need[near])
    return np.concatenate(helpers).astype(np.int64), np.concatenate(needs)


def suits(snapshot: Snapshot, helper: Ints, need: Ints) -> Bools:
    """Whether the helper may go there by skills and by what the old person says is hard."""
    skilled = (snapshot.need_skills[need] & ~snapshot.helper_skills[helper]) == 0
    speaks = (snapshot.need_speech[need] & snapshot.helper_speech[helper]) != 0
    is_sex = snapshot.need_sex[need] == snapshot.helper_sex[helper]
    wishes_sex = snapshot.need_sex[need] != 0
    fits = skilled & (~snapshot.need_speech_must[need] | speaks)
    fits &= ~(snapshot.need_sex_must[need] & wishes_sex) | is_sex
    return np.asarray(fits)


def _worth(snapshot: Snapshot, weights: Weights, helper: Ints, need: Ints) -> Floats:
    speaks = (snapshot.need_speech[need] & snapshot.helper_speech[helper]) != 0
    is_sex = (snapshot.need_sex[need] != 0) & (snapshot.need_sex[need] == snapshot.helper_sex[helper])
    known = _strength(
        snapshot,
        snapshot.known_helper * _elders(snapshot) + snapshot.known_elder,
        helper * _elders(snapshot) + snapshot.need_elder[need],
    )
    kept = holds(keys=snapshot.kept_helper * snapshot.needs + snapshot.kept_need, wanted=helper * snapshot.needs + need)
    return np.asarray(
        weights.base
        + weights.urgent * snapshot.need_urgent[need]
        + weights.frail * snapshot.need_frail[need]
        + weights.known * known
        + weights.speech * speaks
        + weights.sex * is_sex
        + weights.chance * snapshot.helper_chance[helper]
        + weights.newcomer * snapshot.helper_new[helper]
        + weights.kept * kept
    )


def _elders(snapshot: Snapshot) -> int:
    ids = (snapshot.need_elder, snapshot.known_elder, snapshot.blocked_elder, snapshot.capped_elder)
    return 1 + max((int(one.max()) for one in ids if len(one)), default=0)


def suitable_pairs(*, snapshot: Snapshot, weights: Weights) -> Pairs:
    """Every pair that reach, skills, hard wishes, blocked pairs and bans allow, with what a visit would be worth."""
    helper, need = _within_reach(snapshot)
    fits = suits(snapshot, helper, need)
    helper, need = helper[fits], need[fits]
    elders = _elders(snapshot)
    shut = holds(
        keys=snapshot.blocked_helper * elders + snapshot.blocked_elder,
        wanted=helper * elders + snapshot.need_elder[need],
    )
    shut |= holds(
        keys=snapshot.banned_helper * snapshot.needs + snapshot.banned_need, wanted=helper * snapshot.needs + need
    )
    helper, need = helper[~shut], need[~shut]
    order = np.lexsort((need, helper))
    helper, need = helper[order], need[order]
    return Pairs(helper, need, _worth(snapshot, weights, helper, need))


def _parts(begin: Ints, end: Ints, owner: Ints, owners: int) -> Masks:
    """For each owner the word of the parts of the week that her stretches touch, the last minute of each included."""
    first, last = (np.clip(one // _PART, 0, 63).astype(np.uint64) for one in (begin, end))
    words = (np.left_shift(np.uint64(2), last) - np.uint64(1)) & ~(np.left_shift(np.uint64(1), first) - np.uint64(1))
    found = np.zeros(owners, np.uint64)
    np.bitwise_or.at(found, owner, words)
    return found


def _might_meet(snapshot: Snapshot, pairs: Pairs) -> Ints:
    """Rows of pairs whose times lie in a same part of the week: the others are not worth laying out."""
    free = _parts(snapshot.free_from, snapshot.free_to, snapshot.free_helper, snapshot.helpers)
    asked = _parts(snapshot.window_from, snapshot.window_to, snapshot.window_need, snapshot.needs)
    return np.flatnonzero(free[pairs.helper] & asked[pairs.need])


def arcs_of(*, snapshot: Snapshot, pairs: Pairs) -> Arcs:
    """The pairs placed in free times and windows, where the visit fits in and keeps the helper's caps."""
    first_free = np.searchsorted(snapshot.free_helper, np.arange(snapshot.helpers + 1))
    first_window = np.searchsorted(snapshot.window_need, np.arange(snapshot.needs + 1))
    met = _might_meet(snapshot, pairs)
    at, place = spread(np.diff(first_free)[pairs.helper[met]])
    row = met[at]
    free = first_free[pairs.helper[row]] + place
    row2, place2 = spread(np.diff(first_window)[pairs.need[row]])
    row, free = row[row2], free[row2]
    window = first_window[pairs.need[row]] + place2
    need, helper = pairs.need[row], pairs.helper[row]
    minutes = snapshot.need_minutes[need]
    first = np.maximum(snapshot.free_from[free], snapshot.window_from[window])
    last = np.minimum(snapshot.free_to[free] - minutes, snapshot.window_to[window])
    fits = (first <= last) & (minutes <= np.minimum(snapshot.helper_cap, snapshot.helper_day_cap)[helper])
    row, free, need, first, last = row[fits], free[fits], need[fits], first[fits], last[fits]
    order = np.lexsort((first, need, free))
    return Arcs(free[order], need[order], first[order], last[order], pairs.value[row][order])


def with_enough_helpers(*, snapshot: Snapshot, arcs: Arcs) -> Arcs:
    """Without visits that want two where one alone could come: half of such a visit is worth nothing, in no bound."""
    for_more = snapshot.need_wanted[arcs.need] > 1
    need, helper = arcs.need[for_more], snapshot.free_helper[arcs.free[for_more]]
    ways = np.unique(need * snapshot.helpers + helper)
    helpers = np.bincount(ways // max(snapshot.helpers, 1), minlength=snapshot.needs)
    kept = ~for_more | (helpers >= snapshot.need_wanted)[arcs.need]
    return Arcs(arcs.free[kept], arcs.need[kept], arcs.first[kept], arcs.last[kept], arcs.value[kept])
