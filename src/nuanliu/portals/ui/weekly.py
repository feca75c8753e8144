"""Needs of every week in words: the weekdays, the hour, where it ends, why a day is left out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.series.models import Series
from nuanliu.domain.care.series.types import ForWhom, PairState, SeriesState, TaskState, Wish
from nuanliu.domain.standards.holidays import holiday_on, next_festival
from nuanliu.platform import words
from nuanliu.platform.errors import Words

STATES: Mapping[str, Promise] = {
    SeriesState.SUBMITTED: gettext_lazy("社区在看"),
    SeriesState.ACTIVE: gettext_lazy("每周都排"),
    SeriesState.PAUSED: gettext_lazy("停着"),
    SeriesState.ENDED: gettext_lazy("结束了"),
    SeriesState.REFUSED: gettext_lazy("没有排"),
}
WISHES: Mapping[str, Promise] = {
    Wish.SAME_HELPER: gettext_lazy("最好是上次那位"),
    Wish.WOMAN: gettext_lazy("最好是女的"),
    Wish.MAN: gettext_lazy("最好是男的"),
    Wish.SPEAKS_MIAO: gettext_lazy("会说苗语"),
    Wish.SPEAKS_YI: gettext_lazy("会说彝语"),
    Wish.NO_DOGS: gettext_lazy("别带狗"),
    Wish.QUIET: gettext_lazy("话少一点"),
    Wish.ONLY_WOMAN: gettext_lazy("只要女的来"),
    Wish.ONLY_MAN: gettext_lazy("只要男的来"),
}
FOR_WHOM: Mapping[str, Promise] = {
    ForWhom.HERSELF: gettext_lazy("老人一位"),
    ForWhom.COUPLE: gettext_lazy("老两口"),
    ForWhom.HOUSEHOLD: gettext_lazy("一家人"),
}
PAIRS: Mapping[str, Promise] = {
    PairState.ASKED: gettext_lazy("等一方同意"),
    PairState.ACTIVE: gettext_lazy("结着对"),
    PairState.PAUSED: gettext_lazy("停着"),
    PairState.ENDED: gettext_lazy("结束了"),
    PairState.REFUSED: gettext_lazy("没有结成"),
}
TASKS: Mapping[str, Promise] = {
    TaskState.OPEN: gettext_lazy("等人答复"),
    TaskState.SERVED: gettext_lazy("有人去了"),
    TaskState.TAKEN: gettext_lazy("志愿者接了"),
    TaskState.MOVED: gettext_lazy("改了时间"),
    TaskState.UNSERVED: gettext_lazy("没人去"),
    TaskState.DROPPED: gettext_lazy("不用去了"),
}
SPRING = "春节"
CALLED = {"过年": SPRING, "大年": SPRING, "新年": "元旦", "十一": "国庆", "五一": "劳动"}
"""What people call some festivals."""


def weekdays_in_words(weekdays: Iterable[int]) -> str:
    """`每周二、周四`; all seven are every day."""
    days = sorted(weekdays)
    if len(days) == 7:
        return _("每天")
    if words.english():
        return f"every {', '.join(words.WEEKDAYS_EN[day - 1] for day in days)}"
    return "每" + "、".join(words.WEEKDAYS[day - 1].replace("星期", "周") for day in days)


def every_week(weekdays: Iterable[int], at: time) -> str:
    """`每周二 上午 9 点`."""
    return f"{weekdays_in_words(weekdays)} {words.clock(at)}"


def rhythm(series: Series) -> str:
    """When a series comes."""
    return every_week(series.weekdays, time(*divmod(series.start_minute, 60)))


def as_typed(series: Series) -> str:
    """A series as a clerk would type it."""
    at = time(*divmod(series.start_minute, 60))
    days = "".join("一二三四五六日"[day - 1] for day in series.weekdays)
    return f"每周{days} {at:%H:%M} 到{series.last_day.isoformat()}"


def end_in_words(*, last_day: date, times: int | None) -> str:
    """Where it ends."""
    if times:
        return _("一共 %(count)d 次") % {"count": times}
    return _("到 %(day)s为止") % {"day": words.long_day(last_day)}


def wishes_in_words(codes: Iterable[str]) -> str:
    """Several wishes as a list."""
    return (", " if words.english() else "、").join(str(WISHES[code]) for code in codes if code in WISHES)


def why_left_out(*, day: date, code: str) -> Words:
    """Why nobody comes on that day."""
    holiday = holiday_on(day=day)
    if code == "holiday" and holiday is not None:
        return _("%(name)s放假，不来") % {"name": holiday.label}
    return _("这一天排不上")


def spring_festival(*, now: datetime) -> date | None:
    """The day before the coming Spring Festival; None if no calendar has it yet."""
    found = next_festival(name=SPRING, after=now.date())
    return found.first if found else None


def festival_named(*, after: date, name: str) -> date | None:
    """The day on which the coming festival of that name begins."""
    found = next_festival(name=CALLED.get(name, name).removesuffix("节"), after=after)
    return found.first if found else None
