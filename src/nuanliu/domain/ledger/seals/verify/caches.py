"""What is kept beside the journal must follow from it: accounts, bounds, lots, month ends.

`check.check_books` derives balances and holds; here stands what it does not ask.
"""

from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.operations import account_id
from nuanliu.domain.ledger.seals.journal import fetch, on_postgres
from nuanliu.domain.ledger.seals.verify.findings import Findings
from nuanliu.domain.ledger.types import STRIPED, AccountKind, Unit

CHUNK = 5000
_NONE = -(2**63)
_NEWEST = """ledger_term t ON t.site_id = b.site_id AND t.account_id = b.account_id AND t.number =
    (SELECT MAX(x.number) FROM ledger_term x WHERE x.site_id = b.site_id AND x.account_id = b.account_id)"""
_MONTH_POSTGRES = "(s.month::timestamp AT TIME ZONE 'Asia/Shanghai')"
_MONTH_SQLITE = "datetime(s.month, '-8 hours')"

_RULES = {
    "hold_account": """SELECT h.site_id, h.transfer_id FROM ledger_hold h
        JOIN ledger_transfer t ON t.site_id = h.site_id AND t.id = h.transfer_id WHERE t.debit <> h.account_id""",
    "bounds_are_terms": f"""SELECT b.site_id, b.account_id FROM ledger_balance b JOIN {_NEWEST}
        WHERE COALESCE(b.floor, {_NONE}) <> COALESCE(t.floor, {_NONE})
           OR COALESCE(b.ceiling, {_NONE}) <> COALESCE(t.ceiling, {_NONE})""",
    "closed_is_terms": f"""SELECT b.site_id, b.account_id FROM ledger_balance b JOIN {_NEWEST}
        JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id
        WHERE (a.closed_at IS NULL) <> t.is_open""",
    "terms_without_gap": """SELECT t.site_id, t.account_id FROM ledger_term t GROUP BY t.site_id, t.account_id
        HAVING COUNT(*) <> MAX(t.number) OR MIN(t.number) <> 1""",
    "balance_without_account": """SELECT b.site_id, b.account_id FROM ledger_balance b
        LEFT JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id WHERE a.id IS NULL""",
    "lot_is_its_moves": """SELECT l.site_id, l.account_id FROM ledger_lot l
        LEFT JOIN (SELECT site_id, account_id, expires, SUM(amount) AS remaining, SUM(reserved) AS held,
              SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS amount
            FROM ledger_lotmove GROUP BY site_id, account_id, expires) m
          ON m.site_id = l.site_id AND m.account_id = l.account_id AND m.expires = l.expires
        WHERE l.remaining <> COALESCE(m.remaining, 0) OR l.held <> COALESCE(m.held, 0)
           OR l.amount <> COALESCE(m.amount, 0)""",
    "lot_without_row": """SELECT DISTINCT m.site_id, m.account_id FROM ledger_lotmove m
        LEFT JOIN ledger_lot l ON l.site_id = m.site_id AND l.account_id = m.account_id AND l.expires = m.expires
        WHERE l.account_id IS NULL""",
    "move_without_transfer": """SELECT m.site_id, m.transfer_id FROM ledger_lotmove m
        LEFT JOIN ledger_transfer t ON t.site_id = m.site_id AND t.id = m.transfer_id
        WHERE t.id IS NULL OR m.account_id NOT IN (t.debit, t.credit)""",
    "snapshot_is_its_line": """SELECT s.site_id, s.account_id FROM ledger_snapshot s
        LEFT JOIN ledger_entry e ON e.site_id = s.site_id AND e.account_id = s.account_id AND e.seq = s.seq
        LEFT JOIN ledger_entry n ON n.site_id = s.site_id AND n.account_id = s.account_id AND n.seq = s.seq + 1
        WHERE e.seq IS NULL OR e.balance <> s.posted OR e.recorded_at >= {month} OR n.recorded_at < {month}""",
}


def check_caches(*, found: Findings) -> None:
    """Ask every rule of every site."""
    month = _MONTH_POSTGRES if on_postgres() else _MONTH_SQLITE
    for code, sql in _RULES.items():
        for site, subject in fetch(f"{sql.replace('{month}', month)} LIMIT 100"):
            found.add(code, site=_uuid(site), subject=_uuid(subject))
    _account_ids(found)


def _account_ids(found: Findings) -> None:
    """An account's id follows from its facts, so whoever changes them is found even where no term was sealed."""
    site = account = "00000000-0000-0000-0000-000000000000" if on_postgres() else ""
    while rows := fetch(
        "SELECT site_id, id, unit, kind, owner, code, stripe FROM ledger_account "
        "WHERE (site_id, id) > (%s, %s) ORDER BY site_id, id LIMIT %s",
        [site, account, CHUNK],
    ):
        site, account = rows[-1][0], rows[-1][1]
        for at, stands, *facts in rows:
            if _uuid(stands) != _should_be(_uuid(at), facts):
                found.add("account_id", site=_uuid(at), subject=_uuid(stands))


def _should_be(site: UUID, facts: list[Any]) -> UUID | None:
    unit, kind, owner, code, stripe = facts
    try:
        spread = UUID(int=stripe) if kind in STRIPED else None
        if stripe and spread is None:
            return None
        return account_id(
            site=site, unit=Unit(unit), kind=AccountKind(kind), owner=_uuid(owner), code=code, spread_by=spread
        )
    except ValueError:
        return None


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
