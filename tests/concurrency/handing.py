"""Two clerks hand over the last piece; and the control, in which the stock is read and then written."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock

from django.db import connection

from nuanliu.domain.alliance.models import Good
from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.hand_over import hand_over
from tests.support.workers import actor_of, for_good, read_together


def _read_then_write(*, good: Good, pieces: int, **_rest: Any) -> bool:
    rows = Good.objects.filter(site_id=good.site_id, id=good.id)
    left = read_together(rows.values_list("left", flat=True).get)()
    if left + pieces < 0:
        return False
    rows.update(left=left + pieces)
    return True


@contextmanager
def nobody_holds_it() -> Iterator[None]:
    """Looked at first, written afterwards; on SQLite the transaction is the lock, so there that goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("nuanliu.usecases.hand_over.stock.change", _read_then_write))
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch("nuanliu.usecases.hand_over.durable", nullcontext))
        yield


def hand(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Each worker hands one piece to its own helper."""
    if given["control"]:
        for_good(nobody_holds_it)
    actor = actor_of(given["clerks"][worker], given["now"])
    try:
        hand_over(
            actor=actor,
            person_id=given["helpers"][worker],
            good_id=given["good"],
            proved=Proved.PAPER,
            token=new_id(),
            now=given["now"],
        )
    except Unable as refused:
        return refused.code
    return "handed"
