"""Every account's month's end, written when nothing of the month can still be on its way."""

from datetime import date, datetime, timedelta

from nuanliu.domain.ledger.snapshots import Mark, close_batch, months_due, wrong_snapshots
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

A_DAY_LATE = timedelta(days=1)


class MonthsDisagree(Exception):  # noqa: N818 (stops the job, which is noted and tried again)
    """A month's end is not what the lines say; the message names the account."""


@repeated
def _close_next(*, month: date, after: Mark | None) -> tuple[int, Mark | None]:
    with durable():
        return close_batch(month=month, after=after)


def close_months(*, now: datetime) -> int:
    """Write the month's end of every account that moved, a few thousand a transaction. Returns how many.

    Running it again, or after it was interrupted, goes on with what is missing. Raises MonthsDisagree when what stands
    for a month is not what its lines say.
    """
    due = months_due(now=now - A_DAY_LATE)
    written = 0
    for month in due:
        after: Mark | None = None
        is_more = True
        while is_more:
            done, after = _close_next(month=month, after=after)
            written += done
            is_more = after is not None
    wrong = [finding for month in due[-2:] for finding in wrong_snapshots(month=month)]
    if wrong:
        first = wrong[0]
        message = f"{len(wrong)} wrong: {first.code} {first.subject} stands {first.stands}, should be {first.should}"
        raise MonthsDisagree(message)
    return written
