"""`python -m bench matching [SCALE …]`: a week proposed at the scales of the plan, beside two loops."""

import dataclasses
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.dispatch.loops import greedy, naive
from bench.dispatch.weeks import SCALES, week
from nuanliu.domain.matching.propose import propose
from nuanliu.domain.matching.types import Plan, PlannedVisit, Snapshot, Stats, Weights
from nuanliu.domain.matching.verify import value_of, verify

USUAL = ("pilot", "district", "city", "scarce", "scarce-city")
_WEIGHTS = Weights()


def _gini(hours: np.ndarray) -> float:
    ordered = np.sort(hours)
    count = len(ordered)
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * ordered.sum()))


def _figures(snapshot: Snapshot, visits: tuple[PlannedVisit, ...]) -> dict[str, float]:
    helper = np.array([one.helper for one in visits], np.int64)
    need = np.array([one.need for one in visits], np.int64)
    served = np.unique(need)
    more = np.bincount(helper, snapshot.need_minutes[need], snapshot.helpers)
    known = set(zip(snapshot.known_helper.tolist(), snapshot.known_elder.tolist(), strict=True))
    only_way = dataclasses.replace(
        _WEIGHTS, base=0, urgent=0, frail=0, known=0, speech=0, sex=0, chance=0, newcomer=0, kept=0, load=0, kilometre=1
    )
    return {
        "value": value_of(snapshot=snapshot, weights=_WEIGHTS, visits=visits),
        "served": 100 * len(served) / snapshot.needs,
        "urgent": 100 * snapshot.need_urgent[served].sum() / snapshot.need_urgent.sum(),
        "km": -value_of(snapshot=snapshot, weights=only_way, visits=visits) / len(visits),
        "continuity": sum((h, int(snapshot.need_elder[n])) in known for h, n in zip(helper, need, strict=True)),
        "gini": _gini(snapshot.helper_prior + more),
    }


def _faults(snapshot: Snapshot, plan: Plan) -> int:
    return len(verify(snapshot=snapshot, weights=_WEIGHTS, plan=plan))


def _loop(run: Callable[[Snapshot, Weights], tuple[PlannedVisit, ...]], snapshot: Snapshot) -> dict[str, float]:
    clock = time.process_time()
    visits = run(snapshot, _WEIGHTS)
    cpu = time.process_time() - clock
    figures = _figures(snapshot, visits)
    plan = Plan(visits=visits, value=figures["value"], bound=np.inf, prices=(), unserved={}, stats=Stats(0, 0))
    return {"cpu": cpu, "faults": _faults(snapshot, plan), **figures}


def _proposed(snapshot: Snapshot) -> dict[str, float]:
    clock = time.process_time()
    plan = propose(snapshot=snapshot, weights=_WEIGHTS, seconds=900)
    cpu = time.process_time() - clock
    phases = {f"phase {name}": seconds for name, seconds in plan.stats.seconds.items()}
    return {
        "cpu": cpu,
        "faults": _faults(snapshot, plan),
        "bound": plan.bound,
        "gap": 100 * plan.gap,
        **_figures(snapshot, plan.visits),
        **phases,
        **_again(snapshot, plan),
    }


def _again(snapshot: Snapshot, plan: Plan) -> dict[str, float]:
    """The week solved again after an event for every 25 needs, 200 in a city: a helper ill, a need off, one moved.

    Kept are those of the visits that stand whose helper and need no event was about.
    """
    rng = np.random.default_rng(1)
    events = snapshot.needs // 25
    gone = rng.choice(snapshot.helpers, events * 7 // 20, replace=False)
    called = rng.choice(snapshot.needs, events - len(gone), replace=False)
    off, moved = called[len(gone) :], called[: len(gone)]
    changed, warm = _changed(snapshot, plan, (gone, off, moved))
    clock = time.process_time()
    again = propose(snapshot=changed, weights=_WEIGHTS, seconds=600, warm=warm)
    cpu = time.process_time() - clock
    now = {(one.helper, one.need) for one in again.visits}
    stand = list(zip(changed.kept_helper.tolist(), changed.kept_need.tolist(), strict=True))
    return {
        "again events": events,
        "again cpu": cpu,
        "again kept": 100 * sum(one in now for one in stand) / len(stand),
        "again gap": 100 * again.gap,
        "again faults": _faults(changed, again),
        "again served": 100 * len(again.by_need) / (snapshot.needs - len(off)),
    }


def _changed(
    snapshot: Snapshot, plan: Plan, events: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[Snapshot, Plan]:
    """The week after helpers fell ill, needs were called off and others moved by a day, and what is left of the plan.

    A moved need is as good as a new one: what it was worth before is forgotten.
    """
    gone, off, moved = events
    cap, skills, prices = snapshot.helper_cap.copy(), snapshot.need_skills.copy(), np.array(plan.prices)
    cap[gone], skills[off], prices[moved] = 0, np.uint64(1 << 40), 0.0
    later = np.where(np.isin(snapshot.window_need, moved), 1440, 0)
    first = (snapshot.window_from + later) % (7 * 1440)
    ill = set(gone.tolist())
    hit = {*off.tolist(), *moved.tolist(), *(one.need for one in plan.visits if one.helper in ill)}
    stand = [one for one in plan.visits if one.need not in hit]
    changed = dataclasses.replace(
        snapshot,
        helper_cap=cap,
        need_skills=skills,
        window_from=first,
        window_to=first + snapshot.window_to - snapshot.window_from,
        kept_helper=np.array([one.helper for one in stand], np.int64),
        kept_need=np.array([one.need for one in stand], np.int64),
    )
    return changed, dataclasses.replace(plan, visits=tuple(stand), prices=tuple(prices.tolist()))


def _measure(scale: str, what: str, out: Any) -> None:
    snapshot = week(SCALES[scale])
    figures = {"naive": lambda: _loop(naive, snapshot), "greedy": lambda: _loop(greedy, snapshot)}.get(
        what, lambda: _proposed(snapshot)
    )()
    out.put(json.dumps({**figures, "mb": _most_memory()}))


def _most_memory() -> float:
    """Megabytes that this process held at most; unlike `ru_maxrss` nothing of the process that began it."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Each in a process of its own, one after the other, so that memory and CPU are its own."""
    scales = os.environ.get("NUANLIU_BENCH_SCALES", " ".join(USUAL)).split()
    spawn = multiprocessing.get_context("spawn")
    for scale in scales:
        for what in ("naive", "greedy", "proposed") if scale != "mega" else ("proposed",):
            out = spawn.Queue()
            process = spawn.Process(target=_measure, args=(scale, what, out))
            process.start()
            figures = json.loads(out.get())
            process.join()
            words = "  ".join(f"{name} {value:,.3f}" for name, value in figures.items())
            sys.stdout.write(f"{scale:12} {what:9} {words}\n")
            sys.stdout.flush()
