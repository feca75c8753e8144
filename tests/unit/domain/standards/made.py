"""A Standard without a database: the defaults, with what a test changes."""

from datetime import UTC, datetime
from uuid import UUID

from nuanliu.domain.standards.parameters import Value, defaults
from nuanliu.domain.standards.types import Standard, frozen_values


def standard(**changed: Value) -> Standard:
    """The default Standard with `changed` values."""
    return Standard(
        version_id=UUID(int=1),
        number_of_version=1,
        title="第一版",
        effective_from=datetime(2025, 1, 1, tzinfo=UTC),
        values=frozen_values(defaults() | changed),
    )


DEFAULT = standard()
