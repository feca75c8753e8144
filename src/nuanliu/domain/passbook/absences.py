"""What an old person's empty house costs her: minutes of her own time, which go to the pool of her site."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.pools import ABSENT
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.platform.ids import derived_id


def debit_absence(
    *, person: UUID, site: UUID, mark: UUID, minutes: int, at: datetime, actor: UUID | None, standard_version: UUID
) -> int:
    """Take so many minutes, or as many as she has free; how many it were. Once a mark. Raises UnableToPost."""
    amount = min(minutes, savings_of(person_id=person, site_id=site).time_free)
    if amount <= 0:
        return 0
    accounts.open_pool(site=site, unit=Unit.TIME, at=at)
    giver = accounts.savings(holder=Holder(person, site), unit=Unit.TIME)
    request = Request(
        id=derived_id(mark, "absence"),
        site=site,
        kind=Kind.SERVICE,
        debit=giver.id,
        credit=accounts.pool(site=site, unit=Unit.TIME).id,
        amount=amount,
        occurred_at=at,
        actor=actor,
        subject=mark,
        memo=ABSENT,
        standard_version=standard_version,
    )
    insist([ledger.post(request)])
    return amount


def give_back_absence(*, site: UUID, mark: UUID, at: datetime, actor: UUID | None, memo: str) -> None:
    """The minutes come back to her. Raises UnableToPost: not_enough, where the pool has given them away."""
    made = derived_id(mark, "absence")
    insist([ledger.reverse(id=derived_id(made, "back"), site=site, transfer=made, at=at, actor=actor, memo=memo[:200])])
