"""Every published version of the Standard as one text, so that another question can bring it along."""

from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from nuanliu.domain.standards.queries import Published, governing
from nuanliu.domain.standards.types import Standard

_VERSION = " || '|' || ".join(
    f"COALESCE(CAST(v.{column} AS text), '')"
    for column in ("id", "scope_node", "effective_from", "withdrawn_at", "number", "reaches_below")
)
PUBLISHED = {
    "postgresql": f"(SELECT string_agg({_VERSION}, ';') FROM standards_standardversion v)",  # noqa: S608 (our own columns)
    "sqlite": f"(SELECT group_concat({_VERSION}, ';') FROM standards_standardversion v)",  # noqa: S608
}
"""A column for another question, by database."""


def standard_governing(*, published: str, at: datetime, site: UUID) -> Standard:
    """As `standard_in_force`, of what the column `PUBLISHED` gave. Raises NoStandard."""
    return governing(published=_versions(published), at=at, site=site)


@lru_cache(maxsize=16)
def _versions(published: str) -> tuple[Published, ...]:
    rows = (row.split("|") for row in published.split(";") if row)
    return tuple(
        (
            UUID(version),
            UUID(place) if place else None,
            _moment(since),
            _moment(until) if until else None,
            int(number),
            wide in {"true", "1"},
        )
        for version, place, since, until, number, wide in rows
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
