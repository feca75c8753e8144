"""Time for a relative: held in the giver's book, passed on when the receiver agrees, and back again.

Between two sites the minutes go over the two clearing accounts, like everything else; the receiver's passbook gets one
line, and the giver's.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import AccountRef, Kind, Phase, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.operations import insist
from nuanliu.platform.ids import derived_id


def hold_gift(*, gift: Gift) -> None:
    """Reserve the minutes in the giver's book until the receiver answers. Raises UnableToPost(not_enough)."""
    accounts.open_savings(holder=_receiver(gift), at=gift.made_at)
    giver, way = _giver(gift), _way(gift, gift.made_at)
    request = _leg(gift, "hold", giver, way[0], at=gift.made_at, actor=gift.made_by)
    insist([ledger.post(replace(request, phase=Phase.HOLD, expires_at=gift.answer_by))])


def pass_on(*, gift: Gift, at: datetime, actor: UUID | None) -> None:
    """What was held goes to the receiver. Raises UnableToPost(hold_spent) if it has gone back meanwhile."""
    hold = derived_id(gift.id, "hold")
    way = _way(gift, at)
    given = _leg(gift, "given", _giver(gift), way[0], at=at, actor=actor)
    legs = [replace(given, phase=Phase.CAPTURE, hold=hold)]
    if len(way) > 1:
        legs.append(_leg(gift, "arrived", way[1], way[2], at=at, actor=actor))
    insist(ledger.post_many(legs))


def give_back(*, gift: Gift, at: datetime, actor: UUID | None) -> None:
    """Release what is still held; nothing held is no error."""
    hold = derived_id(gift.id, "hold")
    ledger.release(id=derived_id(hold, "given-back"), site=gift.site_id, hold=hold, at=at, actor=actor)


def undo(*, gift: Gift, at: datetime, actor: UUID | None) -> None:
    """Reverse what was passed on. Raises UnableToPost(not_enough) if the receiver has used it meanwhile."""
    sites = {"arrived": gift.receiver.home_site_id, "given": gift.site_id}
    is_far = gift.site_id != gift.receiver.home_site_id
    made = [(name, derived_id(gift.id, name)) for name in (("arrived", "given") if is_far else ("given",))]
    mirrors = [(derived_id(transfer, "undone"), sites[name], transfer) for name, transfer in made]
    insist(ledger.reverse_many(transfers=mirrors, at=at, actor=actor, memo="undone"))


def _giver(gift: Gift) -> AccountRef:
    return accounts.savings(holder=Holder(gift.giver_id, gift.site_id), unit=Unit.TIME)


def _receiver(gift: Gift) -> Holder:
    return Holder(gift.receiver_id, gift.receiver.home_site_id)


def _way(gift: Gift, at: datetime) -> list[AccountRef]:
    """Where the minutes go from the giver's account: straight to the receiver's, or over two clearing accounts."""
    target = accounts.savings(holder=_receiver(gift), unit=Unit.TIME)
    if target.site == gift.site_id:
        return [target]
    ours = accounts.clearing(site=gift.site_id, other=target.site, unit=Unit.TIME, at=at)
    theirs = accounts.clearing(site=target.site, other=gift.site_id, unit=Unit.TIME, at=at)
    return [ours, theirs, target]


def _leg(gift: Gift, name: str, debit: AccountRef, credit: AccountRef, *, at: datetime, actor: UUID | None) -> Request:
    return Request(
        id=derived_id(gift.id, name),
        group=gift.id,
        site=debit.site,
        kind=Kind.GIFT,
        debit=debit.id,
        credit=credit.id,
        amount=gift.minutes,
        occurred_at=at,
        actor=actor,
        subject=gift.id,
        standard_version=gift.standard_version,
    )
