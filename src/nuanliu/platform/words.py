"""How quantities, days and hours are said, in the reader's language; and how names and numbers are masked.

Everything follows the active language (Chinese unless English was chosen, its few words in traditional characters for
who reads those). Chinese forms are those an old person says
aloud: `12 小时 30 分`, `11月24日 星期二`, `下午 2 点半`. Nothing here rounds: minutes and hundredths are whole numbers.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import ParamSpec

from django.utils.translation import get_language

from nuanliu.platform import clock as wall

P = ParamSpec("P")
MINUS = "\u2212"
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (19, "下午"), (24, "晚上"))
NEAR_DAYS = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
NEAR_DAYS_EN = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_TWO_BY_TWO = "欧阳司马上官诸葛皇甫尉迟公孙慕容司徒令狐夏侯东方长孙宇文端木百里南宫轩辕独孤申屠呼延"
DOUBLE_SURNAMES = frozenset(_TWO_BY_TWO[at : at + 2] for at in range(0, len(_TWO_BY_TWO), 2))


_TRADITIONAL = str.maketrans("时点后刚钟币", "時點後剛鐘幣")
"""The characters of this module that are written otherwise in traditional script."""


def english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "").startswith("en")


def _in_the_readers_script(say: Callable[P, str]) -> Callable[P, str]:
    @wraps(say)
    def said(*args: P.args, **kwargs: P.kwargs) -> str:
        words = say(*args, **kwargs)
        return words.translate(_TRADITIONAL) if get_language() == "zh-hant" else words

    return said


@_in_the_readers_script
def minutes(value: int) -> str:
    """Whole minutes as hours and minutes: `12 小时 30 分`, `45 分`, `2 小时`; a debt carries a minus sign."""
    hours, rest = divmod(abs(value), 60)
    hour_word, minute_word = ("h", "min") if english() else ("小时", "分")
    parts = [f"{hours} {hour_word}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {minute_word}")
    return (MINUS if value < 0 else "") + " ".join(parts)


def signed_minutes(value: int) -> str:
    """Like `minutes`, always with its sign: what a line of a passbook added or took."""
    return (MINUS if value < 0 else "+") + minutes(abs(value))


@_in_the_readers_script
def coins(value: int) -> str:
    """Hundredths of a coin as coins: `12.50 币`."""
    whole, rest = divmod(abs(value), 100)
    return f"{MINUS if value < 0 else ''}{whole}.{rest:02d} {'coins' if english() else '币'}"


def signed_coins(value: int) -> str:
    """Like `coins`, always with its sign."""
    return (MINUS if value < 0 else "+") + coins(abs(value))


def amount(value: int, unit: str, *, signed: bool = False) -> str:
    """`value` in the smallest parts of ledger unit `unit`: COIN in hundredths, TIME and HONOUR in minutes."""
    if unit.upper() == "COIN":
        return signed_coins(value) if signed else coins(value)
    return signed_minutes(value) if signed else minutes(value)


def _as_date(value: date | datetime) -> date:
    return wall.local_date(value) if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """`11月24日 星期二`; a moment is taken on the wall clock."""
    value = _as_date(value)
    if english():
        return f"{WEEKDAYS_EN[value.weekday()]} {value.day} {MONTHS_EN[value.month - 1]}"
    return f"{value.month}月{value.day}日 {WEEKDAYS[value.weekday()]}"


def long_day(value: date | datetime) -> str:
    """`2026年11月24日 星期二`, where the year matters."""
    value = _as_date(value)
    return f"{day(value)} {value.year}" if english() else f"{value.year}年{day(value)}"


def short_day(value: date | datetime) -> str:
    """`2026-11-24`, for tables and print."""
    return _as_date(value).isoformat()


@_in_the_readers_script
def near_day(value: date | datetime, *, today: date) -> str:
    """`明天 11月24日 星期二` when it is near, with the year when it is not this one, else as `day`."""
    value = _as_date(value)
    said = day(value) if value.year == today.year else long_day(value)
    word = (NEAR_DAYS_EN if english() else NEAR_DAYS).get((value - today).days)
    if not word:
        return said
    return f"{word}, {said}" if english() else f"{word} {said}"


def _part_of_day(hour: int) -> str:
    return next(word for end, word in PARTS_OF_DAY if hour < end)


@_in_the_readers_script
def clock(value: time | datetime, *, after: time | datetime | None = None) -> str:
    """`上午 9 点`, `下午 2 点半`, `晚上 7 点 15 分`.

    `after` is an earlier hour just said: the part of day is then not said twice.
    """
    said = wall.local(value).time() if isinstance(value, datetime) else value
    if english():
        return _clock_english(said)
    hour = said.hour if said.hour <= 12 else said.hour - 12
    tail = {0: "", 30: "半"}.get(said.minute, f" {said.minute} 分")
    part = _part_of_day(said.hour)
    if after is not None:
        before = wall.local(after).time() if isinstance(after, datetime) else after
        if _part_of_day(before.hour) == part:
            return f"{hour} 点{tail}"
    return f"{part} {hour} 点{tail}"


def _clock_english(said: time) -> str:
    if (said.hour, said.minute) in {(0, 0), (12, 0)}:
        return "12 noon" if said.hour else "12 midnight"
    minute = f":{said.minute:02d}" if said.minute else ""
    return f"{said.hour % 12 or 12}{minute} {'am' if said.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """Day and hour: `11月24日 星期二 上午 9 点`."""
    return f"{day(value)}{', ' if english() else ' '}{clock(value)}"


def near_moment(value: datetime, *, now: datetime) -> str:
    """Day and hour as said from `now`: `明天 11月24日 星期二 上午 9 点`."""
    said = near_day(value, today=wall.local_date(now))
    return f"{said}{', ' if english() else ' '}{clock(value)}"


def span(start: datetime, end: datetime) -> str:
    """From one hour to another: `上午 9 点到 10 点半`."""
    first, last = clock(start), clock(end, after=start)
    if english():
        return f"{first} to {last}"
    return f"{first}到{' ' if last[0].isdigit() else ''}{last}"


def period(start: datetime, end: datetime, *, now: datetime) -> str:
    """Day and both hours as said from `now`: `明天 11月24日 星期二 上午 9 点到 10 点半`."""
    said = near_day(start, today=wall.local_date(now))
    return f"{said}{', ' if english() else ' '}{span(start, end)}"


@_in_the_readers_script
def ago(value: datetime, *, now: datetime) -> str:
    """How long since `value`: `刚刚`, `25 分钟前`, `3 小时前`, `2 天前`."""
    passed = max(now - value, timedelta())
    whole = int(passed.total_seconds() // 60)
    if whole < 1:
        return "just now" if english() else "刚刚"
    if whole < 60:
        return f"{whole} min ago" if english() else f"{whole} 分钟前"
    if whole < 24 * 60:
        return f"{whole // 60} h ago" if english() else f"{whole // 60} 小时前"
    days = whole // (24 * 60)
    if english():
        return f"{days} day{'' if days == 1 else 's'} ago"
    return f"{days} 天前"


def masked_name(name: str) -> str:
    """Only the family name: `张*`, `欧阳*` (RULEBOOK 4.7)."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return f"{name[0]}*"
    return f"{name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[0]}*"


def masked_phone(number: str) -> str:
    """A telephone number with its middle hidden: `138****0000`; a short one shows only its last two digits."""
    digits = "".join(ch for ch in number if ch.isdigit())
    if len(digits) >= 9:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{'*' * max(len(digits) - 2, 0)}{digits[-2:]}"


def spoken_phone(number: str) -> str:
    """A telephone number in groups that can be read out: `138 0000 0000`, `0858-8220000` unchanged."""
    if len(number) == 11 and number.isdigit() and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number
