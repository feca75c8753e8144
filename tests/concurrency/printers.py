"""Clerks press "print" at once while a line arrives; and the control, in which nobody holds the booklet."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock

from django.db import connection

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.booklets.models import Booklet
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.print_passbook import print_new
from tests.support.workers import actor_of, for_good, read_together


@read_together
def _unlocked(*, person: Person) -> Booklet | None:
    return Booklet.objects.filter(site_id=person.home_site_id, person=person, ended_at=None).first()


@contextmanager
def nobody_holds_it() -> Iterator[None]:
    """The booklet's row is read without a lock; on SQLite the transaction is the lock, so there that goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("nuanliu.domain.passbook.booklets.operations.lock_booklet", _unlocked))
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch("nuanliu.usecases.print_passbook.durable", nullcontext))
        yield


def press(*, worker: int, round: int, given: dict[str, Any]) -> int:
    """Everybody prints; the first worker brings in a line just before. How many lines went onto paper."""
    if given["control"]:
        for_good(nobody_holds_it)
    if worker == 0:
        open_with_paper_line(
            id=new_id(),
            holder=Holder(given["person"], given["site"]),
            unit=Unit.TIME,
            amount=30,
            occurred_at=given["now"],
            actor=None,
            standard_version=given["standard"],
            memo="",
        )
    actor = actor_of(given["clerks"][worker], given["now"])
    try:
        return print_new(actor=actor, person_id=given["person"], token=new_id(), now=given["now"]).count
    except Unable as refused:
        if refused.code != "nothing_new":
            raise
        return 0
