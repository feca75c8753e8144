"""SQLite makes a table anew to change a constraint; what refers to it is dropped before and put back after."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TriggersAside(Operation):
    """On SQLite: drop every trigger that stands on one of these tables or speaks of one, and remember it.

    A table that is made anew loses its triggers, and one that another trigger speaks of cannot be made anew at all.
    Put `TriggersBack` at the end of the same migration. PostgreSQL alters a table in place and is left alone.
    """

    reversible = True

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, list(self.tables), {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Put triggers about {', '.join(self.tables)} aside on SQLite"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in Django's picture of the tables."""

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Drop and remember."""
        _aside(schema_editor, self.tables)

    def database_backwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Backwards it comes last, so it puts back."""
        _back(schema_editor)


class TriggersBack(TriggersAside):
    """The end of `TriggersAside`: every trigger that was put aside stands again, word for word."""

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Put triggers about {', '.join(self.tables)} back on SQLite"

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Put back."""
        _back(schema_editor)

    def database_backwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, _from: ProjectState, _to: ProjectState
    ) -> None:
        """Backwards it comes first, so it puts aside."""
        _aside(schema_editor, self.tables)


_REMEMBERED = "triggers_put_aside"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql IS NOT NULL ORDER BY name"


def _aside(schema_editor: BaseDatabaseSchemaEditor, tables: tuple[str, ...]) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        found = [(name, sql) for name, sql in cursor.fetchall() if any(table in sql for table in tables)]
    setattr(schema_editor, _REMEMBERED, found)
    for name, _sql in found:
        schema_editor.execute(f'DROP TRIGGER "{name}"', params=None)


def _back(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for _name, sql in getattr(schema_editor, _REMEMBERED, ()):
        schema_editor.execute(sql, params=None)
