"""The rules as people read them: by theme, since when, what is announced, and what a change would change in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.drafts import Change
from nuanliu.domain.standards.parameters import Kind, Parameter, Value, parameter
from nuanliu.domain.standards.parameters.themes import RULES, TITLES, Theme, theme_of
from nuanliu.domain.standards.saying import sentence_in_words, value_in_words
from nuanliu.domain.standards.timeline import Timeline, Turn
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import Words


class SaidRule(str):
    """A rule in words that knows its key, so that a page can lead to it (`{% rule_said %}`)."""

    __slots__ = ("key",)
    key: str


def said_rule(*, key: str, standard: Standard) -> SaidRule:
    """One rule of a Standard in words."""
    said = SaidRule(sentence_in_words(known=parameter(key), value=standard.value(key)))
    said.key = key
    return said


def said_rules(*, keys: Iterable[str], standard: Standard) -> list[SaidRule]:
    """Some rules of a Standard in words."""
    return [said_rule(key=key, standard=standard) for key in keys]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: what it is about, what it says, what it said before, what it will say, and the law behind it."""

    known: Parameter
    sentence: str
    before: str = ""
    since: datetime | None = None
    soon: str = ""
    soon_from: datetime | None = None
    city_says: str = ""
    """What holds in the city, where the place has a stricter rule of its own."""

    @property
    def key(self) -> str:
        """The rule's anchor: it never changes."""
        return self.known.key

    @property
    def span(self) -> Words:
        """The range in which it may be set, in words; empty where there is none."""
        return span_in_words(known=self.known)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The rules of one theme."""

    theme: Theme
    title: Words
    rules: Sequence[Rule]


def span_in_words(*, known: Parameter) -> Words:
    """`1 分到 1 小时`; empty for what is chosen from a list."""
    if known.fixed or known.kind not in {Kind.QUANTITY, Kind.RATIO} or known.minimum is None or known.maximum is None:
        return ""
    least, most = (value_in_words(known=known, value=end) for end in (known.minimum, known.maximum))
    return format_lazy(_("{least}到 {most}"), least=least, most=most)


def chapters(
    *, standard: Standard, line: Timeline | None = None, now: datetime, city: Standard | None = None, words: str = ""
) -> list[Chapter]:
    """The rules that have `words` in them, by theme; themes without any are left out.

    With `line` each says since when it is so and what is announced; with `city` what differs from there.
    """
    last: Mapping[str, Turn] = line.last_turns(now=now) if line else {}
    coming: Mapping[str, Turn] = line.next_turns(now=now) if line else {}
    found = []
    for theme, members in RULES.items():
        rules = [_rule(known, standard, last.get(known.key), coming.get(known.key), city) for known in members]
        kept = [rule for rule in rules if has_words(rule=rule, words=words)]
        if kept:
            found.append(Chapter(theme=theme, title=TITLES[theme], rules=kept))
    return found


def has_words(*, rule: Rule, words: str) -> bool:
    """Whether every word asked for stands in the rule."""
    text = f"{rule.known.label} {rule.sentence} {rule.known.legal_basis} {TITLES[theme_of(key=rule.key)]}".lower()
    return all(word in text for word in words.lower().split())


def _rule(known: Parameter, standard: Standard, last: Turn | None, coming: Turn | None, city: Standard | None) -> Rule:
    def said(value: Value) -> str:
        return sentence_in_words(known=known, value=value)

    value = standard.value(known.key)
    differs = city is not None and city.value(known.key) != value
    return Rule(
        known=known,
        sentence=said(value),
        before=said(last.before) if last else "",
        since=last.at if last else None,
        soon=said(coming.after) if coming else "",
        soon_from=coming.at if coming else None,
        city_says=said(city.value(known.key)) if differs and city else "",
    )


@dataclass(frozen=True, kw_only=True)
class SaidChange:
    """One rule as it was and as it becomes."""

    known: Parameter
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ChangedTheme:
    """The changes of one theme."""

    theme: Theme
    title: Words
    changes: Sequence[SaidChange]


def said_change(*, change: Change) -> SaidChange:
    """A change in words."""
    old, new = (sentence_in_words(known=change.known, value=value) for value in (change.old, change.new))
    return SaidChange(known=change.known, old=old, new=new)


def said_changes(*, changes: Iterable[Change]) -> list[ChangedTheme]:
    """Changes in words, by theme."""
    by_theme: dict[Theme, list[SaidChange]] = {}
    for change in changes:
        by_theme.setdefault(theme_of(key=change.known.key), []).append(said_change(change=change))
    return [
        ChangedTheme(theme=theme, title=TITLES[theme], changes=by_theme[theme]) for theme in TITLES if theme in by_theme
    ]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What changes at one moment."""

    at: datetime
    number: int
    themes: Sequence[ChangedTheme]


def moments(*, line: Timeline) -> list[Moment]:
    """Every moment at which a rule became or will become another, the newest first."""
    by_time: dict[datetime, list[Change]] = {}
    for turn in line.turns():
        by_time.setdefault(turn.at, []).append(Change(parameter(turn.key), turn.before, turn.after))
    numbers = {at: standard.number_of_version for at, standard in line.spans}
    return [
        Moment(at=at, number=numbers[at], themes=said_changes(changes=by_time[at]))
        for at in sorted(by_time, reverse=True)
    ]
