"""The one statement behind a trial balance. Being one, it sees the book at one moment, whatever is posted meanwhile.

Its rows are (part, site, unit, kind, other site of a clearing account or '', number, sum, second sum):

- `now`: accounts, what stands in them, what is held;
- `opening`, `closing`: lines (unused), what stood, all that had ever come in;
- `holds`: open holds, what they still reserve.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.ledger.raw import Parameter, of_day, of_id, of_moment, rows_of
from nuanliu.domain.ledger.types import AccountRef
from nuanliu.platform.clock import day_bounds, local_date


@dataclass(frozen=True, slots=True)
class Scope:
    """All sites, or one site and the mirrors of its clearing accounts at other sites."""

    site: UUID | None = None
    mirrors: list[AccountRef] = field(default_factory=list)

    def within(self, site: str, account: str) -> tuple[str, list[Parameter]]:
        """Condition on a site's and an account's column, and its values."""
        if self.site is None:
            return "1 = 1", []
        if not self.mirrors:
            return f"{site} = %s", [of_id(self.site)]
        pairs = ", ".join("(%s, %s)" for _one in self.mirrors)
        values = [of_id(part) for one in self.mirrors for part in (one.site, one.id)]
        return f"({site} = %s OR ({site}, {account}) IN (VALUES {pairs}))", [of_id(self.site), *values]


def trial_rows(
    *, scope: Scope, opening: datetime, closing: datetime | None, closed: date | None
) -> list[tuple[object, ...]]:
    """The rows; `closing` None means now, and only then there are `holds`.

    All months that end before the day `closed` are known to be closed: at such an end no line has to be read.
    """
    parts = [
        _now(scope),
        *_standing("opening", scope, opening, closed),
        *_standing("closing", scope, closing, closed),
    ]
    if closing is None:
        parts.append(_holds(scope))
    return rows_of(" UNION ALL ".join(sql for sql, _values in parts), [one for _sql, values in parts for one in values])


Part = tuple[str, list[Parameter]]


def _now(scope: Scope) -> Part:
    where, values = scope.within("a.site_id", "a.id")
    return f"{_NOW} WHERE {where} {_GROUP}", values


def _is_closed_end(moment: datetime | None, closed: date | None) -> bool:
    """Whether `moment` is a month's end that stands in snapshots for every account that moved."""
    if moment is None or closed is None:
        return False
    day = local_date(moment)
    return day.day == 1 and moment == day_bounds(day)[0] and day < closed


def _standing(name: str, scope: Scope, moment: datetime | None, closed: date | None) -> list[Part]:
    """Up to the nearest month's end, and the lines recorded since."""
    nearest, chosen = scope.within("x.site_id", "x.account_id")
    where, here = scope.within("a.site_id", "a.id")
    until: list[Parameter] = []
    if moment is not None:
        nearest += " AND x.month <= %s"
        chosen = [*chosen, of_day(local_date(moment))]
        until = [of_moment(moment), of_day(local_date(moment))]
    ends = f"{_HEAD.format(part=name)} {_MONTHS_END.format(nearest=nearest)} {_GROUP}"
    if _is_closed_end(moment, closed):
        return [(ends, chosen)]
    since = _SINCE.format(nearest=nearest, until=_UNTIL if until else "")
    lines = f"{_HEAD.format(part=name).replace(_OF_MONTH, _OF_LINES)} {since} AND {where} {_GROUP}"
    return [(ends, chosen), (lines, [*chosen, *until, *here])]


def _holds(scope: Scope) -> Part:
    where, values = scope.within("h.site_id", "h.account_id")
    return f"{_HOLDS} AND {where} GROUP BY h.site_id, t.unit", values


_OTHER = "CASE WHEN a.kind = 'clearing' THEN a.code ELSE '' END"
_GROUP = f"GROUP BY a.site_id, a.unit, a.kind, {_OTHER}"
_OF_MONTH = "SUM(s.posted), SUM(s.came_in)"
_OF_LINES = "SUM(e.amount), SUM(CASE WHEN e.amount > 0 THEN e.amount ELSE 0 END)"
_HEAD = f"SELECT '{{part}}', a.site_id, a.unit, a.kind, {_OTHER}, COUNT(*), {_OF_MONTH}"
_NOW = f"""SELECT 'now', a.site_id, a.unit, a.kind, {_OTHER}, COUNT(*), SUM(b.posted), SUM(b.held)
FROM ledger_account a JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id"""  # noqa: S608 (put together from this module's own words, values are parameters)
_NEAREST = """(SELECT x.site_id, x.account_id, MAX(x.month) AS month FROM ledger_snapshot x
    WHERE {nearest} GROUP BY x.site_id, x.account_id) l"""
_MONTHS_END = f"""FROM {_NEAREST}
JOIN ledger_snapshot s ON s.site_id = l.site_id AND s.account_id = l.account_id AND s.month = l.month
JOIN ledger_account a ON a.site_id = l.site_id AND a.id = l.account_id"""
_SINCE = f"""FROM ledger_account a
JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id
LEFT JOIN {_NEAREST} ON l.site_id = a.site_id AND l.account_id = a.id
LEFT JOIN ledger_snapshot s ON s.site_id = l.site_id AND s.account_id = l.account_id AND s.month = l.month
JOIN ledger_entry e ON e.site_id = a.site_id AND e.account_id = a.id AND e.seq > COALESCE(s.seq, 0) {{until}}
WHERE b.seq > COALESCE(s.seq, 0)"""
_UNTIL = """AND e.recorded_at < %s AND e.seq <= COALESCE((SELECT MIN(n.seq) FROM ledger_snapshot n
    WHERE n.site_id = a.site_id AND n.account_id = a.id AND n.month > %s), b.seq)"""
_HOLDS = """SELECT 'holds', h.site_id, t.unit, '', '', COUNT(*), SUM(h.amount - h.captured - h.released), 0
FROM ledger_hold h JOIN ledger_transfer t ON t.site_id = h.site_id AND t.id = h.transfer_id
WHERE h.amount > h.captured + h.released"""
