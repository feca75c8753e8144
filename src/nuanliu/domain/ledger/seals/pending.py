"""What is written and not sealed yet."""

from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.ledger.seals.journal import Key, LowWater, keys_without_leaf, low_water
from nuanliu.domain.ledger.seals.models import Block

UNKNOWN_SYSTEM = 0
"""Stands in a block after which the next sealing must look through everything again."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One site's newest block, the low water read before looking, and the rows found without a leaf, in order."""

    block: Block | None
    low: LowWater
    is_full: bool
    """Everything was looked through, not only what is new since the block."""
    keys: list[Key]


def newest_block(*, site: UUID) -> Block | None:
    """The head of a site's log."""
    return Block.objects.filter(site_id=site).order_by("-number").first()


def pending(*, site: UUID, limit: int, look_through: bool = False) -> Pending:
    """Rows of a site that have no leaf, `limit` at most."""
    low, block = low_water(), newest_block(site=site)
    if look_through or block is None or block.system != low.system:
        return Pending(block, low, is_full=True, keys=keys_without_leaf(site=site, since=None, limit=limit))
    return Pending(block, low, is_full=False, keys=keys_without_leaf(site=site, since=block.watermark, limit=limit))
