"""Days and hours of an offer, as they are said and as they are stored."""

from datetime import date, time, timedelta

from nuanliu.domain.alliance.types import Span
from nuanliu.platform import words

WEEKDAYS = 7


def bits_of(days: list[int]) -> int:
    """Weekdays (0 is Monday) as bits."""
    return sum(1 << day for day in set(days))


def days_of(bits: int) -> list[int]:
    """Bits as weekdays, Monday (0) first."""
    return [day for day in range(WEEKDAYS) if bits >> day & 1]


def said_days(bits: int) -> str:
    """`星期六、星期日`; empty for every day."""
    days = days_of(bits)
    if len(days) == WEEKDAYS:
        return ""
    names = words.WEEKDAYS_EN if words.english() else words.WEEKDAYS
    return (", " if words.english() else "、").join(names[day] for day in days)


def said_hours(start: int, end: int) -> str:
    """`上午 9 点到 11 点半`; empty for the whole day."""
    if (start, end) == (0, 24 * 60):
        return ""
    first, last = (time(minute // 60 % 24, minute % 60) for minute in (start, min(end, 24 * 60 - 1)))
    said = [words.clock(first), words.clock(last, after=first)]
    if words.english():
        return " to ".join(said)
    return f"{said[0]}到{' ' if said[1][0].isdigit() else ''}{said[1]}"


def said_day(day: date, today: date) -> str:
    """`3月8日`, with the year when it is not this one."""
    said = words.day(day) if day.year == today.year else words.long_day(day)
    return said if words.english() else said.partition(" ")[0]


def first_of_month(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """First day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def span_start(span: str, day: date) -> date:
    """First day that counts for a limit over `span`, on `day`."""
    return {Span.DAY.value: day, Span.MONTH.value: first_of_month(day)}.get(span, date.min)
