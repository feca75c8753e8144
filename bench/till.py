"""Redemptions a second at the till beside single postings of the ledger, interleaved on one PostgreSQL server.

`NUANLIU_BENCH_REPEATS` (5) rounds of `NUANLIU_BENCH_SECONDS` (5) each; medians. CPU is that of client and server.
Before that: statements and CPU milliseconds of one redemption, and from the opened QR code to the done page.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from typing import TYPE_CHECKING

import psycopg

from bench.ledger import with_server
from bench.measuring import REPEATS, ROOT, Figures, databases, run_workers
from tests.support import postgres

if TYPE_CHECKING:
    from pathlib import Path

POSTING, TILL = "one posting", "redemption"
COUNTS = (1, 4)


def main() -> None:
    """Measure and print."""
    figures: Figures = defaultdict(list)
    with tempfile.TemporaryDirectory() as state:
        server = postgres.start()
        urls = databases(server, "nuanliu", "till")
        common = {"DJANGO_SETTINGS_MODULE": "bench.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        book, shops = {**common, "DATABASE_URL": urls["nuanliu"]}, {**common, "DATABASE_URL": urls["till"]}
        poster: list[str | Path] = [sys.executable, "-m", "bench.ledger_worker"]
        till: list[str | Path] = [sys.executable, "-m", "bench.till_worker"]
        print("Filling the book and the shops ...", flush=True)
        for command, environment in (([*poster, "prepare"], book), ([*till, "prepare"], shops)):
            subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=ROOT)
        for name in urls:
            with psycopg.connect(urls[name], autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
        measured = subprocess.run(
            [*till, "measure"], check=True, env={**os.environ, **shops}, cwd=ROOT, capture_output=True, text=True
        ).stdout
        for repeat in range(REPEATS):
            for count in COUNTS:
                figures[POSTING, count].append(
                    with_server(server, lambda n=count: run_workers([*poster, "single"], n, book))  # type: ignore[misc]
                )
                figures[TILL, count].append(
                    with_server(server, lambda n=count: run_workers([*till, "work"], n, shops))  # type: ignore[misc]
                )
            print(f"round {repeat + 1} of {REPEATS} done", flush=True)
        server.stop()
    report(figures, measured)


def report(figures: Figures, measured: str) -> None:
    """One redemption by itself; then medians, CPU, and the ratio to a posting of the same run."""
    print(f"\n{'':34} {'statements':>10} {'CPU ms (client)':>16}")
    for line in measured.splitlines():
        name, statements, cpu = line.split("\t")
        print(f"{name:34} {statements:>10} {cpu:>16}")
    print(f"\n{'':34} {'processes':>9} {'a second':>10} {'least-most':>14} {'CPU ms each':>12} {'of a posting':>13}")
    for (what, count), runs in figures.items():
        rates = [run["rate"] for run in runs]
        spread = f"{min(rates):.0f}-{max(rates):.0f}"
        cpu = statistics.median(run["cpu_ms"] for run in runs)
        ratio = statistics.median(
            run["rate"] / yardstick["rate"] for run, yardstick in zip(runs, figures[POSTING, count], strict=True)
        )
        print(f"{what:34} {count:>9} {statistics.median(rates):>10.0f} {spread:>14} {cpu:>12.2f} {ratio:>13.2f}")
