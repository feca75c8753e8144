"""SQLite makes a table anew to change a constraint; what refers to it is dropped before and put back after."""

from typing import Any

from nuanliu.platform.db import SiteReference, TableSql


class OnSqlite(TableSql):
    """Drop (or put back) the trigger of a `SiteReference`, so that SQLite can make its parent table anew meanwhile.

    PostgreSQL alters a table in place and is left alone.
    """

    def __init__(self, reference: SiteReference, *, stands: bool) -> None:
        self.reference, self.stands = reference, stands

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.reference], {"stands": self.stands}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return f"{'Put back' if self.stands else 'Drop'} on SQLite: {self.reference.describe()}"

    def forwards(self, vendor: str) -> list[str]:
        """The trigger, or its end."""
        return self._to(vendor, stands=self.stands)

    def backwards(self, vendor: str) -> list[str]:
        """The other way round."""
        return self._to(vendor, stands=not self.stands)

    def _to(self, vendor: str, *, stands: bool) -> list[str]:
        if vendor != "sqlite":
            return []
        return self.reference.forwards(vendor) if stands else self.reference.backwards(vendor)
