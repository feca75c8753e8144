"""Certified visits a second through the use case, beside pgbench's TPC-B and django-hordak's two-leg transfer.

Certifying one visit locks need, visit and helper, counts by the Standard, posts HONOUR and TIME, writes the audit,
steps visit and need, and queues the notice: all in one durable transaction. The other two do one thing each; they are
here as yardsticks of the same server in the same minutes.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from typing import TYPE_CHECKING

from bench.measuring import REPEATS, ROOT, Figures, databases, peer_python, pgbench, run_workers
from tests.support import postgres

if TYPE_CHECKING:
    from pathlib import Path

PROCESSES = (1, 4)
VISITS = 12_000


def fill(environment: dict[str, str]) -> None:
    """Migrate and put confirmed visits into the book, waiting to be certified."""
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        f"from bench.filling import confirmed_visits; confirmed_visits({VISITS})\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment}, cwd=ROOT)


def main() -> None:
    """Measure and print."""
    figures: Figures = defaultdict(list)
    with tempfile.TemporaryDirectory() as state:
        common = {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        server = postgres.start()
        urls = databases(server, "nuanliu", "hordak", "tpcb")
        ours = {**common, "DATABASE_URL": urls["nuanliu"]}
        embedded = {**common, "DATABASE_URL": f"sqlite:///{state}/bench.sqlite3"}
        peer, theirs = peer_python(), {"DATABASE_URL": urls["hordak"]}
        print("Filling the books ...", flush=True)
        fill(ours)
        fill(embedded)
        subprocess.run([peer, "bench/hordak_worker.py", "prepare"], check=True, env={**os.environ, **theirs}, cwd=ROOT)
        making = [server.binaries / "pgbench", "-i", "-q", "-s", "10", urls["tpcb"]]
        subprocess.run(making, check=True, capture_output=True)
        worker: list[str | Path] = [sys.executable, "-m", "bench.worker"]
        hordak: list[str | Path] = [peer, "bench/hordak_worker.py", "work"]
        for repeat in range(REPEATS):
            for count in PROCESSES:
                figures["TPC-B (pgbench)", count].append(pgbench(server, urls["tpcb"], count))
                figures["certify_visit, PostgreSQL", count].append(run_workers(worker, count, ours))
                figures["hordak transfer", count].append(run_workers(hordak, count, theirs))
                figures["certify_visit, SQLite", count].append(run_workers(worker, count, embedded))
            print(f"round {repeat + 1} of {REPEATS} done", flush=True)
        server.stop()
    report(figures)


def report(figures: Figures) -> None:
    """Medians, their spread, and the ratio to TPC-B of the same run."""
    print(f"\n{'what':28} {'processes':>9} {'a second':>10} {'least–most':>16} {'CPU ms each':>12} {'of TPC-B':>9}")
    for (what, count), runs in figures.items():
        rates = [run["rate"] for run in runs]
        yardstick = statistics.median(run["rate"] for run in figures["TPC-B (pgbench)", count])
        middle = statistics.median(rates)
        cpu = statistics.median(run["cpu_ms"] for run in runs)
        spread = f"{min(rates):.0f}–{max(rates):.0f}"
        said = f"{cpu:.1f}" if cpu else "-"
        print(f"{what:28} {count:>9} {middle:>10.1f} {spread:>16} {said:>12} {middle / yardstick:>9.3f}")
