"""What every benchmark of rates shares: workers that begin together, pgbench and django-hordak as yardsticks."""

import json
import os
import re
import statistics
import subprocess
import venv
from pathlib import Path

import psycopg

from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent
REPEATS = int(os.environ.get("NUANLIU_BENCH_REPEATS", "5"))
SECONDS = float(os.environ.get("NUANLIU_BENCH_SECONDS", "5"))
Figures = dict[tuple[str, int], list[dict[str, float]]]
"""Runs by what was measured and with how many processes."""


def peer_python(kind: str = "bench") -> Path:
    """The interpreter of an environment of its own with what we are measured beside, made once under `var/`."""
    folder = ROOT / "var" / f"{kind}-venv"
    python = folder / "bin" / "python"
    lock = ROOT / "requirements" / f"{kind}.txt"
    mark = folder / "made-from"
    if not mark.exists() or mark.read_bytes() != lock.read_bytes():
        print(f"Making the environment of requirements/{kind}.txt ...", flush=True)
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
    """TPC-B transactions a second, each client its own connection, and CPU milliseconds of client and server each."""
    command = [server.binaries / "pgbench", "-n", "-c", str(clients), "-j", "2", "-T", str(round(SECONDS)), url]
    cpu, own = server_cpu(server), os.times()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found, done = re.search(r"tps = ([\d.]+)", said), re.search(r"actually processed: (\d+)", said)
    if found is None or done is None:
        raise RuntimeError(said)
    now = os.times()
    spent = (
        server_cpu(server) - cpu + (now.children_user + now.children_system - own.children_user - own.children_system)
    )
    return {"rate": float(found[1]), "cpu_ms": 1000 * spent / max(int(done[1]), 1)}


def server_cpu(server: postgres.Server) -> float:
    """CPU seconds that the server and all its processes, alive or ended, have used."""
    ticks = os.sysconf("SC_CLK_TCK")

    def fields(pid: str) -> list[str]:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

    own = fields(str(server.process.pid))
    total = sum(int(own[at]) for at in (11, 12, 13, 14))  # its own, and of children that have ended
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = fields(folder.name)
            except OSError:
                continue  # it ended meanwhile
            if stat[1] == str(server.process.pid):
                total += int(stat[11]) + int(stat[12])
    return total / ticks


def databases(server: postgres.Server, *names: str) -> dict[str, str]:
    """Addresses of fresh databases on a server."""
    with psycopg.connect(server.url, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
    return {name: server.url.rsplit("/", 1)[0] + f"/{name}" for name in names}
