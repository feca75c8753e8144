"""Was it as if the transactions had run one after the other? An answer from what was written and what was seen.

In the manner of Elle (Kingsbury and Alvaro, 2020), for lists that are only appended to. An account is a list, an entry
of it an element with a number, a transfer the name of the element. The order of a list is known from its last reading,
so three kinds of dependency follow:

- ww: one transaction appended an element, another the next one;
- wr: one appended the last element that another saw;
- rw: one did not see yet what another appended next.

A cycle of them is something that no order of the transactions explains. Its name says how bad it is: G0 (only ww), G1c
(ww and wr), G-single (one rw: a lost update, or a reading torn in two), G2 (several rw).
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

List = Hashable
Element = Hashable
Numbered = tuple[int, Element]
"""An element and its number in its list, from 1."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a transaction saw of a list: how long it was, and its last elements (as many as were read)."""

    length: int
    tail: tuple[Numbered, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: what it appended, what it saw, and what its client was told and when."""

    name: Hashable
    appends: Mapping[List, tuple[Element, ...]] = field(default_factory=dict)
    reads: Mapping[List, Seen] = field(default_factory=dict)
    is_acknowledged: bool = True
    is_refused: bool = False
    """Its client was told that nothing was written."""
    began: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something that must not be: its kind, and the transactions or elements that show it."""

    kind: str
    shown_by: tuple[Hashable, ...]


Edges = dict[Hashable, dict[Hashable, str]]


def anomalies(transactions: Sequence[Transaction], final: Mapping[List, Sequence[Numbered]]) -> list[Anomaly]:
    """All that is wrong. `final` is the last reading of every list, whole."""
    orders = {name: sorted(elements, key=lambda one: (one[0], str(one[1]))) for name, elements in final.items()}
    found = [*_forks(orders), *_lost_and_doubled(transactions, orders), *_false_sights(transactions, orders)]
    return found + _cycles(dependencies(transactions, orders))


def with_own_sight(transactions: Iterable[Transaction], final: Mapping[List, Sequence[Numbered]]) -> list[Transaction]:
    """The same transactions with what each must have seen to write what it wrote.

    An element's number is one more than the length its writer read: that much it saw of each list it appended to.
    """
    numbers = {(name, element): number for name, elements in final.items() for number, element in elements}
    found = []
    for transaction in transactions:
        own = {}
        for name, elements in transaction.appends.items():
            written = [numbers[name, element] for element in elements if (name, element) in numbers]
            if written:
                own[name] = Seen(min(written) - 1)
        found.append(replace(transaction, reads={**own, **transaction.reads}))
    return found


# -- what is wrong in the lists themselves


def _forks(orders: Mapping[List, Sequence[Numbered]]) -> list[Anomaly]:
    """Two elements with one number, or a number without an element."""
    found = []
    for name, order in orders.items():
        numbers = [number for number, _element in order]
        if numbers != list(range(1, len(numbers) + 1)):
            kind = "fork" if len(set(numbers)) < len(numbers) else "gap"
            found.append(Anomaly(kind, (name,)))
    return found


def _lost_and_doubled(transactions: Iterable[Transaction], orders: Mapping[List, Sequence[Numbered]]) -> list[Anomaly]:
    """Acknowledged and not there, refused and there, there twice."""
    times: dict[tuple[List, Element], int] = defaultdict(int)
    for name, order in orders.items():
        for _number, element in order:
            times[name, element] += 1
    found = [Anomaly("appended twice", key) for key, count in times.items() if count > 1]
    for transaction in transactions:
        for name, elements in transaction.appends.items():
            for element in elements:
                is_there = (name, element) in times
                if transaction.is_refused and is_there:
                    found.append(Anomaly("refused and there", (transaction.name, name, element)))
                elif transaction.is_acknowledged and not transaction.is_refused and not is_there:
                    found.append(Anomaly("lost append", (transaction.name, name, element)))
    return found


def _false_sights(transactions: Iterable[Transaction], orders: Mapping[List, Sequence[Numbered]]) -> list[Anomaly]:
    """A reading that the final list does not begin with, half of a transaction, less than was acknowledged before."""
    writers, places = _writers(transactions), _places(orders)
    acknowledged = _acknowledged(transactions, places)
    found = []
    for transaction in transactions:
        for name, seen in transaction.reads.items():
            order = orders.get(name, ())
            known = tuple(order[max(0, seen.length - len(seen.tail)) : seen.length])
            if seen.length > len(order) or (seen.tail and known != tuple(seen.tail)):
                found.append(Anomaly("seen and gone", (transaction.name, name)))
                continue
            if 0 < seen.length < len(order):
                last, following = (writers.get((name, order[at][1])) for at in (seen.length - 1, seen.length))
                if last is not None and last == following != transaction.name:
                    found.append(Anomaly("half of a transaction", (transaction.name, name, last)))
            if transaction.began and seen.length < acknowledged(name, transaction.began):
                found.append(Anomaly("older than acknowledged", (transaction.name, name)))
    return found


def _acknowledged(
    transactions: Iterable[Transaction], places: Mapping[tuple[List, Element], int]
) -> Callable[[List, float], int]:
    """A function that says how long a list was at least, by what had been acknowledged at a moment."""
    known: dict[List, list[tuple[float, int]]] = defaultdict(list)
    for transaction in transactions:
        if transaction.is_acknowledged and not transaction.is_refused and transaction.ended:
            for name, elements in transaction.appends.items():
                longest = max((places.get((name, element), 0) for element in elements), default=0)
                known[name].append((transaction.ended, longest))
    steps: dict[List, tuple[list[float], list[int]]] = {}
    for name, told in known.items():
        told.sort()
        lengths, longest = [], 0
        for _moment, length in told:
            longest = max(longest, length)
            lengths.append(longest)
        steps[name] = ([moment for moment, _length in told], lengths)

    def at(name: List, moment: float) -> int:
        moments, lengths = steps.get(name, ([], []))
        before = bisect_left(moments, moment)
        return lengths[before - 1] if before else 0

    return at


# -- dependencies and cycles


def _writers(transactions: Iterable[Transaction]) -> dict[tuple[List, Element], Hashable]:
    return {
        (name, element): transaction.name
        for transaction in transactions
        for name, elements in transaction.appends.items()
        for element in elements
    }


def _places(orders: Mapping[List, Sequence[Numbered]]) -> dict[tuple[List, Element], int]:
    return {(name, element): place for name, order in orders.items() for place, (_n, element) in enumerate(order, 1)}


def dependencies(transactions: Sequence[Transaction], orders: Mapping[List, Sequence[Numbered]]) -> Edges:
    """Who must have come before whom, and why; the strongest reason where there are several."""
    edges: Edges = {transaction.name: {} for transaction in transactions}
    writers = _writers(transactions)

    def add(before: Hashable, after: Hashable, why: str) -> None:
        if before is None or after is None or before == after or before not in edges:
            return
        known = edges[before].get(after)
        if known is None or _STRENGTH[why] < _STRENGTH[known]:
            edges[before][after] = why

    for name, order in orders.items():
        for (_n, one), (_m, next_one) in pairwise(order):
            add(writers.get((name, one)), writers.get((name, next_one)), "ww")
    for transaction in transactions:
        for name, seen in transaction.reads.items():
            order = orders.get(name, ())
            if 0 < seen.length <= len(order):
                add(writers.get((name, order[seen.length - 1][1])), transaction.name, "wr")
            if seen.length < len(order):
                add(transaction.name, writers.get((name, order[seen.length][1])), "rw")
    return edges


_STRENGTH = {"ww": 0, "wr": 1, "rw": 2}


def _cycles(edges: Edges) -> list[Anomaly]:
    """One cycle of every knot of transactions that depend on each other, of the worst kind that is in it."""
    return [_worst_of(_within(edges, knot, _STRENGTH)) for knot in strongly_connected(edges)]


def _worst_of(edges: Edges) -> Anomaly:
    for kind, allowed in (("G0", {"ww"}), ("G1c", {"ww", "wr"})):
        narrower = _within(edges, edges, allowed)
        for knot in strongly_connected(narrower):
            return Anomaly(kind, _ring(_within(narrower, knot, allowed)))
    written_and_read = _within(edges, edges, {"ww", "wr"})
    for before, after in _rw_edges(edges):
        way = _way(written_and_read, after, before)
        if way:
            return Anomaly("G-single", (before, *way[:-1]))
    return Anomaly("G2", _ring(edges))


def _within(edges: Edges, names: Collection[Hashable], allowed: Collection[str]) -> Edges:
    """Only the edges between these transactions and for these reasons."""
    return {
        name: {after: why for after, why in edges[name].items() if after in names and why in allowed} for name in names
    }


def _rw_edges(edges: Edges) -> Iterator[tuple[Hashable, Hashable]]:
    for before in sorted(edges, key=str):
        for after, why in edges[before].items():
            if why == "rw":
                yield before, after


def _ring(edges: Edges) -> tuple[Hashable, ...]:
    """A short cycle of a knot."""
    start = min(edges, key=str)
    ways = [_way(edges, after, start) for after in edges[start]]
    return (start, *min(ways, key=len)[:-1])


def _way(edges: Edges, start: Hashable, end: Hashable) -> tuple[Hashable, ...]:
    """The shortest way from `start` to `end`, both named; () if there is none."""
    came_from: dict[Hashable, Hashable] = {start: start}
    waiting = deque([start])
    while waiting and end not in came_from:
        at = waiting.popleft()
        for after in edges[at]:
            if after not in came_from:
                came_from[after] = at
                waiting.append(after)
    if end not in came_from:
        return ()
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def strongly_connected(edges: Edges) -> list[set[Hashable]]:
    """Tarjan's components of more than one node, without recursion."""
    index: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    path: list[Hashable] = []
    is_on_path: set[Hashable] = set()
    found = []
    for root in edges:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        path.append(root)
        is_on_path.add(root)
        work = [(root, iter(edges[root]))]
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in index:
                    index[after] = low[after] = len(index)
                    path.append(after)
                    is_on_path.add(after)
                    work.append((after, iter(edges[after])))
                    break
                if after in is_on_path:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    knot = _popped(path, is_on_path, node)
                    found += [knot] if len(knot) > 1 else []
    return found


def _popped(path: list[Hashable], is_on_path: set[Hashable], node: Hashable) -> set[Hashable]:
    """The component of `node`: all that lies above it on the path."""
    knot: set[Hashable] = set()
    while True:
        top = path.pop()
        is_on_path.discard(top)
        knot.add(top)
        if top == node:
            return knot
