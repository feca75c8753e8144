"""The database's own refusals: the second line behind the engine, the same meaning on both databases."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nuanliu.platform.db import TableSql

_SQL = Path(__file__).with_name("sql")


class PosterSql(TableSql):
    """Install the functions of one file of `sql/` on PostgreSQL. SQLite has none: there the engine is in process."""

    def __init__(self, name: str, functions: list[str], *, again: bool = False) -> None:
        """`again`: they are there already, and stay when this is undone."""
        self.name, self.functions, self.again = name, functions, again

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.name, self.functions], {"again": self.again}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Install {', '.join(self.functions)}"

    def forwards(self, vendor: str) -> list[str]:
        """The file."""
        return [] if vendor == "sqlite" else [(_SQL / self.name).read_text()]

    def backwards(self, vendor: str) -> list[str]:
        """Drop the functions."""
        return [] if vendor == "sqlite" or self.again else [f"DROP FUNCTION {name}" for name in self.functions]


class AllowKinds(TableSql):
    """Tell PostgreSQL which (kind, from, to, unit) may be posted: `types.ALLOWED` as it was at this migration."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = sorted(rows)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.rows], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Allow these kinds of transfer between these kinds of account"

    def forwards(self, vendor: str) -> list[str]:
        """The function, anew."""
        if vendor == "sqlite":
            return []
        rows = ", ".join(f"'{row}'" for row in self.rows)
        return [
            f"""CREATE OR REPLACE FUNCTION ledger_allows(kind text, giver text, taker text, unit text) RETURNS boolean
            LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN kind || '/' || giver || '/' || taker || '/' || unit = ANY (ARRAY[{rows}])"""
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop it."""
        return [] if vendor == "sqlite" else ["DROP FUNCTION ledger_allows(text, text, text, text)"]


class GuardInOneStatement(TableSql):
    """On PostgreSQL, check what an inserting statement adds as a whole and once, in place of three foreign keys.

    A foreign key asks row by row and locks the account it names, so that postings through one account would write to
    its row although nothing in it changes. The trigger sees the same orphans and more: an entry must also be what its
    balance row says.
    """

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Check entries against transfer, previous line and balance, a statement at a time"

    def forwards(self, vendor: str) -> list[str]:
        """Replace."""
        if vendor == "sqlite":
            return []
        drops = (("ledger_transfer", "debit"), ("ledger_transfer", "credit"), ("ledger_entry", "transfer_id"))
        return [
            *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_known" for table, column in drops),
            _POSTGRES_WHOLE,
            "ALTER TABLE ledger_balance SET (fillfactor = 50)",
            # The site second, as in the other indexes of this table; without the many that reverse nothing.
            "ALTER TABLE ledger_transfer DROP CONSTRAINT transfer_reversed_once",
            (
                "CREATE UNIQUE INDEX transfer_reversed_once ON ledger_transfer (reverses, site_id) "
                "WHERE reverses IS NOT NULL"
            ),
            "ALTER TABLE ledger_entry DROP CONSTRAINT entry_once_per_leg",
            "ALTER TABLE ledger_entry ADD CONSTRAINT entry_once_per_leg UNIQUE (transfer_id, account_id, site_id)",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Put the earlier function and the keys back."""
        if vendor == "sqlite":
            return []
        keys = (
            ("ledger_transfer", "debit", "ledger_account"),
            ("ledger_transfer", "credit", "ledger_account"),
            ("ledger_entry", "transfer_id", "ledger_transfer"),
        )
        return [
            "ALTER TABLE ledger_entry DROP CONSTRAINT entry_once_per_leg",
            "ALTER TABLE ledger_entry ADD CONSTRAINT entry_once_per_leg UNIQUE (site_id, transfer_id, account_id)",
            "DROP INDEX transfer_reversed_once",
            "ALTER TABLE ledger_transfer ADD CONSTRAINT transfer_reversed_once UNIQUE (site_id, reverses)",
            _POSTGRES_FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
            *(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_known "
                f"FOREIGN KEY (site_id, {column}) REFERENCES {parent} (site_id, id)"
                for table, column, parent in keys
            ),
        ]


class EntriesFollow(TableSql):
    """Entries must be the legs of their transfer, cancel out, and continue their account's line without a gap.

    PostgreSQL checks each inserting statement as a whole, so a transfer's legs must come together. SQLite checks each
    row; that both legs came is left to the check of the books.
    """

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.table], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Refuse entries that do not follow from a transfer and from the line before"

    def forwards(self, vendor: str) -> list[str]:
        """The triggers."""
        if vendor == "sqlite":
            return [_SQLITE_LEG, _SQLITE_ORDER, _SQLITE_INTEGER, _SQLITE_ONCE]
        return [_POSTGRES_FUNCTION, _POSTGRES_TRIGGER, _POSTGRES_ONCE, _POSTGRES_ONCE_TRIGGER]

    def backwards(self, vendor: str) -> list[str]:
        """Drop them."""
        if vendor == "sqlite":
            names = ("ledger_entry_is_leg", "ledger_entry_in_order", "ledger_transfer_whole", "ledger_account_fixed")
            return [f"DROP TRIGGER {name}" for name in names]
        return [
            "DROP TRIGGER ledger_entry_follows ON ledger_entry",
            "DROP FUNCTION ledger_entry_follows()",
            "DROP TRIGGER ledger_account_fixed ON ledger_account",
            "DROP FUNCTION ledger_account_fixed()",
        ]


_SQLITE_LEG = """
CREATE TRIGGER ledger_entry_is_leg BEFORE INSERT ON ledger_entry
WHEN NOT EXISTS (
    SELECT 1 FROM ledger_transfer t
    WHERE t.site_id = NEW.site_id AND t.id = NEW.transfer_id AND t.phase IN ('post', 'capture')
      AND ((t.debit = NEW.account_id AND NEW.amount = -t.amount)
        OR (t.credit = NEW.account_id AND NEW.amount = t.amount)))
BEGIN SELECT RAISE(ABORT, 'entry is not a leg of its transfer'); END
"""

_SQLITE_ORDER = """
CREATE TRIGGER ledger_entry_in_order BEFORE INSERT ON ledger_entry
WHEN NEW.balance <> NEW.amount + COALESCE((
    SELECT e.balance FROM ledger_entry e
    WHERE e.site_id = NEW.site_id AND e.account_id = NEW.account_id AND e.seq = NEW.seq - 1), 0)
  OR (NEW.seq > 1 AND NOT EXISTS (
    SELECT 1 FROM ledger_entry e
    WHERE e.site_id = NEW.site_id AND e.account_id = NEW.account_id AND e.seq = NEW.seq - 1))
BEGIN SELECT RAISE(ABORT, 'entry does not continue its account'); END
"""

_SQLITE_INTEGER = """
CREATE TRIGGER ledger_transfer_whole BEFORE INSERT ON ledger_transfer
WHEN typeof(NEW.amount) <> 'integer'
BEGIN SELECT RAISE(ABORT, 'amount is not a whole number'); END
"""

_SQLITE_ONCE = """
CREATE TRIGGER ledger_account_fixed
BEFORE UPDATE OF site_id, id, unit, kind, owner, code, stripe, opened_at ON ledger_account
BEGIN SELECT RAISE(ABORT, 'only closed_at of an account may change'); END
"""

_POSTGRES_FUNCTION = """
CREATE FUNCTION ledger_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh f JOIN ledger_transfer t ON t.site_id = f.site_id AND t.id = f.transfer_id
        GROUP BY t.site_id, t.id, t.amount, t.debit, t.credit, t.phase
        HAVING count(*) <> 2 OR sum(f.amount) <> 0 OR t.phase NOT IN ('post', 'capture')
            OR bool_or(f.amount <> CASE f.account_id WHEN t.credit THEN t.amount WHEN t.debit THEN -t.amount END))
    THEN RAISE EXCEPTION 'entries are not the legs of their transfer' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM fresh f LEFT JOIN ledger_entry e
            ON e.site_id = f.site_id AND e.account_id = f.account_id AND e.seq = f.seq - 1
        WHERE f.balance <> f.amount + COALESCE(e.balance, 0) OR (f.seq > 1 AND e.seq IS NULL))
    THEN RAISE EXCEPTION 'entry does not continue its account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

_POSTGRES_TRIGGER = """
CREATE TRIGGER ledger_entry_follows AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_follows()
"""

_POSTGRES_ONCE = """
CREATE FUNCTION ledger_account_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.site_id, NEW.id, NEW.unit, NEW.kind, NEW.owner, NEW.code, NEW.stripe, NEW.opened_at)
        IS DISTINCT FROM (OLD.site_id, OLD.id, OLD.unit, OLD.kind, OLD.owner, OLD.code, OLD.stripe, OLD.opened_at)
    THEN RAISE EXCEPTION 'only closed_at of an account may change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

_POSTGRES_ONCE_TRIGGER = """
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE ON ledger_account
FOR EACH ROW EXECUTE FUNCTION ledger_account_fixed()
"""

_POSTGRES_WHOLE = """
CREATE OR REPLACE FUNCTION ledger_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    no_legs boolean;
    no_order boolean;
BEGIN
    SELECT count(*) <> 2 * count(DISTINCT f.transfer_id) OR bool_or(
            t.id IS NULL OR t.phase NOT IN ('post', 'capture')
            OR f.amount IS DISTINCT FROM CASE f.account_id WHEN t.credit THEN t.amount WHEN t.debit THEN -t.amount END),
        bool_or(
            f.balance <> f.amount + COALESCE(e.balance, 0) OR (f.seq > 1 AND e.seq IS NULL)
            OR b.seq IS NULL OR b.seq < f.seq OR (b.seq = f.seq AND b.posted <> f.balance))
    INTO no_legs, no_order
    FROM fresh f
    LEFT JOIN LATERAL (
        SELECT * FROM ledger_transfer x WHERE x.site_id = f.site_id AND x.id = f.transfer_id LIMIT 1) t ON true
    LEFT JOIN LATERAL (
        SELECT * FROM ledger_entry x
        WHERE x.site_id = f.site_id AND x.account_id = f.account_id AND x.seq = f.seq - 1 LIMIT 1) e ON true
    LEFT JOIN LATERAL (
        SELECT * FROM ledger_balance x WHERE x.site_id = f.site_id AND x.account_id = f.account_id LIMIT 1) b ON true;
    IF no_legs THEN
        RAISE EXCEPTION 'entries are not the legs of their transfer' USING ERRCODE = 'check_violation';
    END IF;
    IF no_order THEN
        RAISE EXCEPTION 'entry does not continue its account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
