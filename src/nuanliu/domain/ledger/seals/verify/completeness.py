"""Whether every row of the journal has its leaf, but for the tail that the next sealing takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.seals.canonical import moment_of
from nuanliu.domain.ledger.seals.journal import Columns, fetch, low_water, site_key, without_leaf
from nuanliu.domain.ledger.seals.pending import newest_block
from nuanliu.domain.ledger.seals.verify.findings import Findings

_TABLES = (
    ("ledger_term", "x.account_id", "x.number"),
    ("ledger_transfer", "x.id", "0"),
)


@dataclass(frozen=True, slots=True)
class Tail:
    """Rows without a leaf, and since when the oldest waits."""

    count: int
    since: datetime | None


def check_completeness(*, site: UUID, found: Findings) -> Tail:
    """Count a site's tail, and name the rows that a sealing has already passed by."""
    block, system = newest_block(site=site), low_water().system
    count, oldest = 0, []
    for table, key, number in _TABLES:
        bare = f"FROM {table} x WHERE x.site_id = %s AND {without_leaf(key, number)}"
        [(waiting, since)] = Columns("COUNT(*)", "moment:MIN(x.recorded_at)").read(
            f"SELECT {{}} {bare}", [site_key(site)]
        )
        count += waiting
        oldest += [since] if since is not None else []
        if block is not None and block.system == system:
            params: list[Any] = [site_key(site), block.watermark]
            for (subject,) in fetch(f"SELECT {key} {bare} AND x.xact < %s LIMIT 100", params):
                found.add("row_left_out", site=site, subject=subject if isinstance(subject, UUID) else UUID(subject))
    return Tail(count, moment_of(min(oldest)) if oldest else None)
