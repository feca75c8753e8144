"""Small random weeks for matching, and the obvious slow answers to them."""

import itertools
from collections.abc import Iterator

import numpy as np

from nuanliu.domain.matching.types import PlannedVisit, Snapshot


def random_week(seed: int, *, helpers: int, needs: int) -> Snapshot:
    """A crowded week of two days in which everything occurs: wishes, blocks, bans, caps, two windows, two helpers."""
    rng = np.random.default_rng(seed)
    free, windows = [], []
    for helper in range(helpers):
        for half in sorted(rng.choice(4, rng.integers(1, 4), replace=False).tolist()):
            begin = half // 2 * 1440 + (540 if half % 2 == 0 else 840) + 15 * int(rng.integers(0, 3))
            free.append((helper, begin, begin + int(rng.choice([60, 120, 180]))))
    wanted = np.where(rng.random(needs) < 0.2, 2, 1)
    for need in range(needs):
        halves = rng.choice(4, 1 if wanted[need] > 1 else rng.integers(1, 3), replace=False)
        for half in sorted(halves.tolist()):
            begin = half // 2 * 1440 + (540 if half % 2 == 0 else 840) + 15 * int(rng.integers(0, 5))
            windows.append((need, begin, begin + (0 if wanted[need] > 1 else 15 * int(rng.integers(0, 5)))))
    frees, openings = np.array(free), np.array(windows)
    elders = rng.integers(0, max(1, needs // 2), needs)
    some = max(1, needs // 2)
    return Snapshot(
        helper_x=rng.uniform(0, 2000, helpers),
        helper_y=rng.uniform(0, 2000, helpers),
        helper_reach=rng.choice([900.0, 1500.0, 3000.0], helpers),
        helper_sex=rng.integers(1, 3, helpers),
        helper_skills=rng.integers(0, 4, helpers).astype(np.uint64),
        helper_speech=rng.integers(0, 4, helpers).astype(np.uint64),
        helper_cap=rng.choice([60, 120, 240], helpers),
        helper_day_cap=rng.choice([60, 120, 240], helpers),
        helper_prior=rng.integers(0, 8, helpers) * 60,
        helper_chance=rng.random(helpers),
        helper_new=rng.random(helpers) < 0.3,
        free_helper=frees[:, 0],
        free_from=frees[:, 1],
        free_to=frees[:, 2],
        need_x=rng.uniform(0, 2000, needs),
        need_y=rng.uniform(0, 2000, needs),
        need_elder=elders,
        need_minutes=rng.choice([30, 60, 90], needs),
        need_skills=np.where(rng.random(needs) < 0.3, rng.integers(0, 4, needs), 0).astype(np.uint64),
        need_speech=rng.integers(0, 4, needs).astype(np.uint64),
        need_speech_must=rng.random(needs) < 0.1,
        need_sex=rng.integers(0, 3, needs),
        need_sex_must=rng.random(needs) < 0.2,
        need_urgent=rng.random(needs) < 0.2,
        need_frail=rng.random(needs),
        need_wanted=wanted,
        window_need=openings[:, 0],
        window_from=openings[:, 1],
        window_to=openings[:, 2],
        known_helper=np.arange(min(helpers, 3)),
        known_elder=rng.choice(elders, min(helpers, 3)),
        known_strength=rng.random(min(helpers, 3)),
        blocked_helper=rng.integers(0, helpers, some),
        blocked_elder=rng.choice(elders, some),
        capped_helper=np.arange(helpers),
        capped_elder=rng.choice(elders, helpers),
        capped_minutes=rng.choice([30, 60, 90], helpers),
        banned_helper=rng.integers(0, helpers, some),
        banned_need=rng.integers(0, needs, some),
        kept_helper=rng.integers(0, helpers, some),
        kept_need=rng.integers(0, needs, some),
    )


def all_orders(snapshot: Snapshot, helper: int, needs: tuple[int, ...]) -> Iterator[tuple[PlannedVisit, ...]]:
    """Every way to lay these needs one after the other into the helper's free times, each as early as it can be."""
    for order in itertools.permutations(needs):
        windows = [np.flatnonzero(snapshot.window_need == need) for need in order]
        for rows in itertools.product(*windows):
            frees = [np.flatnonzero(snapshot.free_helper == helper) for _ in order]
            for times in itertools.product(*frees):
                yield tuple(_laid(snapshot, order, rows, times))


def _laid(
    snapshot: Snapshot, order: tuple[int, ...], rows: tuple[int, ...], times: tuple[int, ...]
) -> Iterator[PlannedVisit]:
    ready, last_time = 0, -1
    before = -1
    for need, row, time in zip(order, rows, times, strict=True):
        start = max(int(snapshot.window_from[row]), int(snapshot.free_from[time]))
        if time == last_time:
            metres = np.hypot(
                snapshot.need_x[need] - snapshot.need_x[before], snapshot.need_y[need] - snapshot.need_y[before]
            )
            start = max(start, ready + int(np.ceil(metres / snapshot.metres_a_minute - 1e-9)))
        ready, last_time, before = start + int(snapshot.need_minutes[need]), time, need
        yield PlannedVisit(int(snapshot.free_helper[time]), start, need)
