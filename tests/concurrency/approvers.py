"""Two officers approve at once; and the control, in which nothing is locked and no number is taken twice by chance."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.network.types import Actor
from nuanliu.domain.standards import carrying, operations
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.platform.errors import Unable
from nuanliu.usecases import decide_standard
from tests.support import weak_ledger
from tests.support.workers import actor_of, for_good, read_together

_numbers = random.SystemRandom()


@read_together
def _draft_unlocked(_actor: Actor, draft_id: UUID) -> StandardDraft:
    return StandardDraft.objects.get(pk=draft_id)


def _no_lock() -> None:
    """Nobody waits for anybody."""


def _some_number() -> int:
    return _numbers.randrange(10**6, 2 * 10**9)


@contextmanager
def nobody_waits() -> Iterator[None]:
    """No row is locked, and the running number does not stop the second; on SQLite the transaction goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(decide_standard, "lock_standard", _no_lock))
        stack.enter_context(mock.patch.object(decide_standard, "locked_draft", _draft_unlocked))
        for module in (carrying, operations):
            stack.enter_context(mock.patch.object(module, "next_number", _some_number))
        stack.enter_context(weak_ledger.no_transaction())
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch.object(decide_standard, "durable", nullcontext))
        yield


def approve(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Each approves the draft she has read: the same, or one of two for the same place."""
    if given["control"]:
        for_good(nobody_waits)
    draft, mark = given["read"][worker]
    actor = actor_of(given["officers"][worker], given["since"])
    try:
        done = decide_standard.approve_draft(actor=actor, draft_id=draft, mark=mark, now=given["now"])
    except Unable as refused:
        return refused.code
    return str(done.state)
