"""Merkle trees of RFC 6962: heads of a growing log, proofs that a line is in it, proofs that it only grew.

A tree of n leaves splits at the largest power of two below n; an inner node is H(01 ‖ left ‖ right); the head of no
leaves is H of nothing. Leaves come in as digests. Only subtrees of 256, 256², 256³ … leaves are stored ("tiles").
"""

from collections.abc import Callable, Iterable, Sequence

from nuanliu.platform.digests import Hash

NODE = b"\x01"
TILE_BITS = 8
TILE = 1 << TILE_BITS

Subtree = Callable[[int, int], bytes]
"""(first leaf, number of leaves) of a full subtree, a power of two and aligned: its digest."""


class Frontier:
    """The right edge of a tree: the digests of its full subtrees, largest first. Adding a leaf needs nothing else."""

    __slots__ = ("_h", "peaks", "size", "tiles")

    def __init__(self, h: Hash, *, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self._h, self.size, self.peaks = h, size, list(peaks)
        self.tiles: list[tuple[int, int, bytes]] = []
        """(level, index, digest) of every tile completed since the last look."""

    def append(self, leaf: bytes) -> None:
        """Add one leaf's digest."""
        self.size = left = self.size + 1
        height = 0
        while not left & 1:
            leaf = self._h(NODE + self.peaks.pop() + leaf)
            left >>= 1
            height += 1
            if not height % TILE_BITS:
                self.tiles.append((height // TILE_BITS, left - 1, leaf))
        self.peaks.append(leaf)

    def root(self) -> bytes:
        """The head of everything added."""
        if not self.peaks:
            return self._h(b"")
        digest = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            digest = self._h(NODE + peak + digest)
        return digest


def full_subtrees(size: int) -> list[tuple[int, int]]:
    """(first leaf, number of leaves) of the full subtrees of a tree, largest first."""
    found, start = [], 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            found.append((start, 1 << bit))
            start += 1 << bit
    return found


def frontier_of(h: Hash, size: int, subtree: Subtree) -> Frontier:
    """The right edge of an existing tree."""
    return Frontier(h, size=size, peaks=[subtree(start, count) for start, count in full_subtrees(size)])


def fold(h: Hash, digests: Sequence[bytes]) -> bytes:
    """The digest of a full subtree over `digests`, a power of two of them."""
    row = list(digests)
    while len(row) > 1:
        row = [h(NODE + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _range_root(h: Hash, start: int, end: int, subtree: Subtree) -> bytes:
    count = end - start
    if not count & (count - 1):
        return subtree(start, count)
    middle = start + _split(count)
    return h(NODE + subtree(start, middle - start) + _range_root(h, middle, end, subtree))


def head(h: Hash, size: int, subtree: Subtree) -> bytes:
    """The head of the first `size` leaves."""
    return _range_root(h, 0, size, subtree) if size else h(b"")


def inclusion_path(h: Hash, index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Digests that lead from leaf `index` to the head of the first `size` leaves, the nearest first."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(h, middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(h, start, middle, subtree))
            start = middle
    return path[::-1]


def consistency_path(h: Hash, old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Digests that show the head of `new` leaves to begin with the `old` (0 < old <= new) of an earlier head."""
    path: list[bytes] = []
    start, end, is_whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_root(h, middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(h, start, middle, subtree))
            start, is_whole = middle, False
    if not is_whole:
        path.append(_range_root(h, start, end, subtree))
    return path[::-1]


def root_from_path(h: Hash, index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The head that `path` leads to from `leaf`; None if the path cannot be one for this place."""
    if not 0 <= index < size:
        return None
    place, last, digest = index, size - 1, leaf
    for sibling in path:
        if not last:
            return None
        if place & 1 or place == last:
            digest = h(NODE + sibling + digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = h(NODE + digest + sibling)
        place, last = place >> 1, last >> 1
    return digest if not last else None


def is_consistent(h: Hash, *, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` shows that the log of `new` leaves begins with the log of `old`."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for sibling in steps[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            first, second = h(NODE + sibling + first), h(NODE + sibling + second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = h(NODE + second + sibling)
        place, last = place >> 1, last >> 1
    return not last and first == old_root and second == new_root
