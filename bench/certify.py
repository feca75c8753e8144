"""Certified visits a second through the use case, beside pgbench's TPC-B and django-hordak's two-leg transfer.

Certifying one visit locks need, visit and helper, counts by the Standard, posts HONOUR and TIME, writes the audit,
steps visit and need, and queues the notice: all in one durable transaction. The other two do one thing each; they are
here as yardsticks of the same server in the same minutes.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from pathlib import Path

import psycopg

from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent
REPEATS = int(os.environ.get("NUANLIU_BENCH_REPEATS", "5"))
SECONDS = float(os.environ.get("NUANLIU_BENCH_SECONDS", "5"))
PROCESSES = (1, 4)
VISITS = 12_000

Figures = dict[tuple[str, int], list[dict[str, float]]]


def peer_python() -> Path:
    """The interpreter of an environment with django-hordak, made once under `var/`."""
    folder = ROOT / "var" / "bench-venv"
    python = folder / "bin" / "python"
    lock = ROOT / "requirements" / "bench.txt"
    mark = folder / "made-from"
    if not mark.exists() or mark.read_bytes() != lock.read_bytes():
        print("Making the environment of django-hordak ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock], check=True)
        mark.write_bytes(lock.read_bytes())
    return python


def run_workers(command: list[str | Path], count: int, environment: dict[str, str]) -> dict[str, float]:
    """Start `count` workers, let them begin together, and sum their rates."""
    workers = [
        subprocess.Popen(
            [*command, str(number), str(count), str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
            cwd=ROOT,
        )
        for number in range(count)
    ]
    for worker in workers:
        assert worker.stdout is not None
        if worker.stdout.readline().strip() != "ready":
            message = "a worker did not start"
            raise RuntimeError(message)
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    answers = [json.loads(worker.communicate()[0]) for worker in workers]
    return {
        "rate": sum(answer["rate"] for answer in answers),
        "cpu_ms": statistics.mean(answer["cpu_ms"] for answer in answers),
    }


def pgbench(server: postgres.Server, url: str, clients: int) -> dict[str, float]:
    """TPC-B transactions a second, each client its own connection."""
    command = [server.binaries / "pgbench", "-n", "-c", str(clients), "-j", "2", "-T", str(round(SECONDS)), url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    if found is None:
        raise RuntimeError(said)
    return {"rate": float(found[1]), "cpu_ms": 0.0}


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
        databases = {name: server.url.rsplit("/", 1)[0] + f"/{name}" for name in ("nuanliu", "hordak", "tpcb")}
        with psycopg.connect(server.url, autocommit=True) as admin:
            for name in databases:
                admin.execute(f"CREATE DATABASE {name}")
        ours = {**common, "DATABASE_URL": databases["nuanliu"]}
        embedded = {**common, "DATABASE_URL": f"sqlite:///{state}/bench.sqlite3"}
        peer, theirs = peer_python(), {"DATABASE_URL": databases["hordak"]}
        print("Filling the books ...", flush=True)
        fill(ours)
        fill(embedded)
        subprocess.run([peer, "bench/hordak_worker.py", "prepare"], check=True, env={**os.environ, **theirs}, cwd=ROOT)
        making = [server.binaries / "pgbench", "-i", "-q", "-s", "10", databases["tpcb"]]
        subprocess.run(making, check=True, capture_output=True)
        worker: list[str | Path] = [sys.executable, "-m", "bench.worker"]
        hordak: list[str | Path] = [peer, "bench/hordak_worker.py", "work"]
        for repeat in range(REPEATS):
            for count in PROCESSES:
                figures["TPC-B (pgbench)", count].append(pgbench(server, databases["tpcb"], count))
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
