"""Which flows of the book make the four sums that the bureau asks for: put in, taken out, coins got, coins used."""

from collections.abc import Mapping
from enum import StrEnum

from nuanliu.domain.insights.types import Sum
from nuanliu.domain.ledger.seals.tail import Flow
from nuanliu.domain.ledger.types import AccountKind, Kind, Phase, Unit


class Moving(StrEnum):
    """What the bureau calls a way of value."""

    SAVED = "saved"
    """Minutes put into passbooks for service."""
    SPENT = "spent"
    """Minutes taken out of passbooks for help."""
    COINS_GOT = "coins_got"
    COINS_USED = "coins_used"


def flow_of(code: str) -> Flow:
    """The flow that a cell's value names."""
    unit, kind, phase, giver, taker = code.split(":")
    return Flow(Unit(unit), Kind(kind), Phase(phase), AccountKind(giver), AccountKind(taker))


def moving_of(code: str) -> frozenset[Moving]:
    """Which of the four a flow counts for: from one passbook straight into another it is taken out and put in."""
    flow = flow_of(code)
    found = set()
    if flow.unit is Unit.TIME:
        if flow.kind is Kind.SERVICE and flow.taker is AccountKind.SAVINGS:
            found.add(Moving.SAVED)
        if flow.phase is Phase.CAPTURE and flow.kind is not Kind.GIFT and flow.giver is AccountKind.SAVINGS:
            found.add(Moving.SPENT)
    if flow.unit is Unit.COIN:
        if flow.taker is AccountKind.SAVINGS and flow.kind in {Kind.SERVICE, Kind.CONVERSION, Kind.BONUS}:
            found.add(Moving.COINS_GOT)
        if flow.giver is AccountKind.SAVINGS and flow.kind is Kind.REDEMPTION:
            found.add(Moving.COINS_USED)
    return frozenset(found)


def total(sums: Mapping[str, Sum], moving: Moving) -> Sum:
    """The sum of every flow that counts for one of the four."""
    whole = Sum()
    for code, one in sums.items():
        if moving in moving_of(code):
            whole.add(one.count, one.amount)
    return whole
