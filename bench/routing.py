"""`python -m bench routing`: the pilot's week without caps and fairness, beside OR-tools' routing solver.

What a routing solver cannot say is left out for both: caps of day, week and pair, hours that count more the more there
are, and visits of two. Same places, ways, windows, skills, wishes, and the same worth of every visit.
"""

import dataclasses
import json
import os
import subprocess
import sys
import time
from typing import Any

import numpy as np

from bench.dispatch.loops import greedy
from bench.dispatch.weeks import SCALES, week
from bench.measuring import ROOT, peer_python
from nuanliu.domain.matching.candidates import suitable_pairs
from nuanliu.domain.matching.propose import propose
from nuanliu.domain.matching.routes import travel
from nuanliu.domain.matching.types import MOST_IN_A_ROW, Plan, PlannedVisit, Snapshot, Stats, Weights
from nuanliu.domain.matching.verify import value_of, verify

_WEIGHTS = dataclasses.replace(Weights(), load=0.0)
_POINT = 1_000
_WAYS = {
    "from nothing, local_cheapest_insertion": ("LOCAL_CHEAPEST_INSERTION", False),
    "from nothing, automatic": ("AUTOMATIC", False),
    "from our best insertion": ("AUTOMATIC", True),
}
"""Its ways to a first answer; then guided local search."""
_TIMES = 3
_LONG = float(os.environ.get("NUANLIU_BENCH_ROUTING", "100"))
"""Seconds by the clock that each of its ways may take in the end, however long ours took."""


def reduced(snapshot: Snapshot) -> Snapshot:
    """The week with what only ours can say left out."""
    none = np.zeros(0, np.int64)
    return dataclasses.replace(
        snapshot,
        helper_cap=np.full(snapshot.helpers, 7 * 1440),
        helper_day_cap=np.full(snapshot.helpers, 1440),
        need_wanted=np.ones(snapshot.needs, np.int64),
        capped_helper=none,
        capped_elder=none,
        capped_minutes=none,
    )


def _asked(snapshot: Snapshot) -> dict[str, Any]:
    pairs = suitable_pairs(snapshot=snapshot, weights=_WEIGHTS)
    worth = np.zeros((snapshot.helpers, snapshot.needs))
    may = np.zeros(worth.shape, np.bool_)
    worth[pairs.helper, pairs.need], may[pairs.helper, pairs.need] = pairs.value, True
    here = np.column_stack((snapshot.need_x, snapshot.need_y))
    homes = np.column_stack((snapshot.helper_x, snapshot.helper_y))
    metres = np.linalg.norm(here[:, None] - here[None], axis=2)
    home = np.linalg.norm(homes[:, None] - here[None], axis=2)
    cost = _WEIGHTS.kilometre / 1000 * _POINT
    minutes = np.concatenate(([0], snapshot.need_minutes))
    ways = np.zeros((snapshot.needs + 1, snapshot.needs + 1), np.int64)
    ways[1:, 1:] = travel(metres, snapshot.metres_a_minute)
    first = np.searchsorted(snapshot.window_need, np.arange(snapshot.needs + 1))
    windows = np.column_stack((snapshot.window_from, snapshot.window_to))
    vehicles = np.column_stack((snapshot.free_helper, snapshot.free_from, snapshot.free_to))
    return {
        "worth": np.rint(worth * _POINT).astype(int).tolist(),
        "may": may.tolist(),
        "most": int(np.ceil(worth.max() * _POINT)),
        "between": np.rint(metres * cost).astype(int).tolist(),
        "home": np.rint(home * cost).astype(int).tolist(),
        "travel": (ways + minutes[:, None]).tolist(),
        "minutes": snapshot.need_minutes.tolist(),
        "windows": [windows[first[need] : first[need + 1]].tolist() for need in range(snapshot.needs)],
        "vehicles": vehicles.tolist(),
        "in_a_row": MOST_IN_A_ROW,
    }


def _start(snapshot: Snapshot) -> list[list[int]]:
    """Best insertion, a route a free time: a better first answer than any of its own."""
    routes: list[list[int]] = [[] for _ in snapshot.free_helper]
    for one in sorted(greedy(snapshot, _WEIGHTS), key=lambda one: one.start):
        mine = (snapshot.free_helper == one.helper) & (snapshot.free_from <= one.start)
        routes[int(np.flatnonzero(mine)[-1])].append(one.need + 1)
    return routes


def _theirs(asked: dict[str, Any], first: str, start: list[list[int]] | None) -> dict[str, Any]:
    command = [str(peer_python("routing")), str(ROOT / "bench" / "routing_worker.py")]
    given = json.dumps({**asked, "first": first, "start": start, "seconds": _LONG})
    told: dict[str, Any] = json.loads(
        subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE, text=True).stdout
    )
    return told


def _judged(snapshot: Snapshot, visits: tuple[PlannedVisit, ...]) -> tuple[float, int]:
    """(value, faults) by `verify`, for either side."""
    value = value_of(snapshot=snapshot, weights=_WEIGHTS, visits=visits)
    plan = Plan(visits=visits, value=value, bound=np.inf, prices=(), unserved={}, stats=Stats(0, 0))
    return value, len(verify(snapshot=snapshot, weights=_WEIGHTS, plan=plan))


def main() -> None:
    """Ours first; then each way of theirs: its value when it had three times our CPU, and in the end."""
    snapshot = reduced(week(SCALES["pilot"]))
    clock = time.process_time()
    plan = propose(snapshot=snapshot, weights=_WEIGHTS, seconds=600)
    cpu = time.process_time() - clock
    value, faults = _judged(snapshot, plan.visits)
    sys.stdout.write(
        f"{'ours':50} {cpu:6.2f} CPU s  value {value:,.0f}  gap {100 * plan.gap:.3f} %  "
        f"served {len(plan.by_need)}  faults {faults}\n"
    )
    asked, start = _asked(snapshot), _start(snapshot)
    for name, (first, is_started) in _WAYS.items():
        told = _theirs(asked, first, start if is_started else None)
        curve = [(spent, (snapshot.needs * asked["most"] - cost) / _POINT) for spent, cost in told["curve"]]
        then = max((worth for spent, worth in curve if spent <= _TIMES * cpu), default=0.0)
        visits = tuple(sorted(PlannedVisit(helper, start, need) for helper, start, need in told["visits"]))
        _say(f"OR-tools, {name}", _TIMES * cpu, then, value)
        in_the_end, faults = _judged(snapshot, visits)
        _say("  in the end", told["cpu"], in_the_end, value)
        last = max((spent for spent, _worth in curve), default=0.0)
        sys.stdout.write(f"    last better after {last:.1f} CPU s, served {len(visits)}, faults {faults}\n")
        sys.stdout.flush()


def _say(name: str, cpu: float, theirs: float, ours: float) -> None:
    more = f"ours {100 * (ours / theirs - 1):+.2f} %" if theirs > 0 else "nothing yet"
    sys.stdout.write(f"{name:50} {cpu:6.2f} CPU s  value {theirs:,.0f}  {more}\n")


if __name__ == "__main__":
    main()
