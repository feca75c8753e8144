"""Digests of full subtrees out of the stored leaves and tiles: at most 256 digests a level are read."""

from uuid import UUID

from nuanliu.domain.ledger.seals.journal import fetch, site_key
from nuanliu.platform.digests import Hash
from nuanliu.platform.merkle import TILE, TILE_BITS, fold


class LogBroken(Exception):  # noqa: N818 (reads as what is wrong)
    """The stored log does not fit together; nothing is built on it until somebody has looked. `verify` says where."""


class Tiles:
    """One site's stored tree. Keeps the tiles it has read, so use one for one piece of work."""

    def __init__(self, h: Hash, site: UUID) -> None:
        self._h, self._site = h, site
        self._read: dict[tuple[int, int], dict[int, bytes]] = {}

    def subtree(self, start: int, count: int) -> bytes:
        """The digest of `count` leaves from `start` (a power of two, aligned). Raises LogBroken."""
        level = (count.bit_length() - 1) // TILE_BITS
        width = TILE**level
        first, many = start // width, count // width
        tile = self._tile(level, first // TILE)
        try:
            return fold(self._h, [tile[position] for position in range(first, first + many)])
        except KeyError as missing:
            raise LogBroken(f"site {self._site}: no digest at level {level}, position {missing.args[0]}") from None

    def _tile(self, level: int, index: int) -> dict[int, bytes]:
        if (level, index) not in self._read:
            where = [site_key(self._site), index * TILE, (index + 1) * TILE]
            if level:
                rows = fetch(
                    "SELECT position, digest FROM ledger_node WHERE site_id = %s AND level = %s "
                    "AND position >= %s AND position < %s",
                    [where[0], level, *where[1:]],
                )
            else:
                rows = fetch(
                    "SELECT position, digest FROM ledger_leaf WHERE site_id = %s AND position >= %s AND position < %s",
                    where,
                )
            self._read[level, index] = {position: bytes(digest) for position, digest in rows}
        return self._read[level, index]
