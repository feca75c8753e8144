"""Invented weeks of a place: the same seed gives the same week."""

from dataclasses import dataclass

import numpy as np

from nuanliu.domain.matching.types import Snapshot


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a week is. `side` is the width of the place in metres."""

    helpers: int
    needs: int
    side: float
    seed: int = 8


SCALES = {
    "pilot": Scale(200, 500, 5_000),
    "district": Scale(2_000, 1_000, 12_000),
    "city": Scale(10_000, 5_000, 26_000),
    "scarce": Scale(200, 1_000, 5_000),
    "scarce-city": Scale(4_000, 5_000, 26_000),
    "mega": Scale(100_000, 50_000, 82_000),
}

_SKILLS = np.array([0.35, 0.12, 0.10, 0.06, 0.04, 0.03])
"""How many helpers have the training or certificate of each kind."""
_ASKED = np.array([0.10, 0.05, 0.04, 0.03, 0.02, 0.02])
"""How many needs ask for it."""
_MINUTES = np.array([30, 60, 90, 120, 180])
_HOW_LONG = np.array([0.15, 0.45, 0.15, 0.17, 0.08])


def _places(rng: np.random.Generator, count: int, side: float) -> tuple[np.ndarray, np.ndarray]:
    """Communities, and people scattered around them."""
    towns = max(3, int((side / 1_500) ** 2))
    centre = rng.uniform(0, side, (towns, 2))
    weight = rng.dirichlet(np.full(towns, 2.0))
    where = centre[rng.choice(towns, count, p=weight)] + rng.normal(0, 450, (count, 2))
    return where[:, 0], where[:, 1]


def _masks(rng: np.random.Generator, count: int, shares: np.ndarray) -> np.ndarray:
    return ((rng.random((count, len(shares))) < shares) @ (1 << np.arange(len(shares)))).astype(np.uint64)


def _free_times(rng: np.random.Generator, helpers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One to four half days a week for each."""
    rows = []
    for helper in range(helpers):
        halves = rng.choice(14, rng.integers(1, 5), replace=False)
        for half in sorted(halves.tolist()):
            begin = half // 2 * 1440 + (510 if half % 2 == 0 else 840) + 15 * int(rng.integers(0, 5))
            rows.append((helper, begin, begin + int(rng.choice([90, 120, 180, 210]))))
    table = np.array(rows)
    return table[:, 0], table[:, 1], table[:, 2]


def _windows(rng: np.random.Generator, minutes: np.ndarray, wanted: np.ndarray) -> tuple[list[int], ...]:
    rows: list[tuple[int, int, int]] = []
    for need, long in enumerate(minutes.tolist()):
        halves = sorted(rng.choice(14, 2 if rng.random() < 0.3 and wanted[need] == 1 else 1, replace=False).tolist())
        for half in halves:
            begin = half // 2 * 1440 + (510 if half % 2 == 0 else 840) + 15 * int(rng.integers(0, 6))
            slack = 0 if wanted[need] > 1 else int(rng.choice([0, 30, 60, 120]))
            rows.append((need, begin, begin + min(slack, max(0, 210 - long))))
    return tuple(list(column) for column in zip(*rows, strict=True))


def week(scale: Scale) -> Snapshot:
    """The week of this scale."""
    rng = np.random.default_rng(scale.seed)
    helpers, needs = scale.helpers, scale.needs
    x, y = _places(rng, helpers + needs, scale.side)
    order = rng.permutation(helpers + needs)
    x, y = x[order], y[order]
    elders = np.sort(rng.integers(0, max(1, needs * 3 // 4), needs))
    first = np.searchsorted(elders, elders)
    need_x, need_y = x[helpers:][first], y[helpers:][first]
    minutes = rng.choice(_MINUTES, needs, p=_HOW_LONG)
    wanted = np.where(rng.random(needs) < 0.04, 2, 1)
    free = _free_times(rng, helpers)
    windows = [np.array(column) for column in _windows(rng, minutes, wanted)]
    known = rng.integers(0, helpers, needs), rng.choice(elders, needs)
    pairs = np.unique(np.column_stack(known), axis=0)
    blocked = np.column_stack((rng.integers(0, helpers, needs // 20 + 1), rng.choice(elders, needs // 20 + 1)))
    speech = np.where(rng.random(needs) < 0.25, 1 << rng.integers(0, 3, needs), 0).astype(np.uint64)
    sex = np.where(rng.random(needs) < 0.2, rng.integers(1, 3, needs), 0)
    return Snapshot(
        helper_x=x[:helpers],
        helper_y=y[:helpers],
        helper_reach=rng.choice([1_000.0, 1_500.0, 3_000.0], helpers, p=[0.3, 0.5, 0.2]),
        helper_sex=np.where(rng.random(helpers) < 0.68, 2, 1),
        helper_skills=_masks(rng, helpers, _SKILLS),
        helper_speech=_masks(rng, helpers, np.array([0.6, 0.15, 0.1])),
        helper_cap=rng.choice([120, 180, 240, 360, 480], helpers),
        helper_day_cap=np.where(rng.random(helpers) < 0.4, 240, 480),
        helper_prior=(rng.gamma(1.2, 240, helpers) // 30 * 30).astype(np.int64),
        helper_chance=rng.beta(6, 2, helpers),
        helper_new=rng.random(helpers) < 0.1,
        free_helper=free[0],
        free_from=free[1],
        free_to=free[2],
        need_x=need_x,
        need_y=need_y,
        need_elder=elders,
        need_minutes=minutes,
        need_skills=_masks(rng, needs, _ASKED),
        need_speech=speech,
        need_speech_must=(speech != 0) & (rng.random(needs) < 0.2),
        need_sex=sex,
        need_sex_must=(sex != 0) & (rng.random(needs) < 0.3),
        need_urgent=rng.random(needs) < 0.08,
        need_frail=rng.random(needs).round(2),
        need_wanted=wanted,
        window_need=windows[0],
        window_from=windows[1],
        window_to=windows[2],
        known_helper=pairs[:, 0],
        known_elder=pairs[:, 1],
        known_strength=np.ones(len(pairs)),
        blocked_helper=blocked[:, 0],
        blocked_elder=blocked[:, 1],
        capped_helper=pairs[: len(pairs) // 20, 0],
        capped_elder=pairs[: len(pairs) // 20, 1],
        capped_minutes=rng.choice([30, 60, 90], len(pairs) // 20),
    )
