"""Two clerks type the same slip; and the controls, in which nobody holds it and the database does not care."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import choose_credit
from nuanliu.usecases.paper_slips.entering import enter_slips
from nuanliu.usecases.paper_slips.reversing import reverse_batch
from tests.support.workers import actor_of, for_good, read_together


@read_together
def _only_looked(*, site: UUID, numbers: Iterable[int]) -> dict[int, Slip]:
    return {slip.number: slip for slip in Slip.objects.filter(site_id=site, number__in=list(numbers))}


@contextmanager
def nobody_holds_it() -> Iterator[None]:
    """Looked at first, written afterwards; on SQLite the transaction is the lock, so there that goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("nuanliu.usecases.paper_slips.entering.lock_slips", _only_looked))
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch("nuanliu.usecases.paper_slips.entering.durable", nullcontext))
        yield


def type_it(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Each worker types the same slip into a batch of its own."""
    if given["control"]:
        for_good(nobody_holds_it)
    actor = actor_of(given["clerks"][worker], given["now"])
    try:
        enter_slips(actor=actor, site_id=given["site"], rows=[given["row"]], token=new_id(), now=given["now"])
    except Unable as refused:
        return refused.code
    return "entered"


def reverse_or_choose(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """One reverses the batch, the other is the helper who says TIME for what the batch certified."""
    actor = actor_of(given["who"][worker], given["now"])
    try:
        if worker:
            choose_credit(actor=actor, visit_id=given["visit"], choice=CreditChoice.TIME, now=given["now"])
        else:
            reverse_batch(actor=actor, batch_id=given["batch"], reason="抄错了", now=given["now"])
    except Unable as refused:
        return refused.code
    return "reversed" if worker == 0 else "chosen"
