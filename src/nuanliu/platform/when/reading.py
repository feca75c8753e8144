"""From what was typed to one moment, or to a sentence that says what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from nuanliu.platform.clock import LOCAL, local
from nuanliu.platform.errors import Words
from nuanliu.platform.when.days import Day, read_day
from nuanliu.platform.when.errors import Unclear, Why
from nuanliu.platform.when.hours import Hour, read_hour
from nuanliu.platform.when.plain import plain

ASSUMED = Hour(time(9), was_assumed=True)
LONGEST_TYPED = 60
FURTHEST = timedelta(days=366)
_LUNAR = re.compile("农历|阴历|正月|腊月|冬月|初[0-9一二三四五六七八九十]")
_HOURS = r"(?P<hours>\d{1,2}) ?个?(?:小时|钟头)|(?P<half>半) ?个?(?:小时|钟头)"
_FROM_NOW = re.compile(rf"(?:过 ?)?(?:{_HOURS}|(?P<minutes>\d{{1,3}}) ?分钟)(?:之后|以后|后)", re.ASCII)


_WORDS: dict[Why, Words] = {
    Why.EMPTY: _("请写时间，例如 明天上午。"),
    Why.NOT_UNDERSTOOD: _("看不懂这个时间，请写成 25号上午9点。"),
    Why.LUNAR: _("请写公历日期，不写农历。"),
    Why.PAST: _("这个时间已经过去了。"),
    Why.TOO_FAR: _("时间太远了，请约一年以内的。"),
    Why.IMPOSSIBLE_DATE: _("没有这一天，请核对日期。"),
    Why.IMPOSSIBLE_TIME: _("没有这个钟点，请核对时间。"),
    Why.WHICH_WEEKDAY: _("请写清楚星期几，例如 下周二。"),
    Why.WHICH_HOUR: _("请写清楚几点，例如 下午3点。"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """A moment on the wall clock in Shanghai. `time_assumed`: the hour, or which half of the day, was not said."""

    day: date
    at: time
    time_assumed: bool

    @property
    def moment(self) -> datetime:
        """The aware moment."""
        return datetime.combine(self.day, self.at, tzinfo=LOCAL)


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A stable code, and a sentence for the clerk."""

    code: str
    words: Words


def understand(text: str, *, today: date, now: datetime) -> Understood | Misunderstood:
    """Read a day and hour to come. `today` is the wall's day; `now` is aware. Raises for no text whatever.

    A part of the day alone means its usual hour (上午 9:00, 中午 12:00, 下午 15:00, 晚上 19:00); a day alone means
    9:00, assumed.
    """
    typed = plain(text)
    try:
        return _understood(typed, today, now)
    except Unclear as unclear:
        return misunderstood(unclear)


def misunderstood(unclear: Unclear) -> Misunderstood:
    """What the clerk is told."""
    return Misunderstood(unclear.why.value, _WORDS[unclear.why])


def _understood(typed: str, today: date, now: datetime) -> Understood:
    if not typed:
        raise Unclear(Why.EMPTY)
    if _LUNAR.search(typed):
        raise Unclear(Why.LUNAR)
    if len(typed) > LONGEST_TYPED:
        raise Unclear(Why.NOT_UNDERSTOOD)
    if found := _FROM_NOW.fullmatch(typed):
        return _from_now(found, now)
    day = read_day(typed, today=today)
    hour = read_hour(day.rest)
    if hour is None and not day.was_said:
        raise Unclear(Why.NOT_UNDERSTOOD)
    return _checked(day, hour or ASSUMED, now)


def _checked(day: Day, hour: Hour, now: datetime) -> Understood:
    answer = Understood(day.on, hour.at, hour.was_assumed)
    if answer.moment <= now and day.next_week_if_over:
        answer = Understood(day.on + timedelta(weeks=1), hour.at, hour.was_assumed)
    if answer.moment <= now:
        raise Unclear(Why.WHICH_HOUR if hour is ASSUMED and answer.day == local(now).date() else Why.PAST)
    if answer.moment > now + FURTHEST:
        raise Unclear(Why.TOO_FAR)
    return answer


def _from_now(found: re.Match[str], now: datetime) -> Understood:
    """`2小时后`, on the next whole minute."""
    length = timedelta(
        hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0) + (30 if found["half"] else 0)
    )
    moment = local(now + length).replace(second=0, microsecond=0)
    if moment <= now:
        moment += timedelta(minutes=1)
    return Understood(moment.date(), moment.time(), time_assumed=False)
