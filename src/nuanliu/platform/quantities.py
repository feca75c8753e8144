"""Lengths of time and amounts of coins as people write them, read exactly: whole minutes, whole hundredths.

Never through floats: a float that is handed in is refused, because what was meant can no longer be known.
"""

import re
from decimal import Decimal
from typing import NewType

from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable
from nuanliu.platform.text import clean
from nuanliu.platform.typed import tidy_digits

Minutes = NewType("Minutes", int)
Hundredths = NewType("Hundredths", int)

MINUTES_AN_HOUR, HUNDREDTHS_A_COIN = 60, 100
MOST_MINUTES, MOST_HUNDREDTHS = 10_000_000, 1_000_000_000


class UnableToReadQuantity(Unable):
    """The text is not a length of time, or not an amount."""


_NUMBER = r"\d{1,9}(?:\.\d{1,6})?"
_HOURS_AND_MINUTES = re.compile(
    rf"(?:(?P<hours>{_NUMBER})(?:个)?(?:小时|钟头|时|h|hours?)(?P<half>半)?)?(?:(?P<minutes>{_NUMBER})(?:分钟?|min(?:utes?)?|m)?)?",
    re.ASCII | re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,5}):(?P<minutes>[0-5]\d)", re.ASCII)
_NUMERALS = str.maketrans("零〇一二两三四五六七八九", "001223456789")


def parse_minutes(*, text: str) -> Minutes:
    """Read `1.5` (hours), `1小时30分`, `1:30`, `90分`, `一个半小时`, `半小时` as minutes.

    A bare number is hours, as in a paper passbook. Raises UnableToReadQuantity: missing, not_text, negative,
    not_whole (a part of a minute), not_a_number, too_much.
    """
    typed = _tidied(text)
    if parts := _CLOCK.fullmatch(typed):
        return _minutes(Decimal(parts["hours"]), Decimal(parts["minutes"]))
    spoken = _spoken_halves(typed.translate(_NUMERALS))
    if re.fullmatch(_NUMBER, spoken, re.ASCII):
        return _minutes(Decimal(spoken), Decimal(0))
    parts = _HOURS_AND_MINUTES.fullmatch(spoken)
    if parts is None or not (parts["hours"] or parts["minutes"]):
        raise UnableToReadQuantity("not_a_number", _("看不懂这个时长，请写成 1小时30分。"))
    if parts["half"] and parts["minutes"]:
        raise UnableToReadQuantity("not_a_number", _("看不懂这个时长，请写成 1小时30分。"))
    half = Decimal(30) if parts["half"] else Decimal(0)
    return _minutes(Decimal(parts["hours"] or 0), Decimal(parts["minutes"] or 0) + half)


def _spoken_halves(typed: str) -> str:
    """`半小时` and `1个半小时` with their half as a decimal."""
    spoken = re.sub(r"(\d+)个半(?=小时|钟头)", r"\1.5", typed)
    return re.sub(r"^半个?(?=小时|钟头)", "0.5", spoken)


def _minutes(hours: Decimal, minutes: Decimal) -> Minutes:
    total = hours * MINUTES_AN_HOUR + minutes
    if total != total.to_integral_value():
        raise UnableToReadQuantity("not_whole", _("时间要是整分钟，例如 1.5 小时。"))
    if total > MOST_MINUTES:
        raise UnableToReadQuantity("too_much", _("这个数太大了，请核对。"))
    return Minutes(int(total))


def parse_hundredths(*, text: str) -> Hundredths:
    """Read `12.5` or `12.50币` as hundredths of a coin.

    Raises UnableToReadQuantity: missing, not_text, negative, not_whole (a part of a hundredth), not_a_number, too_much.
    """
    typed = re.sub(r"个?币$", "", _tidied(text))
    if not re.fullmatch(_NUMBER, typed, re.ASCII):
        raise UnableToReadQuantity("not_a_number", _("看不懂这个数，请写成 12.5。"))
    hundredths = Decimal(typed) * HUNDREDTHS_A_COIN
    if hundredths != hundredths.to_integral_value():
        raise UnableToReadQuantity("not_whole", _("币最多写两位小数。"))
    if hundredths > MOST_HUNDREDTHS:
        raise UnableToReadQuantity("too_much", _("这个数太大了，请核对。"))
    return Hundredths(int(hundredths))


def _tidied(text: object) -> str:
    if not isinstance(text, str):
        raise UnableToReadQuantity("not_text", _("请把这个数写成文字，不要用小数格式。"))
    typed = tidy_digits(clean(text)).replace("：", ":").replace("。", ".")
    if not typed:
        raise UnableToReadQuantity("missing", _("请填写这个数。"))
    if typed[0] in "-−－–—" or typed.startswith("负"):
        raise UnableToReadQuantity("negative", _("这个数不能是负的。"))
    return typed.removeprefix("+")
