"""Cells that choose from a list: one code, several codes, weekly free times, names of organisations and services."""

import re
from collections.abc import Mapping

from nuanliu.platform.typed import tidy_digits, tidy_text
from nuanliu.usecases.rosters.cells import Cell, CellTrouble, Parser, as_text, is_blank, says_unknown
from nuanliu.usecases.rosters.known import Names, fold, nearest

OPTIONS_SHOWN = 12


class Choice:
    """A list of codes with the word we write for each and the other words people use."""

    def __init__(self, words: Mapping[str, str], also: Mapping[str, str] | None = None) -> None:
        self.words = dict(words)
        self.by_word = {fold(code): code for code in words}
        self.by_word |= {fold(word): code for code, word in words.items()}
        self.by_word |= {fold(word): code for word, code in (also or {}).items()}

    def find(self, written: str) -> str:
        """The code of a written word. Raises CellTrouble with the nearest word, or all of them."""
        found = self.by_word.get(fold(written))
        if found is not None:
            return found
        value = tidy_text(written)[:20]
        guess = nearest(value, self.words.values())
        if guess:
            raise CellTrouble("choice_wrong_guess", value=value, guess=guess)
        raise CellTrouble("choice_wrong", value=value, options="、".join(list(self.words.values())[:OPTIONS_SHOWN]))

    def one(self, *, blank: str | None = "") -> Parser:
        """Parser for one choice. `blank` stands for an empty cell; None means it may not be empty."""

        def parse(cell: Cell) -> str:
            if is_blank(cell.raw):
                if blank is None:
                    raise CellTrouble("blank")
                return blank
            try:
                return self.find(as_text(cell.raw))
            except CellTrouble:
                if blank is not None and says_unknown(cell.raw):
                    return blank
                raise

        return parse

    def many(self) -> Parser:
        """Parser for several choices in one cell, however they are separated; in the list's own order."""

        def parse(cell: Cell) -> tuple[str, ...]:
            if says_unknown(cell.raw):
                return ()
            chosen = {self.find(word) for word in split(as_text(cell.raw))}
            return tuple(code for code in self.words if code in chosen)

        return parse


def split(written: str) -> list[str]:
    """The items of a list written with any of the usual separators."""
    return [word for word in re.split(r"[、,，;；/|\s]+", tidy_text(written, lines=True)) if word]


def named(what: str) -> Parser:
    """Parser for the name or code of a `what` (node, site, branch, service), giving its code; blank gives empty."""

    def parse(cell: Cell) -> str:
        if says_unknown(cell.raw):
            return ""
        written = tidy_text(as_text(cell.raw))
        names: Names = {
            "node": cell.known.nodes,
            "site": cell.known.sites,
            "branch": cell.known.branches,
            "service": cell.known.services,
        }[what]
        found = names.code_of(written)
        if found is not None:
            return found
        if several := names.several.get(fold(written)):
            raise CellTrouble("node_ambiguous", value=written[:40], options="、".join(several[:5]))
        if guess := names.guess(written):
            raise CellTrouble(f"{what}_unknown_guess", value=written[:40], guess=guess)
        raise CellTrouble(f"{what}_unknown", value=written[:40])

    return parse


WEEKDAYS = {
    sign: number
    for number, signs in enumerate(("", "一1", "二2", "三3", "四4", "五5", "六6", "日天7"))
    for sign in signs
}
PARTS_OF_DAY = {"上午": (480, 720), "中午": (720, 840), "下午": (840, 1080), "晚上": (1110, 1230), "全天": (480, 1080)}
FREE_TIME = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天1-7])(?:[至到-](?:周|星期|礼拜)?([一二三四五六日天1-7]))?"
    r"(上午|中午|下午|晚上|全天|(\d{1,2})[:点](\d{2})?[-至到](\d{1,2})[:点](\d{2})?)?"
)


def free_times(cell: Cell) -> tuple[tuple[int, int, int], ...]:
    """Weekly spans (weekday from Monday = 1, from minute, to minute): `周一上午、周三14:00-17:00、周六至周日全天`."""
    if says_unknown(cell.raw):
        return ()
    spans: set[tuple[int, int, int]] = set()
    for word in split(as_text(cell.raw)):
        spans.update(_free_time(tidy_digits(word)))
    return tuple(sorted(spans))


def _free_time(word: str) -> list[tuple[int, int, int]]:
    everyday = re.fullmatch(r"(每天|平时|工作日|周末)(.*)", word)
    if everyday:
        days = {"每天": "周一至周日", "周末": "周六至周日"}.get(everyday[1], "周一至周五")
        word = f"{days}{everyday[2]}"
    found = FREE_TIME.fullmatch(word)
    if found is None:
        raise CellTrouble("free_time_wrong", value=word[:20])
    first = WEEKDAYS[found[1]]
    last = WEEKDAYS[found[2]] if found[2] else first
    if found[4]:
        start = int(found[4]) * 60 + int(found[5] or 0)
        end = int(found[6]) * 60 + int(found[7] or 0)
    else:
        start, end = PARTS_OF_DAY[found[3] or "全天"]
    if not (first <= last and 0 <= start < end <= 1440):
        raise CellTrouble("free_time_wrong", value=word[:20])
    return [(weekday, start, end) for weekday in range(first, last + 1)]
