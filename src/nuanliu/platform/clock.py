"""The only place that reads the system clock. Everything else is told what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """`moment` as the wall clock shows it."""
    return moment.astimezone(LOCAL)


def local_date(moment: datetime) -> date:
    """The calendar day of `moment` on the wall."""
    return local(moment).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of `day` and of the day after, both aware."""
    start = datetime.combine(day, time(), tzinfo=LOCAL)
    return start, start + timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment when the wall clock shows `hour:minute` on `day`."""
    return datetime.combine(day, time(hour, minute), tzinfo=LOCAL)
