"""Reads the rows that are sealed, in the form in which they are sealed, fast and the same on both databases.

Identifiers come as 16 bytes, times as microseconds. On PostgreSQL the server makes them and rows travel in binary; on
SQLite they are made here. A row that cannot be read as what it should be is left out: to the verifier it is missing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection

from nuanliu.domain.ledger.seals.canonical import EntryFacts, MoveFacts, TermFacts, TransferFacts

Row = tuple[Any, ...]
SQLITE_SYSTEM = 1
"""Stands for SQLite where PostgreSQL has its system identifier."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (SQLite's texts are UTC and say nothing of it)
_NEVER = -(2**63)


class Key(NamedTuple):
    """A row that has no leaf yet, with what puts it in order."""

    xact: int | None
    recorded_at: int
    is_transfer: int
    id: bytes
    number: int


class LowWater(NamedTuple):
    """Every transaction numbered below `xact` had ended when this was read, in the numbers of `system`."""

    xact: int
    system: int


# -- asking ----------------------------------------------------------------------------------------------------------


def on_postgres() -> bool:
    """Whether the book lives on PostgreSQL."""
    return connection.vendor == "postgresql"


def fetch(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """All rows of one statement, in PostgreSQL's binary format where there is one."""
    if not on_postgres():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as binary:
        return binary.execute(sql, params, binary=True).fetchall()


def id_list(ids: Iterable[bytes]) -> str:
    """Ids as one parameter: an array on PostgreSQL, JSON on SQLite."""
    texts = [one.hex() for one in ids]
    return "{" + ",".join(texts) + "}" if on_postgres() else json.dumps(texts)


def site_key(site: UUID) -> str:
    """A site's id as a parameter."""
    return site.hex


def _each(table: str, key: str, alias: str) -> str:
    """FROM the rows of `table` at the site of the second parameter whose `key` is among the ids of the first.

    Both databases are made to look up one id after the other: a wrong guess at the size of a young table must not make
    them read the whole journal for every batch.
    """
    if on_postgres():
        at = f"SELECT * FROM {table} y WHERE y.site_id = %s AND y.{key} = k.value OFFSET 0"
        return f"unnest(%s::uuid[]) AS k(value) CROSS JOIN LATERAL ({at}) {alias}"
    return f"json_each(%s) AS k CROSS JOIN {table} {alias} ON {alias}.site_id = %s AND {alias}.{key} = k.value"


def _id(text: str | None) -> bytes | None:
    """The 16 bytes of an id as SQLite keeps it. Raises ValueError for anything else."""
    if text is None:
        return None
    if len(text) != 32:
        raise ValueError(text)
    return bytes.fromhex(text)


def _moment(text: str | None) -> int | None:
    if text is None:
        return None
    since = datetime.fromisoformat(text) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


_ON_POSTGRES = {
    "id": "uuid_send({0})",
    "moment": "CASE WHEN isfinite({0}) THEN (extract(epoch FROM {0}) * 1000000)::bigint"
    f" WHEN {{0}} IS NOT NULL THEN ({_NEVER}) END",
    "day": "CASE WHEN isfinite({0}) THEN {0} - DATE '0001-01-01' + 1 ELSE 0 END",
    "flag": "{0}::int",
    "": "{0}",
}
_ON_SQLITE = {"id": "{0}", "moment": "CAST({0} AS TEXT)", "day": "CAST({0} AS TEXT)", "flag": "{0} + 0", "": "{0}"}
_MADE_HERE: dict[str, Callable[[Any], Any]] = {
    "id": _id,
    "moment": _moment,
    "day": lambda text: date.fromisoformat(text).toordinal(),
}


class Columns:
    """Columns to read, each `form:expression`, and how their values are made."""

    def __init__(self, *columns: str) -> None:
        self._parts = [column.rpartition(":")[::2] if ":" in column else ("", column) for column in columns]
        self._makers = [_MADE_HERE.get(form) for form, _column in self._parts]

    def sql(self) -> str:
        """For SELECT."""
        forms = _ON_POSTGRES if on_postgres() else _ON_SQLITE
        return ", ".join(forms[form].format(column) for form, column in self._parts)

    def read(self, sql: str, params: Sequence[Any]) -> Iterator[Row]:
        """The rows of `sql`, where `{}` stands for the columns."""
        rows = fetch(sql.replace("{}", self.sql()), params)
        return iter(rows) if on_postgres() else self.made(rows)

    def made(self, rows: list[Row]) -> Iterator[Row]:
        makers = self._makers
        for row in rows:
            try:
                made = tuple(value if maker is None else maker(value) for maker, value in zip(makers, row, strict=True))
            except (TypeError, ValueError, AttributeError):
                continue
            yield made


# -- rows of the journal ---------------------------------------------------------------------------------------------

_TRANSFER = Columns(
    "id:t.site_id", "id:t.id", 'id:t."group"', "t.kind", "t.phase", "t.unit", "id:t.debit", "id:t.credit", "t.amount",
    "id:t.hold", "id:t.reverses", "moment:t.occurred_at", "moment:t.recorded_at", "id:t.actor", "id:t.subject",
    "id:t.standard_version", "t.memo", "t.fingerprint",
    "moment:(SELECT h.expires_at FROM ledger_hold h WHERE h.site_id = t.site_id AND h.transfer_id = t.id)",
)  # fmt: skip
_ENTRY = Columns("id:e.transfer_id", "id:e.account_id", "e.seq", "e.amount", "e.balance", "moment:e.recorded_at")
_MOVE = Columns("id:m.transfer_id", "id:m.account_id", "day:m.expires", "m.amount", "m.reserved")
_TERM = Columns(
    "id:x.site_id", "id:x.account_id", "x.number", "x.floor", "x.ceiling", "flag:x.is_open", "moment:x.recorded_at",
    "id:x.actor", "x.reason", "a.unit", "a.kind", "id:a.owner", "a.code", "a.stripe", "moment:a.opened_at",
)  # fmt: skip


def read_transfers(*, site: UUID, ids: Iterable[bytes]) -> dict[bytes, TransferFacts]:
    """Those of the transfers that are there, with their entries and lot moves, by id."""
    given = [id_list(ids), site_key(site)]
    entries: dict[bytes, list[EntryFacts]] = {}
    for transfer, *rest in _ENTRY.read(f"SELECT {{}} FROM {_each('ledger_entry', 'transfer_id', 'e')}", given):
        entries.setdefault(transfer, []).append(EntryFacts._make(rest))
    moves: dict[bytes, list[MoveFacts]] = {}
    for transfer, *rest in _MOVE.read(f"SELECT {{}} FROM {_each('ledger_lotmove', 'transfer_id', 'm')}", given):
        moves.setdefault(transfer, []).append(MoveFacts._make(rest))
    none: list[Any] = []
    return {
        row[1]: TransferFacts._make(
            (*row, tuple(sorted(entries.get(row[1], none))), tuple(sorted(moves.get(row[1], none))))
        )
        for row in _TRANSFER.read(f"SELECT {{}} FROM {_each('ledger_transfer', 'id', 't')}", given)
    }


def read_terms(*, site: UUID, accounts: Iterable[bytes]) -> dict[tuple[bytes, int], TermFacts]:
    """All terms of these accounts, by account and number."""
    return {
        (row[1], row[2]): TermFacts._make(row)
        for row in _TERM.read(
            f"SELECT {{}} FROM {_each('ledger_term', 'account_id', 'x')} "
            "JOIN ledger_account a ON a.site_id = x.site_id AND a.id = x.account_id",
            [id_list(accounts), site_key(site)],
        )
    }


# -- leaves ----------------------------------------------------------------------------------------------------------


class StoredLeaf(NamedTuple):
    """A leaf as stored."""

    position: int
    subject: bytes
    number: int
    digest: bytes
    code: int | None


_LEAF = Columns("x.position", "id:x.subject", "x.number", "x.digest", "x.code")


def read_leaves(*, site: UUID, after: int, limit: int) -> list[StoredLeaf]:
    """The next leaves after position `after`, in order."""
    where = "SELECT {} FROM ledger_leaf x WHERE x.site_id = %s AND x.position > %s ORDER BY x.position LIMIT %s"
    return [StoredLeaf._make(row) for row in _LEAF.read(where, [site_key(site), after, limit])]


# -- what is not sealed yet ------------------------------------------------------------------------------------------

_KEY_OF_TERM = Columns("x.xact", "moment:x.recorded_at", "0", "id:x.account_id", "x.number")
_KEY_OF_TRANSFER = Columns("x.xact", "moment:x.recorded_at", "1", "id:x.id", "0")


_OF_THIS_SYSTEM = """ AND (x.xact < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    OR x.xact = pg_current_xact_id_if_assigned()::text::bigint)"""
"""What a statement sees was written by a transaction below its snapshot's end, or by its own."""


def low_water() -> LowWater:
    """Read this before looking for rows: a transaction below it has ended, and what it committed will be seen."""
    if not on_postgres():
        return LowWater(0, SQLITE_SYSTEM)
    [(xact, system)] = fetch(
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, system_identifier FROM pg_control_system()"
    )
    return LowWater(xact, system)


def keys_without_leaf(*, site: UUID, since: int | None, limit: int) -> list[Key]:
    """Rows of the site's journal without a leaf, in sealing order, `limit` at most.

    `since` None looks through everything. Otherwise it looks at rows of transactions from `since` on, of this
    database system (a restored dump holds higher numbers of another), and at rows from before transactions were noted.
    """
    arms: list[tuple[Columns, str, str, list[Any]]] = []
    for columns, table, leaf in (
        (_KEY_OF_TERM, "ledger_term", without_leaf("x.account_id", "x.number")),
        (_KEY_OF_TRANSFER, "ledger_transfer", without_leaf("x.id", "0")),
    ):
        if since is None:
            arms.append((columns, table, leaf, []))
            continue
        below = _OF_THIS_SYSTEM if on_postgres() else ""
        arms.append((columns, table, f"{leaf} AND x.xact >= %s{below}", [since]))
        if table == "ledger_transfer":
            arms.append((columns, table, f"{leaf} AND x.xact IS NULL", []))
    sql = " UNION ALL ".join(
        f"SELECT {columns.sql()} FROM {table} x WHERE x.site_id = %s AND {rest}"
        for columns, table, rest, _params in arms
    )
    params = [value for _columns, _table, _rest, more in arms for value in (site_key(site), *more)]
    ordered = f"SELECT * FROM ({sql}) c ORDER BY 1 NULLS FIRST, 2, 3, 4, 5 LIMIT %s"
    rows = fetch(ordered, [*params, limit])
    return [Key._make(row) for row in (rows if on_postgres() else _KEY_OF_TRANSFER.made(rows))]


def without_leaf(subject: str, number: str) -> str:
    """The condition that row `x` has no leaf, asked of the index row by row (as in `_each`)."""
    return (
        "(SELECT 1 FROM ledger_leaf l WHERE l.site_id = x.site_id "
        f"AND l.subject = {subject} AND l.number = {number}) IS NULL"
    )


_SITES = """WITH RECURSIVE s(site) AS (
        SELECT (SELECT a.site_id FROM {table} a ORDER BY a.site_id LIMIT 1)
        UNION ALL
        SELECT (SELECT a.site_id FROM {table} a WHERE a.site_id > s.site ORDER BY a.site_id LIMIT 1)
        FROM s WHERE s.site IS NOT NULL)"""
"""Every site of a table by one index probe each."""


def sites_with_accounts() -> list[UUID]:
    """Every site that has an account, in the order of ids."""
    rows = fetch(f"{_SITES.format(table='ledger_account')} SELECT site FROM s WHERE site IS NOT NULL ORDER BY 1")
    return [_uuid(site) for (site,) in rows]


def sites_with_leaves() -> list[UUID]:
    """Every site that has a leaf, in the order of ids."""
    rows = fetch(f"{_SITES.format(table='ledger_leaf')} SELECT site FROM s WHERE site IS NOT NULL ORDER BY 1")
    return [_uuid(site) for (site,) in rows]


def newest_numbers() -> list[tuple[UUID, int]]:
    """(site, number) of every site's newest block."""
    rows = fetch(
        f"""{_SITES.format(table="ledger_block")} SELECT site, (SELECT b.number FROM ledger_block b
        WHERE b.site_id = s.site ORDER BY b.number DESC LIMIT 1) FROM s WHERE site IS NOT NULL ORDER BY 1"""
    )
    return [(_uuid(site), number) for site, number in rows]


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
