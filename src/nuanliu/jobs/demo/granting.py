"""What special beneficiaries were granted in the weeks that the demo plays."""

from datetime import datetime, timedelta

from nuanliu.usecases.grant_time import grant_monthly

WEEKS = timedelta(days=24)
"""Before the first act of the play."""


def grant_months(*, now: datetime) -> None:
    """The month in which the play begins, and this one."""
    for moment in (now - WEEKS, now):
        grant_monthly(now=moment)
