"""Everything that stands in the test database, as text: what a copy of it would show."""

from collections.abc import Iterable, Iterator

from django.db import connection


def rows_of(table: str) -> list[tuple]:
    """All rows of a table, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return sorted(cursor.fetchall(), key=repr)


def tables(*, beginning: str = "") -> list[str]:
    """Names of all tables."""
    return sorted(name for name in connection.introspection.table_names() if name.startswith(beginning))


def _shown(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def dump() -> Iterator[tuple[str, str]]:
    """(table, text of a row) of the whole database."""
    for table in tables():
        for row in rows_of(table):
            yield table, "|".join(_shown(value) for value in row)


def found_in_dump(canaries: Iterable[str]) -> set[tuple[str, str]]:
    """(table, canary) wherever one stands; Unicode that JSON columns escape is looked for as well."""
    wanted = list(canaries)
    escaped = {one: one.encode("unicode_escape").decode() for one in wanted}
    return {(table, one) for table, text in dump() for one in wanted if one in text or escaped[one] in text}
