"""The aggregate figures of a month are released once it is over, and never changed."""

from datetime import date, datetime

from nuanliu.domain.opendata.models import Release
from nuanliu.domain.opendata.operations import release_month
from nuanliu.domain.opendata.queries import months_due
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated


@repeated
def _release(*, month: date, now: datetime) -> bool:
    with durable():
        if Release.objects.filter(month=month).exists():
            return False
        release_month(month=month, now=now)
        return True


def release_figures(*, now: datetime) -> int:
    """Release every month that is over, the oldest first. Returns how many. Again finds nothing."""
    return sum(_release(month=month, now=now) for month in months_due(now=now))
