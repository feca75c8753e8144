"""How far below zero an old person's own time may go: the floor of her account, and the row that says why."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import Outcome, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.overdraft_models import Overdraft
from nuanliu.domain.passbook.queries import savings_of


def open_overdraft(*, person: UUID) -> Overdraft | None:
    """The approval that stands; None if none does."""
    return Overdraft.objects.filter(person_id=person, ended_at=None).first()


def own_time(*, person: UUID, site: UUID) -> int:
    """Minutes that her own time can pay: what is free, and what she may owe."""
    free = savings_of(person_id=person, site_id=site).time_free
    stands = open_overdraft(person=person)
    return free + (stands.minutes if stands else 0)


def set_floor(*, overdraft: Overdraft, floor: int, at: datetime, actor: UUID | None, reason: str) -> bool:
    """Let her account go down to `floor`; False if it is below that already."""
    account = accounts.savings(holder=Holder(overdraft.person_id, overdraft.site_id), unit=Unit.TIME)
    outcome = ledger.set_bounds(account=account, floor=floor, ceiling=None, at=at, actor=actor, reason=reason)
    return outcome in {Outcome.POSTED, Outcome.REPLAY}
