"""Names that rows may refer to, brought in from outside, and the nearest guess for one that nobody knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from nuanliu.platform.typed import tidy_text

GUESSES_AMONG = 5000
"""A guess compares with at most this many names, so that one wrong row stays cheap."""


def fold(text: str) -> str:
    """`text` as compared: no spaces, no case, brackets alike."""
    return "".join(tidy_text(text).casefold().split()).translate(str.maketrans("（）", "()"))


def nearest(text: str, names: Iterable[str], *, cutoff: float = 0.5) -> str:
    """The name most like `text`, or empty if none is near."""
    by_fold = {fold(name): name for name in list(names)[:GUESSES_AMONG]}
    found = get_close_matches(fold(text)[:60], list(by_fold), n=1, cutoff=cutoff)
    return by_fold[found[0]] if found else ""


@dataclass(frozen=True, slots=True)
class Names:
    """Codes by the names people write for them. A name that stands for two things is in `several`."""

    codes: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Iterable[str]]]) -> "Names":
        """From (code, its names) pairs; the code itself is always a name."""
        found: dict[str, list[str]] = {}
        shown: list[str] = []
        for code, names in entries:
            written = [code, *(name for name in names if name)]
            shown.extend(written[:2])
            for key in dict.fromkeys(fold(name) for name in written):
                found.setdefault(key, []).append(code)
        return cls(
            codes={name: codes[0] for name, codes in found.items() if len(codes) == 1},
            shown=tuple(shown),
            several={name: tuple(codes) for name, codes in found.items() if len(codes) > 1},
        )

    def code_of(self, text: str) -> str | None:
        """The code that `text` names, if it names exactly one."""
        return self.codes.get(fold(text))

    def guess(self, text: str) -> str:
        """The name most like `text`, or empty."""
        return nearest(text, self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands outside the workbook while it is read. `today` bounds dates."""

    today: date
    nodes: Names = Names()
    sites: Names = Names()
    branches: Names = Names()
    services: Names = Names()
    volunteers: Names = Names()
    """Volunteers by number, and by name where a name is unique."""
    node_kinds: Mapping[str, str] = field(default_factory=dict)
    """Code of each organisation → its kind."""
    min_age_volunteer: int = 18
    min_age_elder: int = 60
