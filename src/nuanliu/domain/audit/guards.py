"""What the database refuses: any change of an event but taking its reason's words out, and of a leaf but its salt."""

from typing import Any

from nuanliu.platform.db import TableSql


class OnlyTakesOut(TableSql):
    """UPDATE of `table` may only set `column` to `blank` (SQL), DELETE and TRUNCATE are refused."""

    def __init__(self, table: str, column: str, blank: str, others: tuple[str, ...]) -> None:
        self.table, self.column, self.blank, self.others = table, column, blank, others

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.table, self.column, self.blank, self.others], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Refuse changes to {self.table}, but for taking {self.column} out"

    def forwards(self, vendor: str) -> list[str]:
        """One trigger for changing, one or two for removing."""
        same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in self.others)
        allowed = f"{same} AND NEW.{self.column} IS NOT DISTINCT FROM {self.blank}"
        refused = f"{self.table} is append-only"
        if vendor == "sqlite":
            allowed = allowed.replace("IS NOT DISTINCT FROM", "IS")
            return [
                f"""CREATE TRIGGER {self.table}_only_out BEFORE UPDATE ON {self.table} WHEN NOT ({allowed})
                BEGIN SELECT RAISE(ABORT, '{refused}'); END""",
                f"""CREATE TRIGGER {self.table}_no_removal BEFORE DELETE ON {self.table}
                BEGIN SELECT RAISE(ABORT, '{refused}'); END""",
            ]
        allowed = allowed.replace(
            "NEW.details IS NOT DISTINCT FROM OLD.details", "NEW.details::text = OLD.details::text"
        )
        return [
            f"""CREATE OR REPLACE FUNCTION {self.table}_only_out() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF;
              RAISE EXCEPTION '{refused}' USING ERRCODE = 'restrict_violation';
            END $$""",
            f"""CREATE TRIGGER {self.table}_only_out BEFORE UPDATE OR DELETE ON {self.table}
            FOR EACH ROW EXECUTE FUNCTION {self.table}_only_out()""",
            f"""CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table}
            FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_only_out()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop them."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.table}_only_out", f"DROP TRIGGER {self.table}_no_removal"]
        return [
            f"DROP TRIGGER {self.table}_only_out ON {self.table}",
            f"DROP TRIGGER {self.table}_no_truncate ON {self.table}",
            f"DROP FUNCTION {self.table}_only_out()",
        ]
