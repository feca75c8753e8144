"""What the workers of the race about invitations do, and how the need's lock is taken away in its control."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.models import Need
from nuanliu.platform.errors import Unable
from nuanliu.usecases import accept_need
from nuanliu.usecases.inviting import answer, ask
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]
ACCEPTS, ALSO_ACCEPTS, DECLINES, TAKES, WITHDRAWS = range(5)


def answers(*, worker: int, round: int, given: Given) -> str:
    """Two accept, one declines, one who was not asked takes the need, the desk takes the second's asking back."""
    if given["control"]:
        for_good(weakened, given["control"])
    now, actor = given["now"], actor_of(given["people"][worker], given["now"])
    asked = given["asked"]
    try:
        if worker in {ACCEPTS, ALSO_ACCEPTS}:
            answer.accept_invitation(actor=actor, invitation_id=asked[worker], now=now)
            return "goes"
        if worker == DECLINES:
            answer.decline_invitation(actor=actor, invitation_id=asked[worker], why=None, now=now)
            return "declined"
        if worker == TAKES:
            accept_need.accept_need(actor=actor, need_id=given["need"], now=now)
            return "goes"
        ask.withdraw_invitation(actor=actor, invitation_id=asked[ALSO_ACCEPTS], now=now)
    except Unable as refused:
        return refused.code
    return "withdrawn"


@read_together
def _unlocked(*, need_id: UUID) -> Need:
    return Need.objects.select_related("site", "service", "elder__elder").get(id=need_id)


@contextmanager
def weakened(_control: str) -> Iterator[None]:
    """Nobody waits for the need's row; on SQLite, where the transaction is the lock, it goes."""
    patches: list[Any] = [
        mock.patch("nuanliu.domain.care.operations.lock_need", _unlocked),
        mock.patch("nuanliu.domain.care.invitations.operations.lock_need", _unlocked),
    ]
    if connection.vendor == "sqlite":
        patches += [
            mock.patch(f"nuanliu.usecases.{module}.durable", nullcontext)
            for module in ("accept_need", "inviting.answer", "inviting.ask")
        ]
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield
