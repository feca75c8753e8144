"""On which days a series comes: pure arithmetic over dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuanliu.domain.care.series.models import Series
from nuanliu.domain.standards.holidays import holiday_on
from nuanliu.platform.clock import at


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekdays, the clock, and between which days."""

    weekdays: tuple[int, ...]
    first_day: date
    last_day: date
    skips_holidays: bool = True
    times: int | None = None


def rule_of(*, series: Series) -> Rule:
    """What a series says."""
    days = tuple(series.weekdays)
    return Rule(days, series.first_day, series.last_day, series.skips_holidays, series.times)


def days_of(*, rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of the rule from `first` to `last`, holidays among them."""
    day, end = max(first, rule.first_day), min(last, rule.last_day)
    while day <= end:
        if day.isoweekday() in rule.weekdays:
            yield day
        day += timedelta(days=1)


def is_left_out(*, rule: Rule, day: date) -> bool:
    """Whether nobody comes on that day because it is a public holiday."""
    return rule.skips_holidays and holiday_on(day=day) is not None


def first_days(*, rule: Rule, count: int) -> list[date]:
    """The first days on which somebody would come, for reading them back."""
    found: list[date] = []
    for day in days_of(rule=rule, first=rule.first_day, last=rule.last_day):
        if len(found) >= count or (rule.times is not None and len(found) >= rule.times):
            break
        if not is_left_out(rule=rule, day=day):
            found.append(day)
    return found


def starts_on(*, series: Series, day: date) -> datetime:
    """The moment at which help begins on that day."""
    return at(day, *divmod(series.start_minute, 60))
