"""A small book for tests: one site, its own accounts, and people with savings."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.operations import account_id, open_account, post
from nuanliu.domain.ledger.types import AccountKind, Kind, Phase, Request, Result, Unit
from nuanliu.platform.ids import new_id

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Book:
    """One site's accounts of one unit."""

    site: UUID
    unit: Unit = Unit.TIME

    def system(self, kind: AccountKind = AccountKind.ISSUANCE, unit: Unit | None = None) -> UUID:
        return open_account(site=self.site, unit=unit or self.unit, kind=kind, owner=self.site, opened_at=AT)

    def person(self, *, minutes: int = 0, ceiling: int | None = None) -> UUID:
        owner = new_id()
        account = open_account(
            site=self.site, unit=self.unit, kind=AccountKind.SAVINGS, owner=owner, opened_at=AT, ceiling=ceiling
        )
        if minutes:
            assert post(self.ask(self.system(), account, minutes)).stands
        return account

    def ask(self, debit: UUID, credit: UUID, amount: int, **more: Any) -> Request:
        facts: dict[str, Any] = {"id": new_id(), "site": self.site, "kind": Kind.SERVICE, "occurred_at": AT, **more}
        return Request(debit=debit, credit=credit, amount=amount, **facts)

    def hold(self, debit: UUID, amount: int, **more: Any) -> tuple[Result, UUID]:
        request = self.ask(debit, self.system(AccountKind.SERVICE), amount, phase=Phase.HOLD, **more)
        return post(request), request.id

    def capture(self, hold: UUID, debit: UUID, credit: UUID, amount: int, **more: Any) -> Result:
        return post(self.ask(debit, credit, amount, phase=Phase.CAPTURE, hold=hold, **more))


def a_book() -> Book:
    """A fresh site's book."""
    return Book(new_id())


def stripe_of(book: Book, other: UUID) -> UUID:
    """The issuance row that a posting against `other` uses."""
    return account_id(site=book.site, unit=book.unit, kind=AccountKind.ISSUANCE, owner=book.site, spread_by=other)
