"""How needs that nobody took were answered in the last thirty days, in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from nuanliu.domain.care.series.tasks import unserved_between
from nuanliu.platform.errors import Words
from nuanliu.portals.ui.weekly import TASKS

COUNTED = timedelta(days=30)


def answers_counted(*, paths: Iterable[str], now: datetime) -> list[tuple[Words, int]]:
    """Each answer that was given, and what still waits, with how many; nothing that did not happen."""
    counts = unserved_between(paths=paths, since=now - COUNTED, until=now + timedelta(minutes=1))
    return [(TASKS[code], count) for code, count in counts.items() if count]
