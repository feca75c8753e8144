"""Values as the database at hand wants them in hand-written statements."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection

Parameter = str | int | UUID | date | None


def of_id(value: UUID) -> Parameter:
    """An id: a uuid where the database has such a type, else its 32 digits."""
    return value if connection.features.has_native_uuid_field else value.hex


def of_moment(value: datetime) -> Parameter:
    """A moment."""
    adapted: Parameter = connection.ops.adapt_datetimefield_value(value)
    return adapted


def of_day(value: date) -> Parameter:
    """A calendar day."""
    adapted: Parameter = connection.ops.adapt_datefield_value(value)
    return adapted


def to_id(value: object) -> UUID:
    """An id as read."""
    return value if isinstance(value, UUID) else UUID(str(value))


def rows_of(sql: str, parameters: list[Parameter]) -> list[tuple[object, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
