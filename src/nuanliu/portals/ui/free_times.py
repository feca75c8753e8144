"""Weekly free times as a grid of days and parts of day, and back, without losing a span that fits no part.

A span is (weekday with Monday = 1, first minute after midnight, minute after the last).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day that can be ticked as a whole."""

    code: str
    word: Promise
    first: int
    last: int


PARTS = (
    Part("am", pgettext_lazy("part of day", "上午"), 8 * 60, 12 * 60),
    Part("noon", pgettext_lazy("part of day", "中午"), 12 * 60, 14 * 60),
    Part("pm", pgettext_lazy("part of day", "下午"), 14 * 60, 18 * 60),
    Part("eve", pgettext_lazy("part of day", "晚上"), 18 * 60 + 30, 20 * 60 + 30),
)
"""The same parts that a roster's words mean, so that a typed `周二下午` comes back as one ticked box."""
BY_CODE = {part.code: part for part in PARTS}
WEEKDAYS = range(1, 8)


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` are (weekday, part's code) that are wholly free; `others` is what is free beside them."""

    cells: frozenset[tuple[int, str]]
    others: tuple[Span, ...]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same times with spans that touch or overlap made one, in the order of the week."""
    result: list[Span] = []
    for day, first, last in sorted(spans):
        if result and result[-1][0] == day and first <= result[-1][2]:
            result[-1] = (day, result[-1][1], max(last, result[-1][2]))
        else:
            result.append((day, first, last))
    return result


def grid_of(*, spans: Iterable[Span]) -> Grid:
    """The grid that says the same as `spans`."""
    cells: set[tuple[int, str]] = set()
    others: list[Span] = []
    for day, first, last in joined(spans):
        whole = [part for part in PARTS if first <= part.first and part.last <= last]
        cells |= {(day, part.code) for part in whole}
        edge = first
        for part in whole:
            if edge < part.first:
                others.append((day, edge, part.first))
            edge = part.last
        if edge < last:
            others.append((day, edge, last))
    return Grid(frozenset(cells), tuple(others))


def spans_of(*, grid: Grid) -> list[Span]:
    """The spans that say the same as `grid`, as few as possible."""
    ticked = [(day, BY_CODE[code].first, BY_CODE[code].last) for day, code in grid.cells]
    return joined([*ticked, *grid.others])
