"""What the processes of the sealing races do: post, seal, and seal without the locks (the controls)."""

import multiprocessing
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock

from django.db import IntegrityError, connection

from nuanliu.domain.ledger.operations import post
from nuanliu.domain.ledger.seals import sealing
from nuanliu.domain.ledger.types import Kind, Request
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id

Given = dict[str, Any]


def write(given: Given, amount: int = 1) -> None:
    """One posting, inside the caller's transaction."""
    request = Request(
        id=new_id(),
        site=given["site"],
        kind=Kind.SERVICE,
        debit=given["giver"],
        credit=given["taker"],
        amount=amount,
        occurred_at=given["now"],
    )
    assert post(request).stands


def pay(given: Given) -> None:
    """One posting in a transaction of its own."""
    with durable():
        write(given)


def post_or_seal(*, worker: int, round: int, given: Given) -> int:
    """Workers 0 and 1 seal, the others post: each several times a round. Returns how many lines were sealed."""
    done = 0
    for _each in range(5):
        if worker < 2:
            done += sealing.seal_site(site=given["site"], now=given["now"]).lines
        else:
            pay(given)
    return done


_refused: list[int] = []
_for_good = ExitStack()


@contextmanager
def watched(*, control: bool) -> Iterator[None]:
    """Counts how often the keys of the tables, the last guard, had to say no; the control seals without the lock.

    On SQLite the transaction is the lock, so there it is the transaction that goes.
    """
    really = sealing._write_leaves

    def counted(*arguments: Any) -> None:
        try:
            really(*arguments)
        except IntegrityError:
            _refused.append(1)
            raise

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(sealing, "_write_leaves", counted))
        if control:
            stack.enter_context(mock.patch.object(sealing, "_is_ours", return_value=True))
            if connection.vendor == "sqlite":
                stack.enter_context(mock.patch.object(sealing, "durable", nullcontext))
        yield


def seal_at_once(*, worker: int, round: int, given: Given) -> int:
    """Everybody seals the same line. A process is watched for good, once; threads share the test's `watched` block."""
    if multiprocessing.parent_process() is not None and not round:
        _for_good.enter_context(watched(control=given["control"]))
    before = len(_refused)
    if worker == 0:
        pay(given)
    sealing.seal_site(site=given["site"], now=given["now"])
    return len(_refused) - before
