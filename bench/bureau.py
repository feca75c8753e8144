"""The bureau's overview and the way down over a large city: queries, CPU and wall a page, beside the bare queries.

`NUANLIU_BENCH_PEOPLE` (1,000,000) people and `NUANLIU_BENCH_ENTRIES` (20,000,000) entries at 500 sites of 92 towns,
over one year, by set-based SQL past the guards, as a restore would. The full size needs about 20 GB of disk while it
runs. The summaries are made from those rows by the product itself and held against a raw count before anything is
asked.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.bureau_filling import filled

PEOPLE = int(os.environ.get("NUANLIU_BENCH_PEOPLE", "1000000"))
ENTRIES = int(os.environ.get("NUANLIU_BENCH_ENTRIES", "20000000"))
SITES = int(os.environ.get("NUANLIU_BENCH_SITES", "500"))
ANSWERS = int(os.environ.get("NUANLIU_BENCH_ANSWERS", "15"))
FAST_TO_FILL = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
}
"""What is measured only reads; nothing here outlives the run."""
ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ("overview", "/bureau/?period=2026-06"),
    ("overview of a year", "/bureau/?period=2026"),
    ("overview of a county", "/bureau/?period=2026-06&place=520201"),
    ("visits by service", "/bureau/figures?what=visit&by=service&period=2026-06"),
    ("visits by branch", "/bureau/figures?what=visit&by=unit&period=2026-06"),
    ("needs by waiting", "/bureau/figures?what=need&by=wait&period=2026-06"),
    ("demand and supply", "/bureau/figures/supply?period=2026-06"),
    ("map of towns", "/bureau/figures/map?period=2026-06"),
    ("book by flow", "/bureau/figures?what=book&by=flow&period=2026-06"),
    ("rows: all visits of the city", "/bureau/figures/rows?what=visit&by=all&period=2026-06"),
    ("rows: one service", "/bureau/figures/rows?what=visit&by=service&value=S103&period=2026-06"),
    ("rows: one site", "/bureau/figures/rows?what=visit&by=all&period=2026-06&place=BENCH-7"),
    ("report", "/bureau/reports?period=2026-06"),
    ("wall screen", "/bureau/wall"),
)


def main() -> None:
    """Start a server, fill it, make the summaries, measure, remove everything."""
    from tests.support import postgres

    server = postgres.start(**FAST_TO_FILL)
    try:
        with psycopg.connect(server.url, autocommit=True) as admin:
            admin.execute("CREATE DATABASE bureau")
        with tempfile.TemporaryDirectory() as state:
            ours = {
                **os.environ,
                "DATABASE_URL": server.url.rsplit("/", 1)[0] + "/bureau",
                "NUANLIU_STATE": state,
                "DJANGO_SETTINGS_MODULE": "bench.settings",
                "PYTHONPATH": str(ROOT),
            }
            subprocess.run([sys.executable, "-m", "bench.bureau", "measure"], env=ours, cwd=ROOT, check=True)
    finally:
        server.stop()


def measure() -> None:
    """In one process: fill, count, check, and ask each page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # every page is loaded before an hour is spent on filling
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_regions", verbosity=0)
    url = os.environ["DATABASE_URL"]
    began = time.monotonic()
    fill(url)
    print(f"filled in {time.monotonic() - began:.0f} s: {sizes(url)}", flush=True)
    summarise()
    prove(url)
    officer = an_officer()
    hook = os.environ.get("NUANLIU_BENCH_QUIET")
    if hook:
        Path(hook).touch()  # whoever keeps the machine quiet for the minutes that count may begin
        time.sleep(3)
    print(f"\n{'page':34}{'queries':>8}{'rows':>9}{'CPU ms':>9}{'wall ms':>9}{'bare ms':>9}{'ratio':>7}")
    for name, address in PAGES:
        ask(name, address, officer, url)


def fill(url: str) -> None:
    """The rows, statement by statement, past the guards."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET synchronous_commit = off")
        admin.execute("SET work_mem = '256MB'")
        for words in filled(admin, people=PEOPLE, sites=SITES, visits=ENTRIES // 4):
            print(f"  {words}", flush=True)
        admin.execute("ANALYZE")


def sizes(url: str) -> str:
    """How many rows there are, and how much disk they take."""
    with psycopg.connect(url) as admin:
        told = [
            f"{admin.execute(f'SELECT count(*) FROM {table}'.encode()).fetchone()[0]:,} {words}"  # type: ignore[index]
            for table, words in (("people_person", "people"), ("care_visit", "visits"), ("ledger_entry", "entries"))
        ]
        found = admin.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
    return ", ".join(told) + f", {found[0] if found else '?'}"


def summarise() -> None:
    """Every day of the year and the whole log, by the product's own code."""
    from datetime import date, timedelta

    from django.db import connection, transaction

    from nuanliu.domain.insights import refresh as made
    from nuanliu.domain.insights.types import Subject
    from nuanliu.platform import clock

    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]
    for subject in (Subject.VISIT, Subject.NEED, Subject.JOINED):
        began, cpu = time.monotonic(), time.process_time()
        for day in days:
            with transaction.atomic():
                made.put_day(subject=subject, day=day, sites=None)
        for month in {day.replace(day=1) for day in days}:
            with transaction.atomic():
                made.put_month(subject=subject, month=month, sites=None)
        spent = time.monotonic() - began
        print(
            f"  {subject}: {spent:.0f} s, {spent / 365 * 1000:.0f} ms a day, CPU {time.process_time() - cpu:.0f} s",
            flush=True,
        )
    began = time.monotonic()
    made.refresh(now=clock.now())
    print(f"  people and the book's log: {time.monotonic() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE insights_cell" if connection.get_autocommit() else "ANALYZE insights_cell")


def prove(url: str) -> None:
    """The summaries beside counts of the rows, in SQL of their own."""
    kept_of = "FROM insights_cell WHERE span = 'month'"
    pairs = (
        (
            "SELECT count(*), sum(counted_minutes) FROM care_visit WHERE state IN ('certified', 'credited')",
            f"SELECT sum(count), sum(amount) {kept_of} AND subject = 'visit' AND dimension = 'all'",
        ),
        (
            "SELECT count(*) FROM care_need",
            f"SELECT sum(count) {kept_of} AND subject = 'need' AND dimension = 'outcome'",
        ),
        (
            "SELECT count(*), sum(amount) FROM ledger_transfer WHERE unit = 'time'",
            f"SELECT sum(count), sum(amount) {kept_of} AND subject = 'book' AND value LIKE 'time:%'",
        ),
    )
    with psycopg.connect(url) as admin:
        for raw, kept in pairs:
            began = time.monotonic()
            left = admin.execute(raw.encode()).fetchone()
            middle = time.monotonic()
            right = admin.execute(kept.encode()).fetchone()
            assert left is not None
            assert right is not None
            assert [int(x) for x in left] == [int(x) for x in right], (raw, left, right)
            slow, fast = 1000 * (middle - began), 1000 * (time.monotonic() - middle)
            print(
                f"  equal: {[int(x) for x in left]}, {slow:.0f} ms from rows, {fast:.0f} ms from summaries", flush=True
            )


def an_officer() -> object:
    """Somebody who may see everything, signed in."""
    from django.test import Client

    from nuanliu.domain.network.operations import appoint
    from nuanliu.domain.network.queries import city
    from nuanliu.domain.network.types import Role
    from nuanliu.domain.people.models import Person
    from nuanliu.platform import clock
    from tests.support.signing import let_in, set_up_second

    person = Person.objects.select_related("login").order_by("pk")[0]
    node = city()
    assert node is not None
    appoint(holder=person.login, node=node, role=Role.BUREAU_STANDARDS, at=clock.now(), actor_id=None)
    set_up_second(person.login, role=Role.BUREAU_STANDARDS, at=clock.now())
    return let_in(Client(), person.login)


def ask(name: str, address: str, client: object, url: str) -> None:
    """Ask a page some times; then its own statements, bare, over a connection of their own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get = client.get  # type: ignore[attr-defined]
    for _warm_up in range(3):
        answer = get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as seen:
        get(address)
    asked = len(seen)
    statements = [one["sql"] for one in seen.captured_queries if one["sql"].lstrip().upper().startswith("SELECT")]
    walls, cpus = [], []
    for _again in range(ANSWERS):
        wall, cpu = time.perf_counter(), time.process_time()
        get(address)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    bare, rows = _bare(statements, url)
    wall = statistics.median(walls)
    print(
        f"{name:34}{asked:>8}{rows:>9}{statistics.median(cpus):>9.1f}{wall:>9.1f}{bare:>9.1f}{wall / bare:>7.2f}",
        flush=True,
    )


def _bare(statements: list[str], url: str) -> tuple[float, int]:
    """Milliseconds of the statements one after the other, the median of some times, and how many rows they give."""
    times, rows = [], 0
    with psycopg.connect(url, autocommit=True) as bare:
        for _again in range(ANSWERS):
            began, rows = time.perf_counter(), 0
            for statement in statements:
                rows += len(bare.execute(statement.replace("%", "%%").encode(), ()).fetchall())
            times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), rows


if __name__ == "__main__":
    measure()
