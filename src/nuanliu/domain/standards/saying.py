"""A number of the Standard as people say it, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import time
from fractions import Fraction
from typing import cast

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext

from nuanliu.domain.standards.parameters.kinds import Kind, Parameter, Unit, Value
from nuanliu.platform import words as house_words
from nuanliu.platform.errors import Words

HUNDREDTHS_A_COIN = 100


def _coins(value: int) -> str:
    if value % HUNDREDTHS_A_COIN:
        return house_words.coins(value)
    return _whole_coins(value // HUNDREDTHS_A_COIN)


def _whole_coins(value: int) -> str:
    return ngettext("%(n)d 个币", "%(n)d 个币", value) % {"n": value}


_SAID: Mapping[Unit, Callable[[int], str]] = {
    Unit.NONE: str,
    Unit.AGE: lambda n: gettext("%(n)d 岁") % {"n": n},
    Unit.MINUTES: house_words.minutes,
    Unit.HOURS: lambda n: ngettext("%(n)d 小时", "%(n)d 小时", n) % {"n": n},
    Unit.CLOCK_HOUR: lambda n: house_words.clock(time(n)),
    Unit.DAYS: lambda n: ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n},
    Unit.WORKING_DAYS: lambda n: ngettext("%(n)d 个工作日", "%(n)d 个工作日", n) % {"n": n},
    Unit.MONTHS: lambda n: ngettext("%(n)d 个月", "%(n)d 个月", n) % {"n": n},
    Unit.YEARS: lambda n: ngettext("%(n)d 年", "%(n)d 年", n) % {"n": n},
    Unit.COINS: _coins,
    Unit.WHOLE_COINS: _whole_coins,
    Unit.TIMES: lambda n: ngettext("%(n)d 次", "%(n)d 次", n) % {"n": n},
    Unit.PEOPLE: lambda n: ngettext("%(n)d 位", "%(n)d 位", n) % {"n": n},
    Unit.LEVELS: lambda n: ngettext("%(n)d 级", "%(n)d 级", n) % {"n": n},
    Unit.DIGITS: lambda n: gettext("%(n)d 位数") % {"n": n},
    Unit.PERCENT: "{}%".format,
    Unit.POINTS: lambda n: ngettext("%(n)d 分", "%(n)d 分", n) % {"n": n},
    Unit.METRES: lambda n: gettext("%(n)d 米") % {"n": n},
}


def _plain(ratio: Fraction) -> str:
    """An exact ratio with as many decimals as it needs, at most four."""
    text = f"{int(ratio * 10_000) / 10_000:.4f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def _ratio(ratio: Fraction, unit: Unit) -> str:
    template = gettext("%(ratio)s 星") if unit is Unit.STARS else gettext("%(ratio)s 倍")
    return template % {"ratio": _plain(ratio)}


def _list(parts: list[str]) -> str:
    return (", " if house_words.english() else "、").join(parts)


def value_in_words(*, known: Parameter, value: Value) -> str:
    """`value` with its unit: `30 分`, `5 个工作日`, `打折、减价`; a switch answers yes or no."""
    match known.kind:
        case Kind.SWITCH:
            return gettext("是") if value else gettext("否")
        case Kind.CHOICE:
            return str(known.choices[cast("str", value)])
        case Kind.CHOICES:
            chosen = cast("list[str]", value)
            return _list([str(label) for code, label in known.choices.items() if code in chosen])
        case Kind.RATIO:
            return _ratio(Fraction(cast("str", value)), known.unit)
        case Kind.STAIRCASE:
            return _staircase(cast("list[int]", value), known.unit)
    return _SAID[known.unit](cast("int", value))


def _staircase(steps: list[int], unit: Unit) -> str:
    """The unit is said once, after the last: `100、300、600 小时`."""
    return _list([*(str(step) for step in steps[:-1]), _SAID[unit](steps[-1])])


def sentence_in_words(*, known: Parameter, value: Value) -> str:
    """What the rule says, for the public page: one plain sentence."""
    if known.kind is Kind.SWITCH and not value:
        return str(known.sentence_no)
    if known.kind is Kind.QUANTITY and not value and known.zero_words:
        return str(known.zero_words)
    return str(known.sentence).format(value=value_in_words(known=known, value=value))


_minutes_lazily = lazy(house_words.minutes, str)
_ratio_lazily = lazy(_ratio, str)
_age_lazily = lazy(_SAID[Unit.AGE], str)


def said_minutes(*, value: int) -> Words:
    """Minutes in words, translated when shown."""
    return cast("Words", _minutes_lazily(value))


def said_age(*, value: int) -> Words:
    """An age in words, translated when shown."""
    return cast("Words", _age_lazily(value))


def said_ratio(*, value: Fraction) -> Words:
    """A weight in words, translated when shown."""
    return cast("Words", _ratio_lazily(value, Unit.FACTOR))
