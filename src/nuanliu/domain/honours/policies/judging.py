"""Whether figures meet criteria, criterion by criterion; and the digest by which two reckonings are held together."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nuanliu.domain.honours.types import Measure


@dataclass(frozen=True, slots=True)
class Rule:
    """`measure` must be at least (or, `is_most`, at most) `needed`; of those with one `choice` one is enough."""

    measure: Measure
    needed: int
    is_most: bool
    choice: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion about one subject. `is_spared`: not met itself, but another of the same choice is."""

    rule: Rule
    got: int | None
    is_met: bool
    is_spared: bool


def _meets(rule: Rule, got: int | None) -> bool:
    if got is None:  # nobody has said anything: that speaks against nobody
        return True
    return got <= rule.needed if rule.is_most else got >= rule.needed


def judge(*, rules: Sequence[Rule], figures: Mapping[Measure, int | None]) -> list[Verdict]:
    """A verdict on every criterion, in the order of the rules."""
    met = {rule.measure: _meets(rule, figures.get(rule.measure)) for rule in rules}
    enough = {rule.choice for rule in rules if met[rule.measure]}
    return [
        Verdict(
            rule,
            figures.get(rule.measure),
            is_met=met[rule.measure],
            is_spared=not met[rule.measure] and rule.choice in enough,
        )
        for rule in rules
    ]


def all_met(*, verdicts: Sequence[Verdict]) -> bool:
    """Whether nothing is missing."""
    return all(one.is_met or one.is_spared for one in verdicts)


def digest_of(*, value: Any) -> str:
    """SHA-256 of a value's one and only way to be written as JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
