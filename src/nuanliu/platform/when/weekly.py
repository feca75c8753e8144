"""A need of every week as a hotline clerk types it: `每周二上午 到春节`, `每周一三五 9点 10次`, `mz2 9 到2月5日`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from nuanliu.platform.when.days import read_day
from nuanliu.platform.when.errors import Unclear, Why
from nuanliu.platform.when.hours import read_hour
from nuanliu.platform.when.plain import plain
from nuanliu.platform.when.reading import ASSUMED, Misunderstood, misunderstood

Festival = Callable[[str], date | None]
"""The day on which a festival of that name begins; None if no calendar has it."""

_BEGINS = re.compile(r"(?:每个?|逢)(?:周|星期|礼拜)|mz", re.IGNORECASE)
_EVERY_DAY = re.compile(r"每天|天天")
_DAYS = re.compile(r"[ 、,，和]*(?:周|星期|礼拜)?([一二三四五六日天1-7])")
_DAY_OF = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_TIMES = re.compile(r"[ 、,，]*(?:一?共|来|总共)? ?(?P<times>\d{1,3}) ?(?:次|回|趟)[ 。.]*$", re.ASCII)
_UNTIL = re.compile(r"[ 、,，]*(?:直?到|至) ?(?P<until>.+?)(?:为止|前|之前)?[ 。.]*$")
_CLOCK_FIRST = re.compile(r"\d{1,2}(?= ?[点:：时半])|\d{3,4}")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Weekdays (Monday = 1), the hour, and where it ends: a last day, or a number of times, or neither."""

    weekdays: tuple[int, ...]
    at: time
    time_assumed: bool
    last_day: date | None = None
    times: int | None = None


def is_weekly(text: str) -> bool:
    """Whether what was typed begins like something of every week."""
    typed = text.strip()
    return bool(_BEGINS.match(typed) or _EVERY_DAY.match(typed))


def understand_weekly(text: str, *, today: date, festival: Festival) -> Weekly | Misunderstood:
    """Read weekdays, hour and end. A day alone means 9:00, assumed."""
    try:
        return _understood(text.strip(), today, festival)
    except Unclear as unclear:
        return misunderstood(unclear)


def _understood(typed: str, today: date, festival: Festival) -> Weekly:
    weekdays, rest = _weekdays(typed)
    rest, times = _times(rest)
    rest, last_day = (rest, None) if times else _until(rest, today, festival)
    hour = read_hour(plain(rest)) or ASSUMED
    return Weekly(weekdays, hour.at, hour.was_assumed, last_day, times)


def _weekdays(typed: str) -> tuple[tuple[int, ...], str]:
    """The weekdays at the beginning, and what stands after them; a digit that belongs to a clock time is none."""
    if every_day := _EVERY_DAY.match(typed):
        return tuple(range(1, 8)), typed[every_day.end() :]
    begins = _BEGINS.match(typed)
    if begins is None:
        raise Unclear(Why.NOT_UNDERSTOOD)
    rest = typed[begins.end() :]
    found: list[int] = []
    while one := _DAYS.match(rest):
        clock = _CLOCK_FIRST.match(rest[one.start(1) :])
        if found and clock is not None:
            break
        if found and rest[one.start(1)].isdigit() and rest[: one.start(1)].endswith(" "):
            break
        found.append(_DAY_OF.get(one[1]) or int(one[1]))
        rest = rest[one.end() :]
    if not found:
        raise Unclear(Why.WHICH_WEEKDAY)
    return tuple(sorted(set(found))), rest


def _times(rest: str) -> tuple[str, int | None]:
    spelt = plain(rest)
    found = _TIMES.search(spelt)
    if found is None:
        return rest, None
    times = int(found["times"])
    if times < 1:
        raise Unclear(Why.NOT_UNDERSTOOD)
    return spelt[: found.start()], times


def _until(rest: str, today: date, festival: Festival) -> tuple[str, date | None]:
    found = _UNTIL.search(rest)
    if found is None:
        return rest, None
    said = found["until"].strip()
    last_day = festival(said) or _calendar_day(said, today)
    if last_day <= today:
        raise Unclear(Why.PAST)
    return rest[: found.start()], last_day


def _calendar_day(said: str, today: date) -> date:
    day = read_day(plain(said), today=today)
    if not day.was_said or day.rest.strip():
        raise Unclear(Why.NOT_UNDERSTOOD)
    return day.on
