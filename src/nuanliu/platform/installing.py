"""What a migration installs on PostgreSQL alone: functions out of a file of SQL, room in the pages of a table."""

from importlib.resources import files
from typing import Any

from nuanliu.platform.db import TableSql


class InstallSql(TableSql):
    """Install the functions of a file of SQL in a package, on PostgreSQL. SQLite has none: there it is in process."""

    def __init__(self, package: str, name: str, functions: list[str]) -> None:
        self.package, self.name, self.functions = package, name, functions

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.package, self.name, self.functions], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Install {', '.join(self.functions)}"

    def forwards(self, vendor: str) -> list[str]:
        """The file."""
        return [] if vendor == "sqlite" else [files(self.package).joinpath(self.name).read_text()]

    def backwards(self, vendor: str) -> list[str]:
        """Drop the functions."""
        return [] if vendor == "sqlite" else [f"DROP FUNCTION IF EXISTS {name}" for name in self.functions]


class RoomForChange(TableSql):
    """On PostgreSQL, room beside each row of these tables, so that its next version stands on the same page."""

    def __init__(self, tables: list[str]) -> None:
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.tables], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"Leave room for change in {', '.join(self.tables)}"

    def forwards(self, vendor: str) -> list[str]:
        """Half of each page."""
        return [] if vendor == "sqlite" else [f"ALTER TABLE {one} SET (fillfactor = 50)" for one in self.tables]

    def backwards(self, vendor: str) -> list[str]:
        """None, as before."""
        return [] if vendor == "sqlite" else [f"ALTER TABLE {one} RESET (fillfactor)" for one in self.tables]
