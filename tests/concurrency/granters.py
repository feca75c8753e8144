"""What the workers do to grants and caps, and how the locks are taken away in the controls."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from nuanliu.domain.ledger.operations import post, release
from nuanliu.domain.ledger.queries import balance_of
from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import UnableToPost, hold_id, hold_minutes
from nuanliu.domain.passbook.types import Purse
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.usecases import certify_visit, grant_time
from tests.support.workers import actor_of, for_good

Given = dict[str, Any]


def hold_the_last(*, worker: int, round: int, given: Given) -> str:
    """Each worker publishes a need that takes all that is left of one grant; what the round before held goes back."""
    _enter(given)
    holder, now = Holder(given["elder"], given["site"]), given["now"]
    for need in given["before"]:
        hold = hold_id(need=need, slot=1)
        release(id=derived_id(hold, "given-back"), site=holder.site, hold=hold, at=now, actor=None)
    try:
        with durable():
            hold_minutes(
                elder=holder, purse=Purse.GRANT, need=given["needs"][worker], slots=1, minutes=given["minutes"],
                at=now, expires_at=now, actor=None,
            )  # fmt: skip
    except UnableToPost as refused:
        return refused.code
    return "held"


def grant(*, worker: int, round: int, given: Given) -> str:
    """Every worker runs the night's job of one month."""
    _enter(given)
    return str(grant_time.grant_monthly(now=given["now"]))


def credit_at_the_cap(*, worker: int, round: int, given: Given) -> str:
    """Even rounds: a helper with room for one chooses for two visits in two places. Odd ones: room is made."""
    _enter(given)
    if "visits" in given:
        actor, visit = actor_of(given["helper"], given["now"]), given["visits"][worker]
        return str(
            certify_visit.choose_credit(actor=actor, visit_id=visit, choice=CreditChoice.TIME, now=given["now"]).state
        )
    if worker:
        return "waits"
    account = accounts.savings(holder=Holder(given["helper"], given["site"]), unit=Unit.TIME)
    pool = accounts.system(site=account.site, kind=AccountKind.POOL, unit=Unit.TIME, spread_by=account.id)
    above = balance_of(account=account).posted - given["room_at"]
    request = Request(
        id=new_id(), site=account.site, kind=Kind.DONATION, debit=account.id, credit=pool.id, amount=max(above, 1),
        occurred_at=given["now"],
    )  # fmt: skip
    return str(post(request).outcome)


# -- the controls


def _enter(given: Given) -> None:
    """A process of its own takes the locks away for good, once; threads share the test's `weakened` block."""
    control = given["control"]
    if control:
        for_good(weakened, control)


def _any_id(**_about: Any) -> UUID:
    return new_id()


def _no_lock(rows: Any, **_how: Any) -> Any:
    return rows


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """Nothing taken away for ""; else no row is locked, ids do not follow. On SQLite the transaction is the lock."""
    with ExitStack() as stack:
        if control in {"grant", "cap"}:
            stack.enter_context(mock.patch.object(QuerySet, "select_for_update", _no_lock))
        if control == "grant":
            stack.enter_context(mock.patch("nuanliu.usecases.grant_time.grant_id", _any_id))
        if control and connection.vendor == "sqlite":
            for module in ("grant_time", "certify_visit"):
                stack.enter_context(mock.patch(f"nuanliu.usecases.{module}.durable", nullcontext))
            stack.enter_context(mock.patch("tests.concurrency.granters.durable", nullcontext))
        yield
