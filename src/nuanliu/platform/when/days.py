"""The day at the beginning of what was typed."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuanliu.platform.when.errors import Unclear, Why

WEEK = 7
_FORGOTTEN_DAYS = 60
"""A month and day this long past was meant for this year and is over; longer past, it is next year's."""
_FURTHEST = 4000
_LEAP_YEAR, _MONTHS = 2024, 12


@dataclass(frozen=True, slots=True)
class Day:
    """The day found and what stands after it. `next_week_if_over`: `周三` typed late on a Wednesday."""

    on: date
    rest: str
    next_week_if_over: bool = False
    was_said: bool = True


def _after(today: date, days: int) -> date:
    if days > _FURTHEST:
        raise Unclear(Why.TOO_FAR)
    return today + timedelta(days=days)


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear(Why.IMPOSSIBLE_DATE) from None


_Reader = Callable[[re.Match[str], date], Day]


def _in(days: int) -> _Reader:
    return lambda found, today: Day(_after(today, days), found["rest"])


def _counted(step: int) -> _Reader:
    return lambda found, today: Day(_after(today, int(found["n"]) * step), found["rest"])


def _over(_found: re.Match[str], _today: date) -> Day:
    raise Unclear(Why.PAST)


def _unclear_weekday(_found: re.Match[str], _today: date) -> Day:
    raise Unclear(Why.WHICH_WEEKDAY)


_WEEKS_ON = {"上": -1, "本": 0, "这": 0, "b": 0, "z": 0, "下": 1, "x": 1, "下下": 2, "xx": 2}
_LETTERS = {"y": 1, "e": 2, "w": 5, "l": 6, "r": 7, "t": 7}


def _weekday(found: re.Match[str], today: date) -> Day:
    said, week = found["day"], (found["week"] or "").replace("个", "")
    if said == "s":
        raise Unclear(Why.WHICH_WEEKDAY)
    wanted = _LETTERS.get(said) or int(said)
    monday = today - timedelta(days=today.isoweekday() - 1)
    on = monday + timedelta(days=wanted - 1)
    if week:
        return Day(on + timedelta(weeks=_WEEKS_ON[week]), found["rest"])
    return Day(on if on >= today else on + timedelta(weeks=1), found["rest"], next_week_if_over=True)


def _full_date(found: re.Match[str], _today: date) -> Day:
    return Day(_calendar_day(int(found["y"]), int(found["m"]), int(found["d"])), found["rest"])


_YEARS_ON = {"今年": 0, "明年": 1, "后年": 2}


def _month_and_day(found: re.Match[str], today: date) -> Day:
    month, day, said = int(found["m"]), int(found["d"]), found.groupdict().get("year")
    if said:
        return Day(_calendar_day(today.year + _YEARS_ON[said], month, day), found["rest"])
    if not (1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]):
        raise Unclear(Why.IMPOSSIBLE_DATE)
    year = today.year
    if (month, day) < (today.month, today.day):
        this_year = today.replace(day=1, month=month) + timedelta(days=day - 1)
        if (today - this_year).days <= _FORGOTTEN_DAYS:
            raise Unclear(Why.PAST)
        year += 1
    return Day(_calendar_day(year, month, day), found["rest"])


def _day_of_month(found: re.Match[str], today: date) -> Day:
    """This month's day, or the next month's that has one if it is over."""
    day = int(found["d"])
    first = today.replace(day=1)
    for _month in range(3):
        length = calendar.monthrange(first.year, first.month)[1]
        if 1 <= day <= length and first.replace(day=day) >= today:
            return Day(first.replace(day=day), found["rest"])
        first += timedelta(days=length)
    raise Unclear(Why.IMPOSSIBLE_DATE)


def _named_month(found: re.Match[str], today: date) -> Day:
    first = today.replace(day=1)
    if found["month"].startswith("下"):
        first += timedelta(days=calendar.monthrange(first.year, first.month)[1])
    return Day(_calendar_day(first.year, first.month, int(found["d"])), found["rest"])


_SPOKEN = r"(?=[早晚上下中傍])"
_END = r"(?P<rest>.*)"
_PART_FOLLOWS = "sw|xw|zw|ws|zs|[上下中早晚傍]"


def _patterns(table: Sequence[tuple[str, _Reader]]) -> list[tuple[re.Pattern[str], _Reader]]:
    return [(re.compile(pattern + _END, re.ASCII | re.DOTALL), reader) for pattern, reader in table]


_PATTERNS = _patterns(
    [
        (rf"大前天|前天|前日|昨天|昨日|昨{_SPOKEN}|上周末?(?![1-7])", _over),
        (r"(?:大后天|dht)", _in(3)),
        (rf"(?:今天|今日|今儿个?|今{_SPOKEN}|jt)", _in(0)),
        (rf"(?:明天|明日|明儿个?|明{_SPOKEN}|mt)", _in(1)),
        (r"(?:后天|后日|后儿个?|ht)", _in(2)),
        (r"\+ ?(?P<n>\d{1,4})(?!\d)(?: ?天)?", _counted(1)),
        (r"过?(?P<n>\d{1,4}) ?天(?:之后|以后|后)", _counted(1)),
        (r"过(?P<n>\d{1,4}) ?天", _counted(1)),
        (r"过?(?P<n>\d{1,3}) ?个?(?:周|星期|礼拜)(?:之后|以后|后)", _counted(WEEK)),
        (r"(?P<week>下下个?|下个?|这个?|本|上个?)? ?周(?P<day>[1-7])", _weekday),
        (r"(?:下下个?|下个?|这个?|本)? ?(?:周末|周|星期|礼拜)", _unclear_weekday),
        (r"(?P<week>xx|x|b|z)?z(?P<day>[1-7yeswlrt])", _weekday),
        (r"(?P<y>\d{4}) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?!\d) ?[日号]?", _full_date),
        (r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)", _full_date),
        (r"(?P<year>今年|明年|后年)? ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2})(?!\d) ?[日号]?", _month_and_day),
        (r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d) ?[日号]?", _month_and_day),
        (r"(?P<month>下个?月|这个?月|本月|当月) ?(?P<d>\d{1,2})(?!\d) ?[日号]?", _named_month),
        (r"(?P<d>\d{1,2}) ?(?:[日号]|h(?!t))", _day_of_month),
        (rf"(?P<m>\d{{2}})(?P<d>\d{{2}})(?=\s|$|{_PART_FOLLOWS})", _month_and_day),
        (rf"(?P<d>\d{{1,2}})(?=\s+\S|$|{_PART_FOLLOWS})", _day_of_month),
    ]
)


def read_day(typed: str, *, today: date) -> Day:
    """The day that `typed` begins with; today, unsaid, if it begins with none. Raises Unclear."""
    for pattern, reader in _PATTERNS:
        if found := pattern.match(typed):
            return reader(found, today)
    return Day(today, typed, was_said=False)
