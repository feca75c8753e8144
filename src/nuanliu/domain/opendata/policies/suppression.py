"""Small numbers that must not be published, and what has to go with them so that nobody computes them.

A table is a tree: a whole, its parts, their parts. Whoever knows a whole and all its parts but one knows the one. So:

1. a part is *small* when one of its counts is above nothing and below the Standard's smallest number;
2. where a part is small, one beside it that is not small is hidden with it: the first in an order that is secret, so
   that nobody can tell which of them is the small one;
3. where every part that is something is small, all parts are hidden, those that are nothing too;
4. whatever is below a hidden part is hidden.

What can be computed from what is published are sums of two hidden parts or more, and no such sum is small. An order by
size would tell the sizes: the tests show that attack, and that this order has none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Rank = Callable[[str], bytes | int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the table: its code, its counts (of acts, of people), its parts."""

    code: str
    counts: tuple[int, ...]
    parts: tuple["Cell", ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing happened here."""
        return not any(self.counts)


def hidden_codes(*, root: Cell, smallest: int, rank: Rank) -> frozenset[str]:
    """The codes of all cells of the tree that are not published. `rank` is the secret order of codes."""
    if _is_small(root, smallest):
        return frozenset(_codes(root))
    return frozenset(_hidden_below(root, smallest, rank))


def _hidden_below(whole: Cell, smallest: int, rank: Rank) -> Iterator[str]:
    hidden = _hidden_parts(whole.parts, smallest, rank)
    for part in whole.parts:
        if part.code in hidden:
            yield from _codes(part)
        else:
            yield from _hidden_below(part, smallest, rank)


def _hidden_parts(parts: Sequence[Cell], smallest: int, rank: Rank) -> frozenset[str]:
    small = [part.code for part in parts if _is_small(part, smallest)]
    if not small:
        return frozenset()
    large = [part.code for part in parts if part.code not in small and not part.is_nothing]
    return frozenset([*small, min(large, key=rank)] if large else [part.code for part in parts])


def _is_small(cell: Cell, smallest: int) -> bool:
    return any(0 < count < smallest for count in cell.counts)


def _codes(cell: Cell) -> Iterator[str]:
    yield cell.code
    for part in cell.parts:
        yield from _codes(part)
