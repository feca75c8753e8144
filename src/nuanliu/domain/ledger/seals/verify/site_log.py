"""One site's log against itself and against the journal: heads, roots, tiles, and every row recomputed.

Reads block by block and leaf by leaf; what is kept in memory does not grow with the log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from nuanliu.domain.ledger.seals import codes
from nuanliu.domain.ledger.seals.canonical import TransferFacts, term_leaf, transfer_leaf
from nuanliu.domain.ledger.seals.journal import StoredLeaf, fetch, read_leaves, read_terms, read_transfers, site_key
from nuanliu.domain.ledger.seals.models import Block
from nuanliu.domain.ledger.seals.shown import block_head, is_signed
from nuanliu.domain.ledger.seals.verify.findings import Findings
from nuanliu.domain.ledger.types import Phase, Unit
from nuanliu.platform.digests import NOTHING, Hash, Profile, hash_of
from nuanliu.platform.merkle import Frontier

CHUNK = 5000
_MOVING = {Phase.POST.value, Phase.CAPTURE.value}


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A stored leaf, and what the journal says about it."""

    stored: StoredLeaf
    wrong: str
    """row_changed, row_missing, leaf_code, or empty."""
    moved: tuple[str, int] | None


@dataclass(slots=True)
class SiteLog:
    """Checks one site; `blocks` and `lines` say afterwards how much was read."""

    site: UUID
    found: Findings
    blocks: int = 0
    lines: int = 0
    _profile: Profile = Profile.SHA256
    _moved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Unit, 0))
    _roots_known: bool = True
    _moved_known: bool = True
    _waiting: _Leaf | None = None

    def check(self) -> None:
        """Everything about this site's log."""
        newest = Block.objects.filter(site_id=self.site).order_by("-number").values_list("number", flat=True).first()
        self._profile = self._first_profile()
        h = hash_of(self._profile)
        frontier, leaves = Frontier(h), self._leaves(h)
        expected, ends = 1, {NOTHING}
        size: int | None = 0
        for block in Block.objects.filter(site_id=self.site, number__lte=newest or 0).order_by("number").iterator():
            is_next = block.number == expected
            if not is_next:
                self.found.add("block_missing", site=self.site, block=expected)
            digest = self._head(block, ends if is_next else None, size if is_next else None)
            is_whole = digest == bytes(block.digest)
            if is_whole:
                self._take(leaves, frontier, block)
            size = block.size if is_whole else None
            expected, ends = block.number + 1, {bytes(block.digest), digest}
            self.blocks += 1
        self._beyond()

    def _first_profile(self) -> Profile:
        """The digest of the first block whose head is whole."""
        for block in Block.objects.filter(site_id=self.site).order_by("number")[:10]:
            if _digest_of(block) == bytes(block.digest):
                return Profile(block.profile)
        return Profile.SHA256

    def _head(self, block: Block, ends: set[bytes] | None, size: int | None) -> bytes:
        """Check one head; gives its digest, computed anew."""
        digest = _digest_of(block)
        if digest != bytes(block.digest):
            self.found.add("block_changed", site=self.site, block=block.number)
            return digest
        if not is_signed(block, digest):
            self.found.add("block_signature", site=self.site, block=block.number)
        if ends is not None and bytes(block.previous) not in ends:
            self.found.add("block_unlinked", site=self.site, block=block.number)
        if size is not None and block.size != size + block.count:
            self.found.add("block_size", site=self.site, block=block.number)
        if block.profile != self._profile:
            self.found.add("block_profile", site=self.site, block=block.number)
        return digest

    def _take(self, leaves: Iterator[_Leaf], frontier: Frontier, block: Block) -> None:
        """Take the leaves of one block and compare what they come to."""
        while self.lines < block.size:
            leaf = self._waiting or next(leaves, None)
            self._waiting = None
            if leaf is None or leaf.stored.position != self.lines:
                self.found.add("leaf_missing", site=self.site, block=block.number, position=self.lines)
                self._roots_known = self._moved_known = False
                self.lines = min(leaf.stored.position, block.size) if leaf is not None else block.size
                self._waiting = leaf
                continue
            self.lines += 1
            self._one(leaf, block.number)
            if self._roots_known:
                frontier.append(leaf.stored.digest)
        self._tiles(frontier, block.number)
        if self._roots_known and frontier.root() != bytes(block.root):
            self.found.add("block_root", site=self.site, block=block.number)
            self._roots_known = False
        stands = (block.moved_time, block.moved_coin, block.moved_honour)
        if self._moved_known and stands != tuple(self._moved[unit] for unit in (Unit.TIME, Unit.COIN, Unit.HONOUR)):
            self.found.add("block_moved", site=self.site, block=block.number)
            self._moved_known = False

    def _one(self, leaf: _Leaf, block: int) -> None:
        subject = UUID(bytes=leaf.stored.subject)
        if leaf.wrong:
            self.found.add(leaf.wrong, site=self.site, block=block, subject=subject, position=leaf.stored.position)
            self._moved_known = self._moved_known and leaf.wrong == "leaf_code"
        if leaf.moved is not None and leaf.moved[0] in self._moved:
            self._moved[leaf.moved[0]] += leaf.moved[1]

    def _tiles(self, frontier: Frontier, block: int) -> None:
        """Compare the tiles completed since the last block with the stored ones."""
        tiles, frontier.tiles = frontier.tiles, []
        for level in sorted({level for level, _position, _digest in tiles}):
            made = {position: digest for at, position, digest in tiles if at == level}
            rows = fetch(
                "SELECT position, digest FROM ledger_node WHERE site_id = %s AND level = %s "
                "AND position >= %s AND position <= %s",
                [site_key(self.site), level, min(made), max(made)],
            )
            if {position: bytes(digest) for position, digest in rows} != made:
                self.found.add("node_wrong", site=self.site, block=block)

    def _beyond(self) -> None:
        """Leaves and tiles that no block covers, asked in one statement each: the sealer may be at work."""
        size = "(SELECT COALESCE(MAX(b.size), 0) FROM ledger_block b WHERE b.site_id = x.site_id)"
        rows = fetch(
            f"SELECT x.position, x.subject FROM ledger_leaf x WHERE x.site_id = %s AND x.position >= {size} "
            "ORDER BY x.position LIMIT 10",
            [site_key(self.site)],
        )
        rows += fetch(
            "SELECT x.position, x.subject FROM ledger_leaf x WHERE x.site_id = %s AND x.position < 0 LIMIT 10",
            [site_key(self.site)],
        )
        for position, subject in rows:
            self.found.add("leaf_beyond", site=self.site, position=position, subject=_uuid_or_none(subject))
        for (level,) in fetch(
            f"SELECT DISTINCT x.level FROM ledger_node x WHERE x.site_id = %s AND (x.position < 0 OR x.level < 1 OR "
            f"x.level > 7 OR x.position >= {size} / (CAST(1 AS BIGINT) << (8 * x.level)))",
            [site_key(self.site)],
        ):
            self.found.add("node_beyond", site=self.site, detail=f" (level {level})")

    def _leaves(self, h: Hash) -> Iterator[_Leaf]:
        """All leaves in order, each with its row of the journal."""
        after = -1
        while chunk := read_leaves(site=self.site, after=after, limit=CHUNK):
            yield from _compared(h, self.site, chunk)
            after = chunk[-1].position


def _compared(h: Hash, site: UUID, chunk: list[StoredLeaf]) -> Iterator[_Leaf]:
    transfers = read_transfers(site=site, ids=[leaf.subject for leaf in chunk if not leaf.number])
    accounts = {leaf.subject for leaf in chunk if leaf.number}
    terms = read_terms(site=site, accounts=accounts) if accounts else {}
    for leaf in chunk:
        facts = terms.get((leaf.subject, leaf.number)) if leaf.number else transfers.get(leaf.subject)
        if facts is None:
            yield _Leaf(leaf, "row_missing", None)
            continue
        is_transfer = isinstance(facts, TransferFacts)
        moved = (facts.unit, facts.amount) if isinstance(facts, TransferFacts) and facts.phase in _MOVING else None
        try:
            digest = transfer_leaf(h, facts) if isinstance(facts, TransferFacts) else term_leaf(h, facts)
        except (AttributeError, TypeError, ValueError, OverflowError):
            digest, moved = b"", None
        code = codes.number_of_bytes(leaf.subject) if is_transfer else None
        wrong = "row_changed" if digest != leaf.digest else "leaf_code" if leaf.code != code else ""
        yield _Leaf(leaf, wrong, moved)


def _digest_of(block: Block) -> bytes:
    """The digest of what a block's columns say; nothing if they say something impossible."""
    try:
        return block_head(block).digest()
    except (ValueError, TypeError, AttributeError, OverflowError):
        return b""


def _uuid_or_none(value: UUID | str) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        return None
