"""What the two databases share: checks for codes, append-only tables, references within one site.

Rows of ledger and care carry their site in the primary key (DESIGN section 8), so a city can later spread sites over
machines without a schema change. Django has no foreign key to such a pair; `within_site` is the join and
`SiteReference` the constraint.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields.related import ForeignObject


@contextmanager
def durable() -> Iterator[None]:
    """The outermost transaction of one act: when it ends the act is on disk, or nothing of it is.

    Whoever opens it is `repeated` (`platform.retry`). Raises RuntimeError when already inside a transaction: a use
    case never runs inside another.
    """
    with transaction.atomic(durable=True):
        yield


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that only reads, and in which everything read is of one moment.

    PostgreSQL: REPEATABLE READ. SQLite has one writer, and a transaction there sees the file as it began. Inside
    another transaction (a test's) it is part of that one.
    """
    is_outer = not connection.in_atomic_block
    with transaction.atomic():
        if is_outer and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def one_of(field: str, codes: type[StrEnum], *, table: str, blank: bool = False) -> models.CheckConstraint:
    """A CHECK that `field` holds one of `codes` (or is empty, if `blank`)."""
    allowed = [code.value for code in codes] + ([""] if blank else [])
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=f"{table}_{field}_known")


def within_site(to: str, column: str, related_name: str) -> Any:
    """The row of `to` that has our site and the id in `column`: a join that always says the site too."""
    return ForeignObject(
        to,
        on_delete=models.DO_NOTHING,
        from_fields=("site_id", column),
        to_fields=("site_id", "id"),
        related_name=related_name,
    )


class TableSql(Operation):
    """Base of operations that only run SQL and leave Django's model state alone."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in Django's picture of the tables."""

    def forwards(self, vendor: str) -> list[str]:
        """SQL statements for `vendor`."""
        raise NotImplementedError

    def backwards(self, vendor: str) -> list[str]:
        """SQL statements that undo them."""
        raise NotImplementedError

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Run the statements."""
        for statement in self.forwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Run the undoing statements."""
        for statement in self.backwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class AppendOnly(TableSql):
    """Triggers that refuse UPDATE and DELETE (and TRUNCATE where there is one) on `table`."""

    def __init__(self, table: str, *, allow_update: bool = False) -> None:
        self.table, self.allow_update = table, allow_update

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.table], {"allow_update": self.allow_update}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Refuse changes to {self.table}"

    def _events(self) -> list[str]:
        return ["DELETE"] if self.allow_update else ["UPDATE", "DELETE"]

    def forwards(self, vendor: str) -> list[str]:
        """One trigger an event."""
        if vendor == "sqlite":
            return [
                f"""CREATE TRIGGER {self.table}_no_{event.lower()} BEFORE {event} ON {self.table}
                BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"""
                for event in self._events()
            ]
        return [
            f"""CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{self.table} is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
            f"""CREATE TRIGGER {self.table}_no_change BEFORE {" OR ".join(self._events())} ON {self.table}
            FOR EACH ROW EXECUTE FUNCTION {self.table}_refuse()""",
            f"""CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table}
            FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_refuse()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop them."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.table}_no_{event.lower()}" for event in self._events()]
        return [
            f"DROP TRIGGER {self.table}_no_change ON {self.table}",
            f"DROP TRIGGER {self.table}_no_truncate ON {self.table}",
            f"DROP FUNCTION {self.table}_refuse()",
        ]


class Lifted(TableSql):
    """Takes a guard away; it is set again at the end of the same migration.

    SQLite makes a table anew to change it, and the triggers of the old one are gone without a word.
    """

    def __init__(self, guard: TableSql) -> None:
        self.guard = guard

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.guard], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Not for now: {self.guard.describe()}"

    def forwards(self, vendor: str) -> list[str]:
        """What undoes the guard."""
        return self.guard.backwards(vendor)

    def backwards(self, vendor: str) -> list[str]:
        """What sets it."""
        return self.guard.forwards(vendor)


class SiteReference(TableSql):
    """`table.column` names an `id` of `parent` at the same site; the database refuses an orphan."""

    def __init__(self, table: str, column: str, parent: str) -> None:
        self.table, self.column, self.parent = table, column, parent

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.table, self.column, self.parent], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"{self.table}.{self.column} refers to {self.parent} within the site"

    def forwards(self, vendor: str) -> list[str]:
        """A composite foreign key; on SQLite, which cannot add one later, a trigger of the same meaning."""
        if vendor == "sqlite":
            return [
                f"""CREATE TRIGGER {self.table}_{self.column}_known BEFORE INSERT ON {self.table}
                WHEN NEW.{self.column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {self.parent} p
                    WHERE p.site_id = NEW.site_id AND p.id = NEW.{self.column})
                BEGIN SELECT RAISE(ABORT, '{self.table}.{self.column} names nothing'); END"""  # noqa: S608 (names out of migration files, never input)
            ]
        return [
            f"""ALTER TABLE {self.table} ADD CONSTRAINT {self.table}_{self.column}_known
            FOREIGN KEY (site_id, {self.column}) REFERENCES {self.parent} (site_id, id)"""
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop it."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.table}_{self.column}_known"]
        return [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_{self.column}_known"]
