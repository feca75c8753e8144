"""The database's own refusals: the second line behind the engine, the same meaning on both databases."""

from typing import Any

from nuanliu.platform.db import TableSql


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
