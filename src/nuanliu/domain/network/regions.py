"""The city, its counties and its 92 towns with their administrative codes (GB/T 2260), from `regions.csv`."""

import csv
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind

TABLE = Path(__file__).with_name("regions.csv")


@dataclass(frozen=True, slots=True)
class Region:
    """One line of the table."""

    code: str
    name: str
    kind: NodeKind
    parent: str


@cache
def regions() -> tuple[Region, ...]:
    """Every line; a parent stands before what is under it."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return tuple(
            Region(row["code"], row["name"], NodeKind(row["kind"]), row["parent"]) for row in csv.DictReader(file)
        )


def load_regions(*, at: datetime, actor_id: UUID | None) -> int:
    """Put every city, county and town that is not there yet into the tree. Returns how many were new.

    What stands already stays as it is: a name that the bureau changed, a town that was moved or closed.
    """
    known = {node.code: node for node in Node.objects.filter(code__in=[region.code for region in regions()])}
    new = [region for region in regions() if region.code not in known]
    for region in new:
        known[region.code] = create_node(
            kind=region.kind,
            code=region.code,
            name=region.name,
            parent=known[region.parent] if region.parent else None,
            at=at,
            actor_id=actor_id,
        )
    return len(new)
