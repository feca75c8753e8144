"""What is of no use to anybody any more: codes, sessions, counts."""

from datetime import datetime, timedelta

from nuanliu.domain.signing.models import OneTimeCode, Session, Tries
from nuanliu.platform.retry import repeated

CODES_KEPT = timedelta(days=1)
TRIES_KEPT = timedelta(days=30)


@repeated
def forget_old(*, now: datetime) -> int:
    """Delete codes a day after they ended (with the numbers they went to), ended sessions, counts of a month ago.

    Returns how many rows.
    """
    old = (
        OneTimeCode.objects.filter(expires_at__lt=now - CODES_KEPT),
        Session.objects.filter(expire_date__lt=now),
        Tries.objects.filter(counted_since__lt=now - TRIES_KEPT).exclude(rests_until__gt=now),
    )
    return sum(rows.delete()[0] for rows in old)
