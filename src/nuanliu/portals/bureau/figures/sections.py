"""The parts of a report: a title, sentences, a table whose cells are words already."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nuanliu.domain.insights.types import Sum
from nuanliu.portals.bureau.figures.amounts import hours


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report. Cells are words already."""

    title: str
    sentences: list[str]
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def whole_of(sums: Iterable[Sum]) -> Sum:
    """Several sums as one."""
    found = Sum()
    for one in sums:
        found.add(one.count, one.amount)
    return found


def sum_row(name: str, one: Sum, whole: Sum) -> list[str]:
    """One line of a table: its words, how many, how many hours, which share."""
    share = f"{100 * one.count // whole.count}%" if whole.count else "—"
    return [name, str(one.count), hours(one.amount), share]
