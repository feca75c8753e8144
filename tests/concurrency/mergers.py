"""Two people merge while two others credit the book that goes."""

from typing import Any
from unittest import mock

from nuanliu.domain.ledger.operations import post
from nuanliu.domain.ledger.types import Kind, Outcome, Request, Unit
from nuanliu.domain.passbook import accounts, moving
from nuanliu.domain.passbook.accounts import AccountKind, Holder
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.merge_people import decide_merge
from tests.support.workers import actor_of, for_good

CREDIT = 7
TIMES = 30
"""Credits of each: enough that they are still coming when the book has been moved."""


def left_open() -> Any:
    """The control: the emptied accounts are not closed."""
    return mock.patch.object(moving.ledger, "close_account", return_value=Outcome.POSTED)


def merge_or_credit(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """The first two decide on the merge, the others credit the book that goes, time after time."""
    if given["control"]:
        for_good(left_open)
    if worker < 2:
        actor = actor_of(given["people"][worker], given["now"])
        try:
            return decide_merge(actor=actor, merge_id=given["merge"], is_same=True, reason="", now=given["now"]).state
        except Unable as refused:
            return refused.code
    return str(sum(_credited(given) for _again in range(TIMES)))


def _credited(given: dict[str, Any]) -> bool:
    account = accounts.savings(holder=Holder(given["gone"], given["site"]), unit=Unit.TIME)
    source = accounts.system(site=given["site"], kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=given["gone"])
    request = Request(
        id=new_id(), site=given["site"], kind=Kind.SERVICE, debit=source.id, credit=account.id, amount=CREDIT,
        occurred_at=given["now"],
    )  # fmt: skip
    return post(request).outcome is Outcome.POSTED
