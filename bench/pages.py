"""Queries and CPU milliseconds of every list page, with 300 and with 3,000 rows: the number of queries must not grow.

CPU is what this process spends on one answer, template included; the median of several, after a warm-up.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = (300, 3000)
ANSWERS = 15
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure each size in a process of its own, on SQLite and on PostgreSQL, and print one table a database."""
    from tests.support import postgres

    server = postgres.start()
    for name in ("SQLite", "PostgreSQL"):
        columns = []
        for rows in ROWS:
            with tempfile.TemporaryDirectory() as state:
                url = f"sqlite:///{state}/pages.sqlite3" if name == "SQLite" else _database(server.url, rows)
                environment = {
                    **os.environ,
                    "DATABASE_URL": url,
                    "NUANLIU_STATE": state,
                    "DJANGO_SETTINGS_MODULE": "bench.settings",
                    "PYTHONPATH": str(ROOT),
                }
                said = subprocess.run(
                    [sys.executable, "-m", "bench.pages", str(rows)],
                    check=True,
                    capture_output=True,
                    text=True,
                    env=environment,
                    cwd=ROOT,
                ).stdout
                columns.append([line.split("\t") for line in said.splitlines()])
        print(f"\n{name:34} " + "".join(f"{f'{rows} rows':>24}" for rows in ROWS))
        for few, many in zip(*columns, strict=True):
            grown = "" if few[1] == many[1] else "   queries grow"
            cells = "".join(f"{queries:>9} q {float(cpu):>9.1f} ms" for _page, queries, cpu in (few, many))
            print(f"{few[0]:34} {cells}{grown}")
    server.stop()


def _database(url: str, rows: int) -> str:
    import psycopg

    name = f"pages_{rows}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + f"/{name}"


def measure(rows: int) -> None:
    """In the process of one size: fill, fetch, print page, queries and CPU milliseconds, tab-separated."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench.filling import a_busy_site
    from nuanliu.platform import clock

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    site = a_busy_site(rows=rows, now=clock.now())
    for login, page, arguments, wanted in site.pages:
        client = Client()
        if login is not None:
            client.force_login(login)
        address = reverse(page, kwargs=arguments)
        if wanted:
            address = client.post(address, {"q": wanted}).headers["Location"]
        for _warm_up in range(3):
            answer = client.get(address, follow=True)
        if answer.status_code != 200:
            message = f"{address}: {answer.status_code}"
            raise RuntimeError(message)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = len(queries)
        spent = []
        for _again in range(ANSWERS):
            start = time.process_time()
            client.get(address)
            spent.append(1000 * (time.process_time() - start))
        label = (
            page + (f" {next(iter(arguments.values()))}" if page == "desk:column" else "") + (wanted and f" {wanted}")
        )
        print(f"{label}\t{asked}\t{statistics.median(spent)}")


if __name__ == "__main__":
    measure(int(sys.argv[1]))
