"""Gifts, conversions and answers pressed at once; and the controls, in which nobody holds the row."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases import give_time, use_time
from tests.support import weak_ledger
from tests.support.workers import actor_of, for_good, read_together


@read_together
def _person_unlocked(person_id: UUID) -> Person:
    return Person.objects.select_related("home_site").get(pk=person_id)


@read_together
def _gift_unlocked(gift_id: UUID) -> Gift:
    return Gift.objects.select_related("giver__home_site", "receiver__home_site").get(id=gift_id)


@read_together
def _actors_row_unlocked(actor: Any) -> Person:
    return Person.objects.select_related("home_site").get(pk=actor.id)


@contextmanager
def nobody_holds_it() -> Iterator[None]:
    """No row is locked; on SQLite the transaction is the lock, so there that goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(give_time, "_lock", _person_unlocked))
        stack.enter_context(mock.patch.object(give_time, "_lock_gift", _gift_unlocked))
        stack.enter_context(mock.patch.object(use_time, "_locked", _actors_row_unlocked))
        stack.enter_context(weak_ledger.no_transaction())
        if connection.vendor == "sqlite":
            for module in (give_time, use_time):
                stack.enter_context(mock.patch.object(module, "durable", nullcontext))
        yield


def _begin(given: dict[str, Any]) -> None:
    if given["control"]:
        for_good(nobody_holds_it)


def give(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Everybody presses "give" for the same giver, each with a token of her own."""
    _begin(given)
    try:
        gift = give_time.give_time(
            actor=actor_of(given["giver"], given["now"]), giver_id=given["giver"], receiver_id=given["receiver"],
            minutes=given["minutes"], how=SaidHow.SELF, token=new_id(), now=given["now"],
        )  # fmt: skip
    except Unable as refused:
        return refused.code
    return str(gift.state)


def convert(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Everybody turns the whole month's limit into coins."""
    _begin(given)
    try:
        use_time.convert_time(
            actor=actor_of(given["giver"], given["now"]), minutes=given["minutes"], token=new_id(), now=given["now"]
        )
    except Unable as refused:
        return refused.code
    return "converted"


def answer(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """One accepts while the other takes it back, or the night gives it back."""
    _begin(given)
    try:
        if worker == 0:
            done = give_time.answer_gift(
                actor=actor_of(given["receiver"], given["now"]),
                gift_id=given["gift"],
                is_yes=True,
                how=SaidHow.SELF,
                now=given["now"],
            )
            return str(done.state)
        if given["by"] == "undo":
            done = give_time.take_back_gift(
                actor=actor_of(given["giver"], given["now"]), gift_id=given["gift"], now=given["now"]
            )
            return str(done.state)
        return "expired" if give_time.end_gift(gift_id=given["gift"], now=given["now"]) else "accepted"
    except Unable as refused:
        return refused.code
