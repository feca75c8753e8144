"""`{% load weekly %}`: series and wishes in words."""

from datetime import date

from django import template

from nuanliu.domain.care.series.models import Series
from nuanliu.platform.errors import Words
from nuanliu.portals.ui import weekly

register = template.Library()


@register.filter
def rhythm(series: Series) -> str:
    """`每周二 上午 9 点`."""
    return weekly.rhythm(series)


@register.filter
def series_end(series: Series) -> str:
    """Where it ends."""
    return weekly.end_in_words(last_day=series.last_day, times=series.times)


@register.filter
def series_state(code: str) -> Words:
    """Where it stands."""
    return weekly.STATES[code]


@register.filter
def wished(codes: list[str]) -> str:
    """Wishes as a list."""
    return weekly.wishes_in_words(codes)


@register.filter
def for_whom_words(code: str) -> Words:
    """For whom the help is."""
    return weekly.FOR_WHOM.get(code, "")


@register.filter
def left_out(code: str, day: date) -> Words:
    """Why nobody comes on that day."""
    return weekly.why_left_out(day=day, code=code)


@register.filter
def pair_state(code: str) -> Words:
    """Where a pairing stands."""
    return weekly.PAIRS[code]


@register.filter
def task_state(code: str) -> Words:
    """How a need that nobody took was answered."""
    return weekly.TASKS[code]
