"""The hour after the day: a part of the day, a clock time, or both."""

import re
from dataclasses import dataclass
from datetime import time
from enum import Enum

from nuanliu.platform.when.errors import Unclear, Why

NOON, MIDNIGHT = 12, 24
_LAST_UNMARKED_AFTERNOON = 5
"""`明天3点` is three in the afternoon: nobody asks for help at three in the night."""
_EARLIEST_EVENING, _LATEST_SMALL_HOUR, _LATEST_NOON_HOUR = 5, 6, 2


class Part(Enum):
    """A part of the day and the hour that its bare name means."""

    SMALL_HOURS = 0
    MORNING = 9
    NOON = 12
    AFTERNOON = 15
    DUSK = 18
    EVENING = 19


_PARTS = {
    Part.SMALL_HOURS: r"凌晨|半夜|深夜",
    Part.MORNING: r"清晨|清早|早晨|早上|上午|早|a\.?m\.?|sw|zs",
    Part.NOON: r"中午|正午|午间|zw",
    Part.AFTERNOON: r"下午|午后|p\.?m\.?|xw",
    Part.DUSK: r"傍晚|黄昏",
    Part.EVENING: r"晚上|晚间|夜里|夜晚|夜间|晚|ws",
}
_PART = re.compile("|".join(f"(?P<{part.name}>{names})" for part, names in _PARTS.items()))
_FILLERS = re.compile(r"^[ 的在于约,.\-]+|^(?:大概|大约|那天|当天)")
_TRAILERS = re.compile(r"[ .]+$|(?:左右|前后|吧|开始|来|到|的时候|啊)$")
_CLOCKS = (
    re.compile(r"(?P<h>\d{1,2}) ?(?:点钟|点整|点|时整|时|d)", re.ASCII),
    re.compile(r"(?P<h>\d{1,2}) ?(?:点|时|d)? ?(?P<half>半|b)", re.ASCII),
    re.compile(r"(?P<h>\d{1,2}) ?(?:点|时|d) ?(?P<quarters>[13])刻", re.ASCII),
    re.compile(r"(?P<h>\d{1,2}) ?(?:点|时|d)过? ?(?P<m>\d{1,2}) ?分?", re.ASCII),
    re.compile(r"(?P<h>\d{1,2}) ?: ?(?P<m>\d{2})(?: ?: ?\d{2})?", re.ASCII),
    re.compile(r"(?P<h>\d{1,2})(?P<m>\d{2})", re.ASCII),
    re.compile(r"(?P<h>\d{1,2})", re.ASCII),
)
QUARTER, HALF, LAST_MINUTE, LAST_HOUR = 15, 30, 59, 23


@dataclass(frozen=True, slots=True)
class Hour:
    """The hour found; `was_assumed` when it, or which half of the day, was not said."""

    at: time
    was_assumed: bool


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    is_24_hours: bool


def _stripped(text: str) -> str:
    before = ""
    while text != before:
        before, text = text, _TRAILERS.sub("", _FILLERS.sub("", text))
    return text


def read_hour(typed: str) -> Hour | None:
    """The hour that `typed` says, whole; None if it says nothing. Raises Unclear."""
    rest = _stripped(typed)
    if not rest:
        return None
    part, rest = _part_of(rest)
    if not rest:
        if part is None or part is Part.SMALL_HOURS:
            raise Unclear(Why.WHICH_HOUR)
        return Hour(time(part.value), was_assumed=False)
    clock = _clock_of(rest)
    if clock.hour > LAST_HOUR or clock.minute > LAST_MINUTE:
        raise Unclear(Why.IMPOSSIBLE_TIME)
    if part is None:
        return _unmarked(clock)
    return Hour(time(_hour_in(part, clock.hour), clock.minute), was_assumed=False)


def _part_of(text: str) -> tuple[Part | None, str]:
    """The part of the day before or after the clock, and the clock."""
    if found := _PART.match(text):
        return Part[str(found.lastgroup)], _stripped(text[found.end() :])
    for found in _PART.finditer(text):
        if found.end() == len(text):
            return Part[str(found.lastgroup)], _stripped(text[: found.start()])
    return None, text


def _clock_of(text: str) -> _Clock:
    for pattern in _CLOCKS:
        if found := pattern.fullmatch(text):
            said = found.groupdict()
            minute = int(said.get("m") or 0)
            if said.get("half"):
                minute = HALF
            if said.get("quarters"):
                minute = QUARTER * int(said["quarters"])
            return _Clock(int(said["h"]), minute, said["h"].startswith("0"))
    raise Unclear(Why.NOT_UNDERSTOOD)


def _unmarked(clock: _Clock) -> Hour:
    if 1 <= clock.hour <= _LAST_UNMARKED_AFTERNOON and not clock.is_24_hours:
        return Hour(time(clock.hour + NOON, clock.minute), was_assumed=True)
    return Hour(time(clock.hour, clock.minute), was_assumed=False)


def _hour_in(part: Part, hour: int) -> int:
    """The hour of 24. Raises Unclear when the hour does not lie in that part of the day."""
    match part:
        case Part.SMALL_HOURS:
            fits, offset = hour <= _LATEST_SMALL_HOUR, 0
        case Part.MORNING:
            fits, offset = hour <= NOON, 0
        case Part.NOON:
            fits, offset = True, NOON if 1 <= hour <= _LATEST_NOON_HOUR else 0
        case Part.AFTERNOON:
            fits, offset = hour >= 1, NOON if hour < NOON else 0
        case Part.DUSK | Part.EVENING:
            fits, offset = hour >= _EARLIEST_EVENING and hour != NOON, NOON if hour < NOON else 0
    if not fits or (part is Part.NOON and not 11 <= hour + offset <= 14):
        raise Unclear(Why.WHICH_HOUR)
    return hour + offset
