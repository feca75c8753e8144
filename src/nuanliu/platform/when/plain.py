"""What was typed, brought to one spelling: half-width, small letters, numerals as digits, weekdays as `周1`..`周7`."""

import re

from nuanliu.platform.text import clean

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PAUSES = str.maketrans(
    {"，": " ", "、": " ", "；": " ", "。": ".", ",": " ", ";": " ", "週": "周", "點": "点", "號": "号"}
)
_ONES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"廿": 2, "卅": 3}
_NUMERALS = re.compile("[零〇一二两三四五六七八九十廿卅]+")
_COMPOUND = re.compile(
    "(?P<tens>[一二三四五六七八九])?十(?P<ones>[一二三四五六七八九])?|(?P<short>[廿卅])(?P<rest>[一二三四五六七八九])?"
)
_WEEKDAY = re.compile("(?:周|星期|礼拜)[ ]*([一二三四五六日天1-7])")
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}


def _number(run: re.Match[str]) -> str:
    """A run of Chinese numerals as digits; one that is no number stays as it was."""
    text = run[0]
    if not set(text) & set("十廿卅"):
        return "".join(str(_ONES[numeral]) for numeral in text)
    found = _COMPOUND.fullmatch(text)
    if found is None:
        return text
    if found["short"]:
        return str(_TENS[found["short"]] * 10 + _ONES.get(found["rest"] or "零", 0))
    return str(_ONES[found["tens"] or "一"] * 10 + _ONES[found["ones"] or "零"])


def _weekday(found: re.Match[str]) -> str:
    said = found[1]
    return f"周{_WEEKDAYS.get(said) or said} "


def plain(text: str) -> str:
    """`text` in the one spelling that the patterns know."""
    spelt = clean(text).translate(_HALF_WIDTH).translate(_PAUSES).lower()
    spelt = spelt.replace("一早", "早上").replace("星期末", "周末")
    spelt = _NUMERALS.sub(_number, _WEEKDAY.sub(_weekday, spelt))
    return " ".join(spelt.split())
