"""States of a slip, and what is wrong with a slip that somebody holds in her hands."""

from enum import StrEnum


class SlipState(StrEnum):
    """Where a numbered slip stands."""

    ISSUED = "issued"
    ENTERED = "entered"
    """Typed into a batch that waits for its second signature."""
    USED = "used"
    """It counts, once: its visit stands."""
    VOID = "void"
    MISSING = "missing"


_S = SlipState

SLIP_STEPS: dict[SlipState, frozenset[SlipState]] = {
    _S.ISSUED: frozenset({_S.ENTERED, _S.VOID, _S.MISSING}),
    _S.ENTERED: frozenset({_S.USED, _S.ISSUED}),
    _S.USED: frozenset({_S.ISSUED}),
    _S.MISSING: frozenset({_S.ISSUED}),
    _S.VOID: frozenset(),
}
"""A used slip goes back only when its whole batch is reversed; what was spoilt stays spoilt."""

GONE_ON = frozenset({_S.ENTERED, _S.USED, _S.VOID})
"""States that show that the pad was used further than a number which is still outstanding."""


class BatchState(StrEnum):
    """Where a batch of slips that were typed in together stands."""

    WAITING = "waiting"
    """For a second person's signature."""
    SIGNED = "signed"
    RETURNED = "returned"
    REVERSED = "reversed"


_B = BatchState

BATCH_STEPS: dict[BatchState, frozenset[BatchState]] = {
    _B.WAITING: frozenset({_B.SIGNED, _B.RETURNED}),
    _B.SIGNED: frozenset({_B.REVERSED}),
    _B.RETURNED: frozenset(),
    _B.REVERSED: frozenset(),
}


class StrayKind(StrEnum):
    """What is wrong with a slip that was handed in."""

    DOUBLE = "double"
    """Its number was used before."""
    FOREIGN = "foreign"
    """Its number was never issued here."""
