"""The accounts that a crowd meets at: two that everybody uses, many that few do, coins, and another site."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from nuanliu.domain.ledger.models import Account
from nuanliu.domain.ledger.operations import account_id, open_account, post_many
from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
from nuanliu.platform.ids import new_id

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
HOT, SPREAD, COINS, ABROAD = 2, 40, 6, 6
FIRST = 3000
"""What everybody starts with."""


@dataclass(frozen=True)
class Town:
    """Two sites; ids only, so that it can be handed to other processes."""

    site: UUID
    other: UUID
    hot: list[UUID]
    spread: list[UUID]
    coins: list[UUID]
    abroad: list[UUID]
    service: UUID
    clearing: UUID
    clearing_abroad: UUID
    days: tuple[date | None, ...] = (None, date(2027, 5, 1), date(2027, 6, 1))

    def system(self, kind: AccountKind, unit: Unit, other: UUID) -> UUID:
        return account_id(site=self.site, unit=unit, kind=kind, owner=self.site, spread_by=other)

    def accounts(self) -> list[UUID]:
        """All of both sites."""
        return list(Account.objects.filter(site_id__in=[self.site, self.other]).values_list("id", flat=True))


def found() -> Town:
    """Open everything and give everybody something."""
    site, other = new_id(), new_id()

    def opened(where: UUID, unit: Unit, kind: AccountKind, owner: UUID, code: str = "") -> UUID:
        return open_account(site=where, unit=unit, kind=kind, owner=owner, code=code, opened_at=AT)

    def people(where: UUID, unit: Unit, count: int) -> list[UUID]:
        return [opened(where, unit, AccountKind.SAVINGS, new_id()) for _n in range(count)]

    for unit in (Unit.TIME, Unit.COIN):
        opened(site, unit, AccountKind.ISSUANCE, site)
    town = Town(
        site=site,
        other=other,
        hot=people(site, Unit.TIME, HOT),
        spread=people(site, Unit.TIME, SPREAD),
        coins=people(site, Unit.COIN, COINS),
        abroad=people(other, Unit.TIME, ABROAD),
        service=opened(site, Unit.TIME, AccountKind.SERVICE, site),
        clearing=opened(site, Unit.TIME, AccountKind.CLEARING, site, str(other)),
        clearing_abroad=opened(other, Unit.TIME, AccountKind.CLEARING, other, str(site)),
    )
    first = [(account, Unit.TIME) for account in town.hot + town.spread]
    first += [(account, Unit.COIN) for account in town.coins]
    post_many([_gift(town, account, unit) for account, unit in first])
    return town


def _gift(town: Town, account: UUID, unit: Unit) -> Request:
    source = town.system(AccountKind.ISSUANCE, unit, account)
    facts = {"id": new_id(), "site": town.site, "occurred_at": AT, "kind": Kind.OPENING}
    return Request(debit=source, credit=account, amount=FIRST, **facts)
