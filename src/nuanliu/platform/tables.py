"""Creating an app's tables in one step of a migration, and books that such a step is too late for."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def left_behind(connection: BaseDatabaseWrapper) -> list[str]:
    """Apps whose tables stopped in the midst of migrations that have been put together since.

    Django would leave them as they are and say nothing (ADR 0099): such a book is brought up by an earlier version.
    """
    loader = MigrationLoader(connection, load=False)  # to load it would fail where something rests on what is missing
    loader.load_disk()
    done = MigrationRecorder(connection).applied_migrations()
    states = {
        key: [one in done for one in migration.replaces]
        for key, migration in loader.disk_migrations.items()
        if migration.replaces
    }
    return sorted({key[0] for key, applied in states.items() if any(applied) and not all(applied)})


class Tables(Operation):
    """`CreateModel`, for many at once.

    One after the other, Django would draw anew every model that is related to the one just made, and nearly all of
    ours are related to a person or an organisation.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, models: Iterable[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.models], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Create {', '.join(model.name for model in self.models)}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All of them, and only then may anybody ask for the picture of the tables."""
        vars(state).pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app: str, schema_editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        """Create each."""
        for model in self.models:
            model.database_forwards(app, schema_editor, before, after)

    def database_backwards(
        self, app: str, schema_editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        """Drop each, the last first."""
        for model in reversed(self.models):
            model.database_backwards(app, schema_editor, before, after)
