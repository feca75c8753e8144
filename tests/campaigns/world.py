"""A sealed and anchored book with rows in every table of the ledger, and where each row stands in it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models

from nuanliu.domain.ledger.models import Account, Balance, Entry, Hold, Lot, LotMove, Snapshot, Term, Transfer
from nuanliu.domain.ledger.seals import sealing
from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite, Block, Leaf, Node
from nuanliu.domain.ledger.seals.verify.findings import Wrong
from tests.integration.domain.ledger.seals.filled import JUNE, LATER, a_filled_book, add_coins

Row = dict[str, Any]
JOURNAL: list[type[models.Model]] = [Transfer, Entry, LotMove, Term]
CACHES: list[type[models.Model]] = [Account, Balance, Hold, Lot, Snapshot]
EVIDENCE: list[type[models.Model]] = [Leaf, Node, Block, Anchor, AnchorSite]
TABLES = [*JOURNAL, *CACHES, *EVIDENCE]
KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Transfer: ("site_id", "id"),
    Entry: ("site_id", "account_id", "seq"),
    LotMove: ("site_id", "transfer_id", "account_id", "expires"),
    Term: ("site_id", "account_id", "number"),
    Account: ("site_id", "id"),
    Balance: ("site_id", "account_id"),
    Hold: ("site_id", "transfer_id"),
    Lot: ("site_id", "account_id", "expires"),
    Snapshot: ("site_id", "account_id", "month"),
    Leaf: ("site_id", "position"),
    Node: ("site_id", "level", "position"),
    Block: ("site_id", "number"),
    Anchor: ("number",),
    AnchorSite: ("anchor", "site_id"),
}
OWNERS: dict[type[models.Model], tuple[str, ...]] = {
    Transfer: ("id",),
    Entry: ("transfer_id", "account_id"),
    LotMove: ("transfer_id", "account_id"),
    Term: ("account_id",),
    Account: ("id",),
    Balance: ("account_id",),
    Hold: ("transfer_id", "account_id"),
    Lot: ("account_id",),
    Snapshot: ("account_id",),
    Leaf: ("subject",),
}
"""Columns that name the transfer or account a finding may be about."""


@dataclass
class Places:
    """What a finding may name to have placed a tampered row."""

    subjects: set[UUID] = field(default_factory=set)
    blocks: set[tuple[UUID, int]] = field(default_factory=set)
    anchors: set[int] = field(default_factory=set)
    files: bool = False

    def named_by(self, wrong: Wrong) -> bool:
        is_block = wrong.site is not None and (wrong.site, wrong.block or 0) in self.blocks
        is_file = self.files and wrong.code.startswith("file_")
        return is_block or is_file or wrong.subject in self.subjects or wrong.anchor in self.anchors


@dataclass
class World:
    """The rows as they were, by table."""

    anchors_file: Path
    rows: dict[type[models.Model], list[Row]] = field(default_factory=dict)
    sizes: dict[UUID, list[tuple[int, int]]] = field(default_factory=dict)
    """(size, number) of each site's blocks."""

    def look(self) -> None:
        """Remember what stands in the tables."""
        for table in TABLES:
            self.rows[table] = list(table._default_manager.order_by(*KEYS[table]).values(*columns_of(table)))
        for row in self.rows[Block]:
            self.sizes.setdefault(row["site_id"], []).append((row["size"], row["number"]))

    def block_with(self, site: UUID, position: int) -> int:
        """The block that holds a position, 0 if none does."""
        return next((number for size, number in self.sizes.get(site, []) if size > position >= 0), 0)

    def places(self, table: type[models.Model], *rows: Row) -> Places:
        """Where a finding about these rows may point."""
        found = Places()
        for row in rows:
            found.subjects |= {row[column] for column in OWNERS.get(table, ())}
            if table is Leaf:
                found.blocks.add((row["site_id"], self.block_with(row["site_id"], row["position"])))
            elif table is Node:
                last = (row["position"] + 1) * 256 ** min(row["level"], 7) - 1
                found.blocks.add((row["site_id"], self.block_with(row["site_id"], last)))
            elif table is Block:
                found.blocks.add((row["site_id"], row["number"]))
            elif table is Anchor:
                found.anchors.add(row["number"])
            elif table is AnchorSite:
                found.anchors.add(row["anchor"])
        return found


def columns_of(table: type[models.Model]) -> list[str]:
    return [one.attname for one in table._meta.fields if one.column is not None and one.name != "pk"]


def build(*, anchors_file: Path) -> World:
    """Two sites, several blocks, tiles, three anchors, everything sealed and carried outside."""
    large, small = a_filled_book(payments=560), a_filled_book()
    add_coins(large)
    add_coins(small)
    sealing.seal_all(now=LATER)
    anchor_city(now=LATER)
    for _day in range(2):
        large.pay(count=30)
        small.pay(count=3)
        sealing.seal_all(now=LATER)
        anchor_city(now=LATER)
    for balance in Balance.objects.filter(seq__gt=0)[:6]:
        Snapshot.objects.create(
            site_id=balance.site_id,
            account_id=balance.account_id,
            month=JUNE,
            seq=balance.seq,
            posted=balance.posted,
            came_in=sum(max(entry.amount, 0) for entry in Entry.objects.filter(account_id=balance.account_id)),
        )
    world = World(anchors_file)
    world.look()
    return world
