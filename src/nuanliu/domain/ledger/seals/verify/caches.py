"""What is kept beside the journal must follow from it: here stands what `check.check_books` does not ask."""

from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.models import Snapshot
from nuanliu.domain.ledger.operations import account_id
from nuanliu.domain.ledger.seals.journal import fetch, on_postgres
from nuanliu.domain.ledger.seals.verify.findings import Findings, from_books
from nuanliu.domain.ledger.snapshots import wrong_snapshots
from nuanliu.domain.ledger.types import STRIPED, AccountKind, Unit

CHUNK = 5000
_RULES = {
    "hold_account": """SELECT h.site_id, h.transfer_id FROM ledger_hold h
        JOIN ledger_transfer t ON t.site_id = h.site_id AND t.id = h.transfer_id WHERE t.debit <> h.account_id""",
}


def check_caches(*, found: Findings) -> None:
    """Ask every rule of every site."""
    for code, sql in _RULES.items():
        for site, subject in fetch(f"{sql} LIMIT 100"):
            found.add(code, site=_uuid(site), subject=_uuid(subject))
    for month in Snapshot.objects.values_list("month", flat=True).distinct():
        found.wrong.extend(from_books(finding) for finding in wrong_snapshots(month=month))
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
