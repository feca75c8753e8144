"""How many lines a second the sealer seals, and how much it slows posting while it runs.

Postings are made by four processes, alternately with and without a sealer beside them, in rounds of
`NUANLIU_BENCH_SECONDS` (5); then everything that is left is sealed at once and timed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import REPEATS, ROOT, databases, run_workers
from tests.support import postgres

PROCESSES = 4
LINES = 60_000
_SEAL = """
import json, time, django; django.setup()
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.platform import clock
cpu, start = time.process_time(), time.perf_counter()
lines = seal_all(now=clock.now())
print(json.dumps({"lines": lines, "seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""
_KEEP_SEALING = """
import time, django; django.setup()
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.platform import clock
while True:
    seal_all(now=clock.now())
    time.sleep(1)
"""
_FILL = f"""
import django; django.setup()
from bench.ledger_worker import _acts
batch = _acts("batch")
for _number in range({LINES // 100}):
    batch()
"""


def main() -> None:
    """Measure and print."""
    alone, beside, sealed = [], [], []
    with tempfile.TemporaryDirectory() as state:
        server = postgres.start()
        url = databases(server, "nuanliu")["nuanliu"]
        common = {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        ours = {**common, "DATABASE_URL": url}
        worker: list[str | Path] = [sys.executable, "-m", "bench.ledger_worker"]

        def run(*command: str | Path) -> str:
            environment = {**os.environ, **ours}
            return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout

        run(*worker, "prepare")
        for repeat in range(REPEATS):
            alone.append(run_workers([*worker, "single"], PROCESSES, ours)["rate"])
            with subprocess.Popen(
                [sys.executable, "-c", _KEEP_SEALING], env={**os.environ, **ours}, cwd=ROOT
            ) as sealer:
                beside.append(run_workers([*worker, "single"], PROCESSES, ours)["rate"])
                sealer.kill()
            run(sys.executable, "-c", _SEAL)
            run(sys.executable, "-c", _FILL)
            sealed.append(json.loads(run(sys.executable, "-c", _SEAL)))
            print(f"round {repeat + 1} of {REPEATS} done", flush=True)
        server.stop()
    rate = statistics.median(one["lines"] / one["seconds"] for one in sealed)
    slowed = 1 - statistics.median(with_it / without for with_it, without in zip(beside, alone, strict=True))
    print(f"\nsealing {LINES:,} transfers: {rate:,.0f} transfers a second ({3 * rate:,.0f} rows of the journal)")
    print(f"posting beside the sealer: {slowed:+.1%} slower ({PROCESSES} processes)")
