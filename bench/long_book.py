"""The balance and the first page of a statement in a short book and in a long one, asked in turn.

Sizes in entries: 20 thousand and `NUANLIU_BENCH_ENTRIES` (20 million), over as many accounts. The long book needs
about 9 GB of disk for a few minutes.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

import psycopg

from bench.measuring import ROOT, databases
from tests.support import postgres

ENTRIES = {"short": 20_000, "long": int(os.environ.get("NUANLIU_BENCH_ENTRIES", "20000000"))}
ASKED = 60

# Each of the people gives one minute to the next, round and round: line n of account a is transfer n of a's round.
_FILL = """
SET session_replication_role = replica; SET synchronous_commit = off;
CREATE TEMP TABLE people AS
    SELECT a.id, row_number() OVER (ORDER BY a.id) - 1 AS n, count(*) OVER () AS all_of FROM ledger_account a
    WHERE a.kind = 'savings';
CREATE UNIQUE INDEX ON people (n); ANALYZE people;
INSERT INTO ledger_transfer (site_id, id, kind, phase, unit, debit, credit, amount, occurred_at, recorded_at, memo,
    fingerprint, xact)
SELECT '{site}', md5(k || '/' || p.n)::uuid, 'service', 'post', 'time', p.id, q.id, 1, at, at, '', '\\x00', 0
FROM generate_series(1, {rounds}) k CROSS JOIN people p JOIN people q ON q.n = (p.n + 1) % p.all_of,
    LATERAL (SELECT timestamptz '2030-01-01' + k * interval '1 minute' AS at) t;
INSERT INTO ledger_entry (site_id, account_id, seq, transfer_id, amount, balance, recorded_at)
SELECT '{site}', p.id, 1 + 2 * k - side, md5(k || '/' || (p.n - side + p.all_of) % p.all_of)::uuid,
    CASE side WHEN 1 THEN 1 ELSE -1 END, 10000000 + side, timestamptz '2030-01-01' + k * interval '1 minute'
FROM generate_series(1, {rounds}) k CROSS JOIN people p CROSS JOIN (VALUES (1), (0)) s (side);
UPDATE ledger_balance b SET seq = 1 + 2 * {rounds} FROM people p WHERE b.account_id = p.id;
"""
_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u') AND conrelid IN ('ledger_transfer'::regclass, 'ledger_entry'::regclass)
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid IN ('ledger_transfer'::regclass, 'ledger_entry'::regclass)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def main() -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as state:
        server = postgres.start()
        urls = databases(server, *ENTRIES)
        common = {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": state, "PYTHONPATH": str(ROOT)}
        asking = {}
        for name, url in urls.items():
            ours = {**os.environ, **common, "DATABASE_URL": url}
            subprocess.run([sys.executable, "-m", "bench.ledger_worker", "prepare"], env=ours, cwd=ROOT, check=True)
            fill(url, ENTRIES[name])
            command = [sys.executable, "-m", "bench.long_book", "ask"]
            asking[name] = subprocess.Popen(
                command, env=ours, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        figures: dict[str, list[list[float]]] = {name: [] for name in urls}
        for _round in range(10):
            for name, process in asking.items():
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write("go\n")
                process.stdin.flush()
                figures[name].append([float(word) for word in process.stdout.readline().split()])
        for process in asking.values():
            process.communicate("\n")
        server.stop()
    print(f"\n{'median ms':28} {'short':>8} {'long':>8} {'ratio':>6}")
    for at, what in enumerate(("balance", "first page of the passbook", "statement of a month")):
        short, long = (statistics.median(one[at] for one in figures[name][1:]) for name in ("short", "long"))
        print(f"{what:28} {short:>8.2f} {long:>8.2f} {long / short:>6.2f}")


def fill(url: str, entries: int) -> None:
    """So many entries, written past the guards, as a restore would: indexes are made when the rows are there."""
    from bench.ledger_worker import PEOPLE, SITE

    start = time.monotonic()
    with psycopg.connect(url, autocommit=True) as admin:
        keys = admin.execute(_KEYS).fetchall()
        indexes = admin.execute(_INDEXES).fetchall()
        for table, name, _words in keys:
            admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE".encode())
        for name, _words in indexes:
            admin.execute(f"DROP INDEX {name}".encode())
        admin.execute(_FILL.format(site=SITE, rounds=entries // PEOPLE // 2).encode())
        admin.execute("SET maintenance_work_mem = '1GB'")
        for table, name, words in keys:
            admin.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}".encode())
        for _name, words in indexes:
            admin.execute(words.encode())
        admin.execute("VACUUM ANALYZE")
        found = admin.execute("SELECT count(*) FROM ledger_entry").fetchone()
    print(f"{found[0] if found else 0:,} entries in {time.monotonic() - start:.0f} s", flush=True)


def ask() -> None:
    """Median milliseconds of a balance, a first page, a month's statement, at each line on the standard input."""
    import django

    django.setup()
    from bench.ledger_worker import PEOPLE, SITE, savings
    from nuanliu.domain.ledger.queries import balance_of, lines_of
    from nuanliu.domain.ledger.statements import statement_lines, statement_of
    from nuanliu.domain.ledger.types import AccountRef

    month = date(2030, 1, 1), date(2030, 1, 31)
    questions = (
        lambda account: balance_of(account=account),
        lambda account: lines_of(account=account),
        lambda account: statement_lines(statement=statement_of(account=account, first=month[0], last=month[1])),
    )
    for line in sys.stdin:
        if not line.strip():
            return
        medians = []
        for question in questions:
            took = []
            for _number in range(ASKED):
                account = AccountRef(SITE, savings(random.randrange(PEOPLE)))
                start = time.perf_counter()
                question(account)
                took.append(time.perf_counter() - start)
            medians.append(1000 * statistics.median(took))
        print(*medians, flush=True)


if __name__ == "__main__":
    ask()
