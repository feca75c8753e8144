"""The database's own refusals around the evidence, and the cheap index by which the sealer finds what is new."""

from typing import Any

from nuanliu.platform.db import TableSql


class ChainFollows(TableSql):
    """A new block (or anchor) has the next number, names the digest before it, and continues the count of lines."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.table], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Refuse rows of {self.table} that do not follow the one before"

    def _follows(self) -> str:
        """Whether NEW continues the chain; the same text on both databases."""
        is_block = self.table == "ledger_block"
        site = "x.site_id = NEW.site_id AND" if is_block else ""
        size = "AND x.size = NEW.size - NEW.count" if is_block else ""
        first = "AND NEW.size = NEW.count" if is_block else ""
        return f"""CASE WHEN NEW.number = 1 THEN NEW.previous = {{nothing}} {first}
            ELSE EXISTS (SELECT 1 FROM {self.table} x WHERE {site} x.number = NEW.number - 1
                AND x.digest = NEW.previous {size}) END"""

    def forwards(self, vendor: str) -> list[str]:
        """One trigger."""
        if vendor == "sqlite":
            follows = self._follows().format(nothing="zeroblob(32)")
            return [
                f"""CREATE TRIGGER {self.table}_follows BEFORE INSERT ON {self.table} WHEN NOT ({follows})
                BEGIN SELECT RAISE(ABORT, '{self.table} does not follow'); END"""
            ]
        follows = self._follows().format(nothing=r"'\x" + "00" * 32 + "'::bytea")
        return [
            f"""CREATE FUNCTION {self.table}_follows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF NOT ({follows}) THEN
                RAISE EXCEPTION '{self.table} does not follow' USING ERRCODE = 'check_violation';
            END IF; RETURN NEW; END $$""",
            f"""CREATE TRIGGER {self.table}_follows BEFORE INSERT ON {self.table}
            FOR EACH ROW EXECUTE FUNCTION {self.table}_follows()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop it."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.table}_follows"]
        return [f"DROP TRIGGER {self.table}_follows ON {self.table}", f"DROP FUNCTION {self.table}_follows()"]


class HoldFixed(TableSql):
    """What a hold is about, and until when, is sealed with its transfer: only what became of it may change."""

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Refuse changes to what a hold is about"

    def forwards(self, vendor: str) -> list[str]:
        """One trigger that fires only when one of these columns is assigned."""
        columns = "site_id, transfer_id, account_id, amount, expires_at"
        refusal = "only captured and released of a hold may change"
        if vendor == "sqlite":
            return [
                f"""CREATE TRIGGER ledger_hold_sealed BEFORE UPDATE OF {columns} ON ledger_hold
                BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
            ]
        return [
            f"""CREATE FUNCTION ledger_hold_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$""",
            f"""CREATE TRIGGER ledger_hold_sealed BEFORE UPDATE OF {columns} ON ledger_hold
            FOR EACH ROW EXECUTE FUNCTION ledger_hold_sealed()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop it."""
        if vendor == "sqlite":
            return ["DROP TRIGGER ledger_hold_sealed"]
        return ["DROP TRIGGER ledger_hold_sealed ON ledger_hold", "DROP FUNCTION ledger_hold_sealed()"]


class IndexByTransaction(TableSql):
    """How the sealer finds what is new: transaction numbers grow, so a new row goes to the right edge of its site."""

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Index transfers and terms by the transaction that wrote them"

    def forwards(self, vendor: str) -> list[str]:  # noqa: ARG002 (the same on both)
        """The indexes; the condition keeps the planner from ever finding a transfer by its site alone through this."""
        return [
            "CREATE INDEX transfer_by_xact ON ledger_transfer (site_id, xact) WHERE xact IS NOT NULL",
            "CREATE INDEX term_by_xact ON ledger_term (site_id, xact)",
        ]

    def backwards(self, vendor: str) -> list[str]:  # noqa: ARG002 (the same on both)
        """Drop them."""
        return ["DROP INDEX transfer_by_xact", "DROP INDEX term_by_xact"]
