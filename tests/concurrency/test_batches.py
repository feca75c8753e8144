"""A batch whose worker is killed with -9: it goes on, no number is used twice and none is missing.

The control has no transaction around a piece of the work: then a number that was taken is never used.
"""

import os
import signal
import warnings
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from typing import Any
from unittest import mock

import pytest
from django.db import connections

from nuanliu.domain.certificates import drawing, operations
from nuanliu.domain.certificates.models import Batch, BatchPart, Certificate
from nuanliu.domain.certificates.signing import is_genuine
from nuanliu.usecases import make_certificates
from nuanliu.usecases.make_certificates import continue_batch, continue_lost
from tests.support.certificates import award, begun
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, AT_ONCE = 8, 3


def killed_at(call: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which kills its own process the moment it is called for the so-manieth time."""
    calls = iter(range(1, 1000))

    def counted(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return counted


def drawn_by_no_library(*_args: Any, **_kwargs: Any) -> bytes:
    """A paper for the process that dies: the library that draws keeps threads, which a forked process has not got."""
    return b"%PDF-1.7"


def worked_until_killed(batch: Batch, town: Town, patches: list[Any]) -> None:
    """A process of its own works on the batch and dies by -9."""
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        with ExitStack() as stack:
            stack.enter_context(mock.patch.object(drawing, "papers_pdf", drawn_by_no_library))
            for patch in patches:
                stack.enter_context(patch)
            while continue_batch(batch_id=batch.pk, now=town.now):
                pass
        os._exit(7)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"ended by itself: {os.waitstatus_to_exitcode(status)}"
    assert os.WTERMSIG(status) == signal.SIGKILL


def unlocked(batch_id: Any) -> Batch | None:
    return Batch.objects.select_related("issuer").filter(pk=batch_id).first()


def the_batch(monkeypatch) -> tuple[Town, Batch]:
    monkeypatch.setattr(make_certificates, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(make_certificates, "A_PART", AT_ONCE)
    town = Town.found()
    people = [town.volunteer(f"志愿者{number}") for number in range(PEOPLE)]
    return town, begun(town, town.coordinator(), [award(one) for one in people])


def resumed(batch: Batch, town: Town) -> list[int]:
    """The numbers, after another worker has gone on to the end."""
    while continue_batch(batch_id=batch.pk, now=town.now):
        pass
    return sorted(Certificate.objects.values_list("number", flat=True))


WHERE = {
    "with numbers taken": lambda: mock.patch.object(operations, "sign", killed_at(5, operations.sign)),
    "with certificates written": lambda: mock.patch.object(
        make_certificates, "record_all", killed_at(2, make_certificates.record_all)
    ),
    "while a part is drawn": lambda: mock.patch.object(drawing, "papers_pdf", killed_at(2, drawn_by_no_library)),
}


def test_killed_anywhere_it_goes_on_without_a_gap_and_without_a_number_twice(monkeypatch) -> None:
    town, batch = the_batch(monkeypatch)
    for patch in WHERE.values():
        worked_until_killed(batch, town, [patch()])
        assert sorted(Certificate.objects.values_list("number", flat=True)) == list(
            range(1, Certificate.objects.count() + 1)
        )
    assert continue_lost(now=town.now + make_certificates.QUIET * 2) == 1
    assert resumed(batch, town) == list(range(1, PEOPLE + 1))
    papers = Certificate.objects.all()
    assert len({one.person_id for one in papers}) == PEOPLE
    assert all(is_genuine(one) for one in papers)
    assert list(BatchPart.objects.order_by("number").values_list("first", "count")) == [(1, 3), (4, 3), (7, 2)]
    done = Batch.objects.get(pk=batch.pk)
    assert (done.state, done.issued, done.drawn, done.left_out) == ("done", PEOPLE, PEOPLE, 0)


def test_without_the_transaction_a_number_is_missing(monkeypatch) -> None:
    town, batch = the_batch(monkeypatch)
    bare = [
        mock.patch.object(make_certificates, "durable", nullcontext),
        mock.patch.object(make_certificates, "_locked", unlocked),
    ]
    worked_until_killed(batch, town, [*bare, WHERE["with numbers taken"]()])
    assert resumed(batch, town) != list(range(1, PEOPLE + 1)), "the control found nothing wrong"
