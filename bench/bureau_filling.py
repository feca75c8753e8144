"""A large city in set-based SQL: each statement makes one kind of row from the numbers of its people, sites, visits."""

import re
import time
from collections.abc import Iterator

from psycopg import Connection

_ID = "lpad(to_hex({n}), 32, '0')::uuid"
"""Ids that grow, as the product's own do."""


def site(number: str) -> str:
    """The id of a site by its number."""
    return _ID.format(n=number)


def person(number: str) -> str:
    """The id of a person by her number: three of five are volunteers, the others old people."""
    return _ID.format(n=number)


_VOLUNTEER = "(n % {sites} + {sites} * (1 + n / {sites} * 7 % ({people} * 3 / 5 / {sites} - 2)))"
"""Somebody of the same site, so that her book is there."""
_ELDER = "({people} * 3 / 5 + (n * 11 % ({people} * 2 / 5)) + 1)"
_MOMENT = (
    "(timestamptz '2026-01-01 08:00+08' + (n::float8 / {visits}) * interval '330 days' + n % 9 * interval '1 hour')"
)
_MOVED = "(CASE unit WHEN 'time' THEN '1' ELSE '2' END || lpad(to_hex(n), 31, '0'))::uuid"
_CODE = "('{{S101,S102,S103,S201,S202,S204,S206,S302,S303,S402}}'::text[])[1 + n % 10]"
_STATE = "CASE WHEN n % 20 = 19 THEN 'unserved' WHEN n % 20 = 18 THEN 'cancelled' ELSE 'credited' END"

FILLS: tuple[tuple[str, str], ...] = (
    (
        "sites",
        f"""
        INSERT INTO network_node (id, kind, branch_kind, code, name, short_name, parent_id, path, phone, address, hours,
            details, opened_at)
        SELECT {site("n")}, 'community', '', 'BENCH-' || n, '社区' || n, '', t.id, t.path || 'BENCH-' || n || '/', '', '', '',
            '{{{{}}}}', timestamptz '2025-01-01'
        FROM generate_series(1, {{sites}}) n
        JOIN (SELECT id, path, row_number() OVER (ORDER BY code) AS k, count(*) OVER () AS all_of FROM network_node
              WHERE kind = 'town') t ON t.k = 1 + n % t.all_of;
        INSERT INTO network_standing (id, node_id, path)
        SELECT md5('standing' || id)::uuid, id, path FROM network_node WHERE kind = 'community';
        """,
    ),
    (
        "people",
        f"""
        INSERT INTO network_login (id, password, username, is_active, stamp, created_at)
        SELECT {person("n")}, '', 'b-' || n, true, 0, timestamptz '2025-06-01' FROM generate_series(1, {{people}}) n;
        INSERT INTO people_person (id, name, pinyin, sex, birth_date, ethnicity, political_status, home_site_id, street,
            registered_at)
        SELECT {person("n")}, '某', '', (1 + n % 2)::text, date '1930-01-01' + (n * 37 % 28000)::int, '', '',
            {site("(1 + n % {sites})")}, '', timestamptz '2025-01-01' + (n % 690) * interval '1 day'
        FROM generate_series(1, {{people}}) n;
        INSERT INTO people_volunteer (person_id, number, state, joined_on, skills, languages, rather_not, reach_metres,
            default_choice)
        SELECT {person("n")}, 'B' || n, 'active', date '2025-01-01' + (n % 690)::int, '[]', '[]', '[]', 3000, ''
        FROM generate_series(1, {{people}} * 3 / 5) n;
        INSERT INTO people_elder (person_id, circumstances, languages, has_phone, floor_and_stairs, pets, unknown, told_by,
            is_special, registered_at)
        SELECT {person("n")}, '[]', '[]', true, '', '', '[]', '', false, timestamptz '2025-01-01' + (n % 690) * interval '1 day'
        FROM generate_series({{people}} * 3 / 5 + 1, {{people}}) n;
        """,
    ),
    (
        "catalogue",
        """
        INSERT INTO care_service (id, code, name, name_en, "group", five_help, default_minutes, max_minutes, risk, skill,
            evidence, helpers, icon, plain_words, bring, never, position, is_offered)
        SELECT md5(code)::uuid, code, code, code, 'x', '', 60, 120, 'low', '', '', 1, 'chat', code, '', '', 1, true
        FROM unnest('{{S101,S102,S103,S201,S202,S204,S206,S302,S303,S402}}'::text[]) code;
        """,
    ),
    (
        "needs",
        f"""
        INSERT INTO care_need (site_id, id, number, elder_id, service_id, state, starts_at, ends_at, planned_minutes,
            helpers_wanted, payer, purse_code, channel, note, is_urgent, code, placed_by, submitted_at, review_by,
            return_reason, cancel_reason, standard_version)
        SELECT {site("(1 + n % {sites})")}, {_ID.format(n="n")}, n, {person(_ELDER)}, md5({_CODE})::uuid, {_STATE},
            at + interval '1 day', at + interval '25 hours', 60, 1, 'welfare', '', 'phone', '', false, '1234',
            {person("1")}, at, at + interval '1 day', '', '', md5('standard')::uuid
        FROM generate_series(1, {{visits}}) n, LATERAL (SELECT {_MOMENT} AS at) t;
        """,
    ),
    (
        "visits",
        f"""
        INSERT INTO care_visit (site_id, id, need_id, volunteer_id, slot, state, taken_at, started_at, start_evidence,
            ended_at, end_evidence, reported_late, code_failures, grade, measured_minutes, counted_minutes, arithmetic,
            choice, helper_note, confirmed_at, face, certified_at, certified_by, decision_note, credited_at, cancel_reason,
            paused)
        SELECT {site("(1 + n % {sites})")}, {_ID.format(n="n")}, {_ID.format(n="n")}, {person(_VOLUNTEER)}, 1,
            'credited', at + (n % 50) * interval '1 hour', at + interval '1 day', 'elder_code', at + interval '25 hours',
            'elder_code', false, 0, CASE WHEN n % 4 = 0 THEN 'witnessed' ELSE 'verified' END, 60, 30 + 30 * (n % 3)::int, '[]',
            'time', '', at + interval '26 hours', 'happy', at + interval '2 days', {person("{people}")}, '', at + interval '2 days', '', ''
        FROM generate_series(1, {{visits}}) n, LATERAL (SELECT {_MOMENT} AS at) t
        WHERE n % 20 < 18;
        """,
    ),
    (
        "accounts",
        f"""
        INSERT INTO ledger_account (site_id, id, unit, kind, owner, code, stripe, opened_at)
        SELECT {site("(1 + n % {sites})")}, md5(unit || n)::uuid, unit, 'savings', {person("n")}, '', 0, timestamptz '2025-01-01'
        FROM generate_series(1, {{people}}) n CROSS JOIN unnest('{{{{time,honour}}}}'::text[]) unit;
        INSERT INTO ledger_account (site_id, id, unit, kind, owner, code, stripe, opened_at)
        SELECT {site("n")}, md5('issuance' || unit || n)::uuid, unit, 'issuance', {site("n")}, '', 0, timestamptz '2025-01-01'
        FROM generate_series(1, {{sites}}) n CROSS JOIN unnest('{{{{time,honour}}}}'::text[]) unit;
        """,
    ),
    (
        "transfers",
        f"""
        INSERT INTO ledger_transfer (site_id, id, kind, phase, unit, debit, credit, amount, occurred_at, recorded_at, subject,
            memo, fingerprint, xact)
        SELECT {site("(1 + n % {sites})")}, {_MOVED}, 'service', 'post', unit,
            md5('issuance' || unit || (1 + n % {{sites}}))::uuid, md5(unit || {_VOLUNTEER})::uuid, 30 + 30 * (n % 3)::int,
            at + interval '25 hours', at + interval '2 days', {_ID.format(n="n")}, '', '\\x00', 0
        FROM generate_series(1, {{visits}}) n CROSS JOIN unnest('{{{{time,honour}}}}'::text[]) unit,
            LATERAL (SELECT {_MOMENT} AS at) t;
        """,
    ),
    (
        "entries",
        """
        INSERT INTO ledger_entry (site_id, account_id, seq, transfer_id, amount, balance, recorded_at)
        SELECT site_id, account, row_number() OVER (PARTITION BY site_id, account ORDER BY id), id, amount, amount, recorded_at
        FROM (
            SELECT site_id, debit AS account, id, -amount AS amount, recorded_at FROM ledger_transfer
            UNION ALL SELECT site_id, credit, id, amount, recorded_at FROM ledger_transfer
        ) legs;
        """,
    ),
    (
        "the sealed log",
        """
        INSERT INTO ledger_leaf (site_id, position, subject, number, digest)
        SELECT site_id, row_number() OVER (PARTITION BY site_id ORDER BY occurred_at, id) - 1, id, 0, '\\x00'
        FROM ledger_transfer;
        INSERT INTO ledger_block (site_id, number, profile, previous, size, root, count, moved_time, moved_coin, moved_honour,
            sealed_at, watermark, system, digest, signature, algorithm, key_id)
        SELECT site_id, 1, 'sha256', '\\x00', count(*), '\\x00', count(*), 0, 0, 0, timestamptz '2026-12-01', 0, 0, '\\x00',
            '\\x00', 'ed25519', 'bench' FROM ledger_leaf GROUP BY site_id;
        """,
    ),
)

BLANKS = {"text": "''", "character varying": "''", "boolean": "false", "integer": "0", "smallint": "0", "jsonb": "'[]'"}
"""What stands in a column that no statement here names, by its type: what people fill in later counts for nothing here."""
TABLES = frozenset(re.findall(r"INSERT INTO (\w+)", " ".join(statement for _, statement in FILLS)))
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
        AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
_REQUIRED = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
        AND table_name = ANY(%s) AND data_type = ANY(%s)
"""


def filled(admin: Connection, *, people: int, sites: int, visits: int) -> Iterator[str]:
    """Make the rows in a database that has its tables and its towns; says after each kind what it was and how long."""
    blank_the_rest(admin)
    indexes = admin.execute(_INDEXES, (list(TABLES),)).fetchall()
    for name, _made in indexes:
        admin.execute(f'DROP INDEX "{name}"'.encode())
    for words, statement in FILLS:
        began = time.monotonic()
        admin.execute(statement.format(people=people, sites=sites, visits=visits).encode())
        yield f"{words}: {time.monotonic() - began:.0f} s"
    began = time.monotonic()
    for _name, made in indexes:
        admin.execute(made.encode())
    yield f"{len(indexes)} indexes: {time.monotonic() - began:.0f} s"


def blank_the_rest(admin: Connection) -> None:
    """Give every required column of the tables filled here a default, so that a new one does not stop the filling."""
    for table, column, kind in admin.execute(_REQUIRED, (list(TABLES), list(BLANKS))).fetchall():
        admin.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {BLANKS[kind]}'.encode())
