"""When what was earned runs out, and when a person is told beforehand (RULEBOOK 4.2)."""

from collections.abc import Iterable
from datetime import date


def lot_expiry(*, earned_on: date, months: int) -> date | None:
    """First day on which what was earned on a day is gone: the first of a month, so that a month makes one lot.

    `months` full months after the month it was earned in; None where nothing runs out (0 months).
    """
    if not months:
        return None
    years, month = divmod(earned_on.month + months, 12)
    return date(earned_on.year + years, month + 1, 1)


def notice_due(*, today: date, expires: date, steps: Iterable[int]) -> int | None:
    """Which of the notices (so many days before) is due or overdue: the nearest; None when none is, or it is too late.

    A notice whose day passed unused is still given until the next one is due.
    """
    left = (expires - today).days
    return min((step for step in steps if left <= step), default=None) if left > 0 else None
