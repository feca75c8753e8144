"""What is signed: the head of a site's log at one block, and the anchor over the newest heads of all sites."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger.seals.canonical import LEAF, microseconds, number, pack
from nuanliu.platform.digests import Hash, Profile, hash_of

BLOCK, ANCHOR, SITE = b"nuanliu/block/1", b"nuanliu/anchor/1", b"nuanliu/site/1"
_BLOCK_HEAD, _ANCHOR_HEAD = b"\x03", b"\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockHead:
    """One sealing of one site: the log had `size` lines then, `count` of them new, and this root."""

    profile: Profile
    site: UUID
    number: int
    previous: bytes
    size: int
    root: bytes
    count: int
    moved_time: int
    """Minutes moved by all posts and captures since the log began; likewise coins and honour."""
    moved_coin: int
    moved_honour: int
    sealed_at: datetime
    watermark: int
    """Every transaction with a lower number had ended and is sealed: the next sealing looks from here."""
    system: int
    """Which database system's numbers those are; 0 for SQLite."""

    def digest(self) -> bytes:
        """H(03 ‖ fields): what is signed, and what the next block names as `previous`."""
        return hash_of(self.profile)(
            _BLOCK_HEAD
            + pack(
                BLOCK,
                self.profile.encode(),
                self.site.bytes,
                number(self.number),
                self.previous,
                number(self.size),
                self.root,
                number(self.count),
                number(self.moved_time),
                number(self.moved_coin),
                number(self.moved_honour),
                number(microseconds(self.sealed_at)),
                number(self.watermark),
                number(self.system),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorHead:
    """The whole city at one moment: a tree over the sites' newest heads, in the order of the sites' ids."""

    profile: Profile
    number: int
    previous: bytes
    root: bytes
    sites: int
    lines: int
    """Leaves in all those logs together."""
    anchored_at: datetime

    def digest(self) -> bytes:
        """H(04 ‖ fields)."""
        return hash_of(self.profile)(
            _ANCHOR_HEAD
            + pack(
                ANCHOR,
                self.profile.encode(),
                number(self.number),
                self.previous,
                self.root,
                number(self.sites),
                number(self.lines),
                number(microseconds(self.anchored_at)),
            )
        )


def site_leaf(h: Hash, *, site: UUID, block: int, digest: bytes) -> bytes:
    """A site's leaf in the tree of an anchor."""
    return h(LEAF + pack(SITE, site.bytes, number(block), digest))
