"""One person had two books: what stands in one goes over to the other, line by line, and the empty one is closed.

Nothing is rewritten (ADR 0030): the lines of the closed book stay under its ids, the way over is a transfer in each.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import balance_of, lots_of
from nuanliu.domain.ledger.types import AccountRef, Kind, Outcome, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import UnableToPost, insist
from nuanliu.platform.ids import derived_id

MEMO = "merge"
"""Stands on every line by which a book was moved."""


def move_book(*, merge: UUID, gone: Holder, kept: Holder, at: datetime, actor: UUID | None) -> dict[str, int]:
    """Move all that `gone` has to `kept`, once a `merge`, and close its accounts. Amounts by unit.

    Coins and grants keep the dates on which they run out. Raises UnableToPost: held (something is
    reserved), changed (something was posted at this very moment: the same again finds it).
    """
    accounts.open_savings(holder=kept, at=at)
    moved: dict[str, int] = {}
    legs: list[Request] = []
    ways = [(u.value, u, accounts.savings(holder=gone, unit=u), accounts.savings(holder=kept, unit=u)) for u in Unit]
    ways.append(("grant", Unit.TIME, accounts.grant(holder=gone), accounts.grant(holder=kept)))
    for name, unit, source, target in ways:
        stands = balance_of(account=source)
        if stands.held:
            raise UnableToPost("held", _("还有留着待用的时间，先办完那次服务。"))
        if stands.posted:
            moved[name] = stands.posted
            legs += _legs(merge, name, unit, source, target, stands.posted, at, actor)
    if "grant" in moved:
        accounts.open_grant(holder=kept, at=at)
    insist(ledger.post_many(legs))
    for _name, _unit, account, _target in ways:
        outcome = ledger.close_account(account=account, at=at, actor=actor, reason=MEMO)
        if outcome not in {Outcome.POSTED, Outcome.REPLAY, Outcome.NO_ACCOUNT}:
            raise UnableToPost("changed", _("这本存折刚刚动过，请再按一次。"))
    return moved


def _legs(  # noqa: PLR0917 (read like a line of the book)
    merge: UUID,
    what: str,
    unit: Unit,
    source: AccountRef,
    target: AccountRef,
    amount: int,
    at: datetime,
    actor: UUID | None,
) -> list[Request]:
    def leg(name: str, debit: AccountRef, credit: AccountRef, part: int, **more: object) -> Request:
        return Request(
            id=derived_id(merge, what, name),
            group=merge,
            site=debit.site,
            kind=Kind.CLEARING,
            debit=debit.id,
            credit=credit.id,
            amount=part,
            occurred_at=at,
            actor=actor,
            subject=merge,
            memo=MEMO,
            **more,  # type: ignore[arg-type]
        )

    if source.site == target.site:
        return [leg("over", source, target, amount)]
    ours = accounts.clearing(site=source.site, other=target.site, unit=unit, at=at)
    theirs = accounts.clearing(site=target.site, other=source.site, unit=unit, at=at)
    parts = lots_of(account=source) if unit is Unit.COIN or what == "grant" else [(None, amount)]
    legs = []
    for lot, part in parts:
        mark = lot.isoformat() if lot else ""
        legs.append(leg(f"out{mark}", source, ours, part, lot=lot))
        legs.append(leg(f"in{mark}", theirs, target, part, lot=lot))
    return legs
