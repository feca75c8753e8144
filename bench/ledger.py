"""Postings a second beside pgbench's TPC-B and django-hordak's two-leg transfer, interleaved on one server.

`NUANLIU_BENCH_REPEATS` (5) rounds of `NUANLIU_BENCH_SECONDS` (5) each; medians. CPU is that of client and server.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg

from bench.measuring import REPEATS, ROOT, SECONDS, Figures, databases, peer_python, pgbench, run_workers, server_cpu
from tests.support import postgres

if TYPE_CHECKING:
    from pathlib import Path

TPCB, HORDAK = "TPC-B (pgbench)", "hordak transfer"
SINGLE, INSIDE, BATCH = "one posting", "one posting inside a larger act", "batch of 100"
MIXED = "batch of 100, all over the same people"
STRIPED, ONE_ROW, EMBEDDED = "all through one account, 16 stripes", "the same, one row", "batch of 100, SQLite"
MODES = {
    SINGLE: "single",
    INSIDE: "inside",
    BATCH: "batch",
    MIXED: "batch-mixed",
    STRIPED: "striped",
    ONE_ROW: "one-row",
}
PLAN = (
    (TPCB, (1, 4, 8)),
    (SINGLE, (1, 4, 8)),
    (INSIDE, (1,)),
    (BATCH, (1, 4)),
    (MIXED, (4,)),
    (HORDAK, (1, 4)),
    (STRIPED, (4,)),
    (ONE_ROW, (4,)),
    (EMBEDDED, (1,)),
)


def main() -> None:
    """Measure and print."""
    figures: Figures = defaultdict(list)
    peer = peer_python()
    with tempfile.TemporaryDirectory() as state:
        server = postgres.start()
        urls = databases(server, "nuanliu", "hordak", "tpcb")
        common = {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        ours = {**common, "DATABASE_URL": urls["nuanliu"]}
        embedded = {**common, "DATABASE_URL": f"sqlite:///{state}/bench.sqlite3"}
        theirs = {"DATABASE_URL": urls["hordak"]}
        worker: list[str | Path] = [sys.executable, "-m", "bench.ledger_worker"]
        hordak: list[str | Path] = [peer, "bench/hordak_worker.py"]
        print("Filling the books ...", flush=True)
        for command, environment in (
            ([*worker, "prepare"], ours),
            ([*worker, "prepare"], embedded),
            ([*hordak, "prepare"], theirs),
        ):
            subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=ROOT)
        making = [server.binaries / "pgbench", "-i", "-q", "-s", "20", urls["tpcb"]]
        subprocess.run(making, check=True, capture_output=True)
        for name in ("nuanliu", "hordak"):  # as pgbench does with its own tables
            with psycopg.connect(urls[name], autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")

        def run(what: str, count: int) -> dict[str, float]:
            if what == TPCB:
                return pgbench(server, urls["tpcb"], count)
            if what == HORDAK:
                return with_server(server, lambda: run_workers([*hordak, "work"], count, theirs))
            if what == EMBEDDED:
                return run_workers([*worker, "batch"], count, embedded)
            return with_server(server, lambda: run_workers([*worker, MODES[what]], count, ours))

        for repeat in range(REPEATS):
            for what, counts in PLAN:
                for count in counts:
                    figures[what, count].append(run(what, count))
            print(f"round {repeat + 1} of {REPEATS} done", flush=True)
        server.stop()
    report(figures)


def with_server(server: postgres.Server, run: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Add the server's CPU of the run to the client's, that of the workers' start included."""
    before = server_cpu(server)
    said = run()
    each = 1000 * (server_cpu(server) - before) / max(said["rate"] * SECONDS, 1)
    return {**said, "cpu_ms": said["cpu_ms"] + each}


def report(figures: Figures) -> None:
    """Medians, their spread, CPU, and the ratio to TPC-B with as many clients."""
    print(f"\n{'what':38} {'processes':>9} {'a second':>10} {'least-most':>14} {'CPU ms each':>12} {'of TPC-B':>9}")
    middle = {key: statistics.median(run["rate"] for run in runs) for key, runs in figures.items()}
    cpu = {key: statistics.median(run["cpu_ms"] for run in runs) for key, runs in figures.items()}
    for (what, count), runs in figures.items():
        rates = [run["rate"] for run in runs]
        spread = f"{min(rates):.0f}-{max(rates):.0f}"
        ratio = statistics.median(
            run["rate"] / yardstick["rate"] for run, yardstick in zip(runs, figures[TPCB, count], strict=True)
        )
        print(f"{what:38} {count:>9} {middle[what, count]:>10.0f} {spread:>14} {cpu[what, count]:>12.2f} {ratio:>9.2f}")
    print(
        f"\nbeside hordak, 4 processes: rate x {middle[SINGLE, 4] / middle[HORDAK, 4]:.1f}, "
        f"CPU x {cpu[HORDAK, 4] / cpu[SINGLE, 4]:.1f} less"
    )
    print(
        f"striped beside spread, 4 processes: {middle[STRIPED, 4] / middle[SINGLE, 4]:.2f}; "
        f"one row: {middle[ONE_ROW, 4] / middle[SINGLE, 4]:.2f}"
    )
