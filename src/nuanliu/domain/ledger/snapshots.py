"""Every account's counters at each month's end, so that nothing ever has to be summed from the first line.

A month is closed some time after its last moment, when nothing of it can still be on its way. Closing it again changes
nothing, and a run that was interrupted goes on where it stopped.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.check import MOST_FINDINGS, Finding
from nuanliu.domain.ledger.models import Entry, Snapshot
from nuanliu.domain.ledger.raw import of_day, of_id, of_moment, rows_of, to_id
from nuanliu.platform.clock import day_bounds, local_date

BATCH = 2_000
"""Accounts closed in one statement and one transaction."""
_NOTHING = UUID(int=0)
Mark = tuple[UUID, UUID]
"""(site, account) up to which a month has been closed."""


def month_after(day: date) -> date:
    """The first day of the month after the one of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_due(*, now: datetime) -> list[date]:
    """Months to close, each as the first day of the one after it, oldest first.

    The newest closed one is among them: it may have been closed only in part. Nothing in an empty book.
    """
    today = local_date(now)
    newest = Snapshot.objects.aggregate(newest=Max("month"))["newest"]
    if newest is None:
        first = Entry.objects.aggregate(first=Min("recorded_at"))["first"]
        if first is None:
            return []
        newest = month_after(local_date(first))
    due = []
    while newest <= today:
        due.append(newest)
        newest = month_after(newest)
    return due


def close_batch(*, month: date, after: Mark | None) -> tuple[int, Mark | None]:
    """Close the month before `month` for the next accounts after (site, account) `after`.

    Gives how many moved and were written, and where to go on; None when all accounts have been seen.
    """
    site, account = after or (_NOTHING, _NOTHING)
    keys = rows_of(_NEXT_KEYS, [of_id(site), of_id(account), BATCH])
    if not keys:
        return 0, None
    last = (to_id(keys[-1][0]), to_id(keys[-1][1]))
    day, moment = of_day(month), of_moment(day_bounds(month)[0])
    bounds = [of_id(site), of_id(account), of_id(last[0]), of_id(last[1])]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [day, day, *bounds, moment])
        written = max(cursor.rowcount, 0)
    return written, last if len(keys) == BATCH else None


def wrong_snapshots(*, month: date) -> list[Finding]:
    """Rows of one month that do not agree with the lines they stand for."""
    day, moment = of_day(month), of_moment(day_bounds(month)[0])
    found = [
        Finding("snapshot_is_its_line", _("月末余额和账页对不上"), to_id(account), _whole(stands), _whole(should))
        for account, stands, should in rows_of(_OFF_ITS_LINE, [day, moment, moment, MOST_FINDINGS])
    ]
    found += [
        Finding("snapshot_turnover", _("月末的存入总数和账页对不上"), to_id(account), _whole(stands), _whole(should))
        for account, stands, should in rows_of(_OFF_TURNOVER, [day, MOST_FINDINGS])
    ]
    return found


def _whole(value: object) -> int:
    return int(str(value or 0))


_NEXT_KEYS = """SELECT site_id, account_id FROM ledger_balance
WHERE (site_id, account_id) > (%s, %s) ORDER BY site_id, account_id LIMIT %s"""

_CLOSE = """INSERT INTO ledger_snapshot (site_id, account_id, month, seq, posted, came_in)
SELECT m.site_id, m.account_id, %s, MAX(e.seq), m.posted + SUM(e.amount),
    m.came_in + SUM(CASE WHEN e.amount > 0 THEN e.amount ELSE 0 END)
FROM (SELECT b.site_id, b.account_id, COALESCE(s.seq, 0) AS seq, COALESCE(s.posted, 0) AS posted,
        COALESCE(s.came_in, 0) AS came_in
    FROM ledger_balance b
    LEFT JOIN ledger_snapshot s ON s.site_id = b.site_id AND s.account_id = b.account_id
      AND s.month = (SELECT MAX(x.month) FROM ledger_snapshot x
        WHERE x.site_id = b.site_id AND x.account_id = b.account_id AND x.month <= %s)
    WHERE (b.site_id, b.account_id) > (%s, %s) AND (b.site_id, b.account_id) <= (%s, %s)
      AND b.seq > COALESCE(s.seq, 0)) m
JOIN ledger_entry e ON e.site_id = m.site_id AND e.account_id = m.account_id AND e.seq > m.seq AND e.recorded_at < %s
GROUP BY m.site_id, m.account_id, m.posted, m.came_in
ON CONFLICT DO NOTHING"""

_OFF_ITS_LINE = """SELECT s.account_id, s.posted, COALESCE(e.balance, 0) FROM ledger_snapshot s
LEFT JOIN ledger_entry e ON e.site_id = s.site_id AND e.account_id = s.account_id AND e.seq = s.seq
LEFT JOIN ledger_entry n ON n.site_id = s.site_id AND n.account_id = s.account_id AND n.seq = s.seq + 1
WHERE s.month = %s AND (e.seq IS NULL OR e.balance <> s.posted OR e.recorded_at >= %s OR n.recorded_at < %s)
LIMIT %s"""

_OFF_TURNOVER = """SELECT s.account_id, s.came_in, COALESCE(p.came_in, 0) + s.moved FROM (
    SELECT t.site_id, t.account_id, t.came_in,
      (SELECT MAX(x.month) FROM ledger_snapshot x
        WHERE x.site_id = t.site_id AND x.account_id = t.account_id AND x.month < t.month) AS earlier,
      (SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entry e
        WHERE e.site_id = t.site_id AND e.account_id = t.account_id AND e.amount > 0 AND e.seq <= t.seq
          AND e.seq > COALESCE((SELECT MAX(y.seq) FROM ledger_snapshot y
            WHERE y.site_id = t.site_id AND y.account_id = t.account_id AND y.month < t.month), 0)) AS moved
    FROM ledger_snapshot t WHERE t.month = %s) s
LEFT JOIN ledger_snapshot p ON p.site_id = s.site_id AND p.account_id = s.account_id AND p.month = s.earlier
WHERE s.came_in <> COALESCE(p.came_in, 0) + s.moved LIMIT %s"""
