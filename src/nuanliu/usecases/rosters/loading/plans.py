"""What would be done with one row: its verdict, and the writing, which only a commit calls."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.spec import Finding
from nuanliu.usecases.rosters.types import Level, RosterKind


@dataclass(frozen=True, slots=True)
class Planned:
    """`write` is None when there is nothing to do or the row may not be loaded."""

    number: int
    level: Level
    findings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()
    """Fields of the row that differ from what is stored."""
    write: Callable[[], None] | None = field(default=None, compare=False)


def refused(number: int, *findings: Finding) -> Planned:
    """A row that may not be loaded."""
    return Planned(number, Level.ERROR, findings)


def planned(
    number: int,
    *,
    is_new: bool,
    changed: Iterable[str],
    write: Callable[[], None],
    findings: Iterable[Finding] = (),
) -> Planned:
    """A row that is new, changed, or already stored as it is."""
    if is_new:
        return Planned(number, Level.NEW, tuple(findings), (), write)
    differing = tuple(changed)
    if differing:
        return Planned(number, Level.CHANGED, tuple(findings), differing, write)
    return Planned(number, Level.UNCHANGED, tuple(findings))


def differing(stored: Mapping[str, object], wanted: Mapping[str, object]) -> list[str]:
    """Names whose wanted value is not the stored one."""
    return [name for name, value in wanted.items() if stored.get(name) != value]


def headers_of(kind: RosterKind, fields: Iterable[str]) -> str:
    """The headings of these fields, as the roster writes them."""
    by_field = {column.field: column.header for column in SPECS[kind].columns}
    return "、".join(dict.fromkeys(by_field.get(name, name) for name in fields))
