"""What the workers do about disputes, and how the locks are taken away in the control."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.disputes.queries import rulings_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.types import Outcome
from nuanliu.domain.passbook.operations import UnableToPost, reverse_visit
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases import certify_visit
from nuanliu.usecases.disputes import raising, ruling
from nuanliu.usecases.disputes.case import Case
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]


def second(*, worker: int, round: int, given: Given) -> str:
    """Three agree with the same ruling, one gives it back."""
    _enter(given)
    actor = actor_of(given["people"][worker], given["now"])
    try:
        done = ruling.second_ruling(
            actor=actor, ruling_id=given["ruling"], now=given["now"], is_agreed=worker != 3, words="不同意"
        )
    except Unable as refused:
        return refused.code
    return str(done.state)


def certify_or_object(*, worker: int, round: int, given: Given) -> str:
    """Two certify while two object."""
    actor = actor_of(given["people"][worker], given["now"])
    try:
        if worker < 2:
            done = certify_visit.certify_visit(actor=actor, visit_id=given["visit"], now=given["now"])
            return str(done.state)
        facts = {"words": "不对", "token": new_id(), "now": given["now"]}
        return str(raising.raise_dispute(actor=actor, visit_id=given["visit"], **facts).state)
    except Unable as refused:
        return refused.code


@read_together
def _case_unlocked(*, dispute_id: UUID) -> Case:
    dispute = Dispute.objects.get(id=dispute_id)
    visit = Visit.objects.get(id=dispute.visit_id)
    need = Need.objects.select_related("site", "service", "elder__elder").get(id=visit.need_id)
    visit.need = need
    return Case(need, visit, dispute, rulings_of(dispute=dispute))


def _any_id(*_parts: Any) -> UUID:
    return new_id()


def _reverse_or_find_it_done(**facts: Any) -> None:
    try:
        reverse_visit(**facts)
    except UnableToPost as refused:
        if refused.code != Outcome.ALREADY_REVERSED:
            raise


def _enter(given: Given) -> None:
    if given["control"]:
        for_good(weakened, given["control"])


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """Three guards are gone: the lock, that a line is reversed once, that the new line's id follows from the ruling.

    Alone, a ruling still does what it should. On SQLite the transaction is the lock.
    """
    patches: list[Any] = []
    if control:
        patches += [
            mock.patch("nuanliu.usecases.disputes.ruling.lock_dispute", _case_unlocked),
            mock.patch("nuanliu.usecases.disputes.correcting.derived_id", _any_id),
            mock.patch("nuanliu.usecases.disputes.correcting.reverse_visit", _reverse_or_find_it_done),
        ]
        if connection.vendor == "sqlite":
            patches.append(mock.patch("nuanliu.usecases.disputes.ruling.durable", nullcontext))
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield
