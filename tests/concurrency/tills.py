"""What the workers of the till's races do, and how the locks are taken away in the controls."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import date
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.alliance import counters
from nuanliu.domain.alliance.models import ShopMonth, Stock
from nuanliu.domain.ledger.queries import LotLeft
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Unit
from nuanliu.domain.passbook.operations import expire_lot
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases import redeem_at_shop, undo_redemption
from tests.support import weak_ledger, weak_till
from tests.support.workers import actor_of, for_good

Given = dict[str, Any]


def _redeem(worker: int, given: Given, *, code: str, late: bool = False) -> str:
    actor = actor_of(given["cashier"], given["since"])
    try:
        redeem_at_shop.redeem(actor=actor, code=code, token=new_id(), now=given["late" if late else "now"])
    except Unable as refused:
        return refused.code
    return "done"


def same_code(*, worker: int, round: int, given: Given) -> str:
    """Everyone redeems one code, the last two after it has run out."""
    _enter(given)
    return _redeem(worker, given, code=given["codes"][0], late=worker > 1)


def own_code(*, worker: int, round: int, given: Given) -> str:
    """Everyone redeems a code of her own, for what there is one of."""
    _enter(given)
    return _redeem(worker, given, code=given["codes"][worker])


def undo_or_redeem(*, worker: int, round: int, given: Given) -> str:
    """Two undo one redemption, the person and the shop, while two redeem another code of hers."""
    _enter(given)
    if worker > 1:
        return _redeem(worker, given, code=given["codes"][0])
    actor = actor_of(given["people"][worker], given["since"])
    try:
        undo_redemption.undo_redemption(actor=actor, redemption_id=given["undo"], now=given["now"])
    except Unable as refused:
        return refused.code
    return "undone"


def expire_or_redeem(*, worker: int, round: int, given: Given) -> str:
    """Two take out a lot that ran out, while two redeem a code of the same person."""
    _enter(given)
    if worker > 1:
        return _redeem(worker, given, code=given["codes"][worker - 2])
    lot = LotLeft(
        account=AccountRef(given["site"], given["account"]), owner=given["person"], kind=AccountKind.SAVINGS,
        unit=Unit.COIN, expires=given["expires"], free=1,
    )  # fmt: skip
    return (
        "expired"
        if expire_lot(lot=lot, at=given["now"], day=given["day"], to_pool=False, standard_version=given["standard"])
        else "gone"
    )


# -- the controls


def _never_over(about: Any, now: Any) -> None:
    """Neither used nor over, whatever the row says."""


def _give_back_late(*, home: UUID, person: UUID, site: UUID, shop: UUID, offer: UUID, month: date, coins: int) -> None:
    left = Stock.objects.get(site_id=site, offer_id=offer).left
    Stock.objects.filter(site_id=site, offer_id=offer).update(left=left + 1)
    taken = counters.taken_by(site=site, shop=shop, month=month)
    ShopMonth.objects.filter(site_id=site, shop_id=shop, month=month).update(coins=taken - coins)


def _any_id(_about: Any) -> UUID:
    return new_id()


def _enter(given: Given) -> None:
    """A process of its own takes the locks away for good, once; threads share the test's `weakened` block."""
    control = given["control"]
    if control:
        for_good(weakened, control)


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """Nothing taken away for ""; otherwise the locks are gone, on SQLite the transaction too.

    On PostgreSQL the test has taken them out of the function itself.
    """
    at, patches = "nuanliu.usecases.redeem_at_shop", list[Any]()
    if control == "code":
        patches += [
            mock.patch(f"{at}._made", return_value=None),
            mock.patch(f"{at}._redemption_id", side_effect=_any_id),
            mock.patch(f"{at}._code_refusal", _never_over),
        ]
    if control == "undo":
        patches.append(mock.patch("nuanliu.domain.alliance.counters.give_back", _give_back_late))
    if control == "lots":
        patches.append(weak_ledger.no_transaction())
    elif control:
        patches.append(weak_till.no_transaction())
    if control and connection.vendor == "sqlite":
        patches.append(mock.patch("nuanliu.usecases.undo_redemption.durable", nullcontext))
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield
