"""Rows sealed a second, what posting loses while the sealer runs, and what the sealer's index costs the writer.

`NUANLIU_BENCH_REPEATS` (5) rounds of `NUANLIU_BENCH_SECONDS` (5) each; medians of ratios within a round.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.ledger import with_server
from bench.measuring import REPEATS, ROOT, databases, run_workers, server_cpu
from tests.support import postgres

POSTERS = 2
LINES = int(os.environ.get("NUANLIU_BENCH_LINES", "50000"))
INDEX = "transfer_by_xact"
BTREE = f"CREATE INDEX {INDEX} ON ledger_transfer (site_id, xact) WHERE xact IS NOT NULL"
BRIN = f"CREATE INDEX {INDEX} ON ledger_transfer USING brin (xact) WITH (pages_per_range = 32)"
Worker = list[str | Path]


def worker(*arguments: str) -> Worker:
    """The command of a process of this benchmark."""
    return [sys.executable, "-m", "bench.sealing_worker", *arguments]


def asked(environment: dict[str, str], *arguments: str) -> dict[str, float]:
    """What a worker answers in one line of JSON."""
    done = subprocess.run(
        worker(*arguments), check=True, capture_output=True, text=True, env={**os.environ, **environment}, cwd=ROOT
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def sealing_meanwhile(environment: dict[str, str]) -> Iterator[None]:
    """A sealer at work once a second, 60 times as often as the schedule has it."""
    sealer = subprocess.Popen(
        worker("loop"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}, cwd=ROOT
    )
    assert sealer.stdout is not None
    sealer.stdout.readline()
    try:
        yield
    finally:
        sealer.terminate()
        sealer.wait()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as state:
        server = postgres.start()
        url = databases(server, "nuanliu")["nuanliu"]
        common = {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        places = {
            "PostgreSQL": {**common, "DATABASE_URL": url},
            "SQLite": {**common, "DATABASE_URL": f"sqlite:///{state}/bench.sqlite3"},
        }
        poster: Worker = [sys.executable, "-m", "bench.ledger_worker", "single"]
        print("Filling the books ...", flush=True)
        for environment in places.values():
            subprocess.run(
                [sys.executable, "-m", "bench.ledger_worker", "prepare"],
                check=True,
                env={**os.environ, **environment},
                cwd=ROOT,
            )
        for name, environment in places.items():
            runs = []
            for _round in range(REPEATS):
                asked(environment, "fill", str(LINES))
                before = server_cpu(server)
                run = asked(environment, "seal")
                runs.append({**run, "cpu": run["cpu"] + server_cpu(server) - before})
            print_rate(name, runs)

        def post() -> dict[str, float]:
            return with_server(server, lambda: run_workers(poster, POSTERS, places["PostgreSQL"]))

        slower = []
        for _round in range(REPEATS):
            alone = post()
            with sealing_meanwhile(places["PostgreSQL"]):
                slower.append(post()["rate"] / alone["rate"])
        print(f"posting while a sealer runs every second, of posting alone: {spread(slower)}", flush=True)
        compare_indexes(url, post)
        server.stop()


def compare_indexes(url: str, post: "object") -> None:
    """Post with each index that could serve the sealer, beside none."""
    found: dict[str, list[dict[str, float]]] = {"none": [], "btree (site, xact)": [], "BRIN (xact)": []}
    making = {"none": "", "btree (site, xact)": BTREE, "BRIN (xact)": BRIN}
    for _round in range(REPEATS):
        for name, sql in making.items():
            with psycopg.connect(url, autocommit=True) as admin:
                admin.execute(f"DROP INDEX IF EXISTS {INDEX}")
                if sql:
                    admin.execute(sql)
                admin.execute("CHECKPOINT")
            found[name].append(post())  # type: ignore[operator]
    for name, runs in found.items():
        rates = [run["rate"] / bare["rate"] for run, bare in zip(runs, found["none"], strict=True)]
        cpu = statistics.median(run["cpu_ms"] for run in runs)
        print(f"posting with index {name:20} of none: {spread(rates)}; CPU {cpu:.2f} ms each", flush=True)


def print_rate(name: str, runs: list[dict[str, float]]) -> None:
    """One line about sealing on one database."""
    lines = [run["lines"] / run["seconds"] for run in runs]
    rows = [run["rows"] / run["seconds"] for run in runs]
    cpu = statistics.median(1e6 * run["cpu"] / run["lines"] for run in runs)
    print(
        f"{name}: {statistics.median(lines):.0f} transfers ({statistics.median(rows):.0f} rows) sealed a second, "
        f"least {min(lines):.0f}, most {max(lines):.0f}; {cpu:.0f} us CPU a transfer, client and server",
        flush=True,
    )


def spread(ratios: list[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f})"


if __name__ == "__main__":
    main()
