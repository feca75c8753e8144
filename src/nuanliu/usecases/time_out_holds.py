"""Reserved minutes whose time is over go back to their owner, so that a forgotten need never freezes a book."""

from datetime import datetime

from nuanliu.domain.ledger.operations import release
from nuanliu.domain.ledger.queries import holds_past
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


@repeated
def time_out_holds(*, now: datetime, limit: int = 100) -> int:
    """Release every open hold that expired before `now`. Returns how many; a second run finds none of them."""
    with durable():
        expired = holds_past(moment=now, limit=limit)
        for site, hold in expired:
            release(id=derived_id(hold, "timed-out"), site=site, hold=hold, at=now, actor=None)
        return len(expired)
