"""The poster on SQLite: the meaning of `sql/post.sql` step by step, inside the caller's IMMEDIATE transaction."""

from collections.abc import Sequence

from django.db import transaction

from nuanliu.domain.ledger.embedded.deciding import decide
from nuanliu.domain.ledger.embedded.reading import read
from nuanliu.domain.ledger.embedded.work import Work, is_lotted
from nuanliu.domain.ledger.embedded.writing import write
from nuanliu.domain.ledger.types import Order, Outcome, Phase, Request, Result


def execute(orders: Sequence[Order]) -> list[Result]:
    """See `engine.execute`."""
    work = read(orders)
    if _names_a_changing_lot([order.request for order in orders], work):
        return _one_after_the_other(orders)
    results: list[Result] = []
    for order in orders:
        result = decide(order, work)
        results.append(result)
        if not result.stands:
            return _refused(results, orders)
    if work.transfers:
        write(work)
    return results


def _refused(so_far: Sequence[Result], orders: Sequence[Order]) -> list[Result]:
    """The answer of a call that came to a refusal: that one by name, the others for its sake."""
    others = [Result(order.request.id, Outcome.SIBLING_REFUSED) for order in orders]
    return [*others[: len(so_far) - 1], so_far[-1], *others[len(so_far) :]]


def _names_a_changing_lot(requests: Sequence[Request], work: Work) -> bool:
    """Whether a lot is named on the way out that an earlier request of the call may change."""
    touched = set()
    for request in requests:
        row = work.rows.get(request.debit.hex)
        draws = request.lot is not None and request.phase in {Phase.POST, Phase.HOLD}
        if draws and request.debit in touched and row is not None and is_lotted(row):
            return True
        touched |= {request.debit, request.credit}
    return False


def _one_after_the_other(orders: Sequence[Order]) -> list[Result]:
    """The same call when what is decided on is only known once the requests before it are written."""
    point = transaction.savepoint()
    results: list[Result] = []
    for order in orders:
        results += execute([order])
        if not results[-1].stands:
            transaction.savepoint_rollback(point)
            return _refused(results, orders)
    transaction.savepoint_commit(point)
    return results
