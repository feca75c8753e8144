"""Creating an app's tables in one step of a migration."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


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
