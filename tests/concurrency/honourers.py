"""Several certify or sweep at once for the same person; and the control, in which nobody holds her row."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.people.models import Person
from nuanliu.usecases import mark_honours
from tests.support.workers import for_good, read_together


@read_together
def _unlocked(*, person_id: UUID) -> Person | None:
    return Person.objects.filter(pk=person_id).first()


@contextmanager
def nobody_holds_her() -> Iterator[None]:
    """The person's row is read without a lock; on SQLite the transaction is the lock, so there that goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("nuanliu.usecases.mark_honours.lock_person", _unlocked))
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch("nuanliu.usecases.mark_honours.durable", nullcontext))
        yield


def mark(*, worker: int, round: int, given: dict[str, Any]) -> int:
    """Write down what one person has reached."""
    if given["control"]:
        for_good(nobody_holds_her)
    return mark_honours._mark_one(person_id=given["person"], now=given["now"])
