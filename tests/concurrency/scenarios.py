"""What the workers do, and how the locks are taken away in the controls."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.operations import post
from nuanliu.domain.ledger.types import Kind, Request
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases import accept_need, certify_visit, change_tree, confirm_visit
from tests.support import weak_ledger
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]
"""What a round is about: ids of rows and people, the moment, and which control it is ("" for the race itself)."""


def take(*, worker: int, round: int, given: Given) -> str:
    """Each worker takes the need as its own volunteer."""
    _enter(given)
    actor = actor_of(given["people"][worker], given["now"])
    try:
        visit = accept_need.accept_need(actor=actor, need_id=given["need"], now=given["now"])
    except Unable as refused:
        return refused.code
    return f"took place {visit.slot}"


def certify(*, worker: int, round: int, given: Given) -> str:
    """Each worker certifies the visit as its own certifier."""
    _enter(given)
    actor = actor_of(given["people"][worker], given["now"])
    try:
        return str(certify_visit.certify_visit(actor=actor, visit_id=given["visit"], now=given["now"]).state)
    except Unable as refused:
        return refused.code


def confirm(*, worker: int, round: int, given: Given) -> str:
    """Everyone says that the helper came: the old person twice, and two clerks."""
    _enter(given)
    actor = actor_of(given["people"][worker], given["now"])
    try:
        done = confirm_visit.confirm_visit(
            actor=actor, visit_id=given["visit"], came=True, face="happy", now=given["now"]
        )
    except Unable as refused:
        return refused.code
    return str(done.state)


def pay(*, worker: int, round: int, given: Given) -> str:
    """Even workers pay A → B while odd ones pay B → A."""
    _enter(given)
    giver, taker = given["accounts"] if worker % 2 == 0 else reversed(given["accounts"])
    request = Request(
        id=new_id(),
        site=given["site"],
        kind=Kind.SERVICE,
        debit=giver,
        credit=taker,
        amount=given["amounts"][worker],
        occurred_at=given["now"],
    )
    return str(post(request).outcome)


def void_or_certify(*, worker: int, round: int, given: Given) -> str:
    """Even workers void a credited visit of a helper while odd ones certify another visit of hers."""
    actor = actor_of(given["people"][worker], given["now"])
    if worker % 2 == 0:
        visit_id = given["credited"][worker // 2]
        return str(certify_visit.void_visit(actor=actor, visit_id=visit_id, reason="查实未到", now=given["now"]).state)
    visit_id = given["confirmed"][worker // 2]
    return str(certify_visit.certify_visit(actor=actor, visit_id=visit_id, now=given["now"]).state)


# -- the controls


@read_together
def _need_unlocked(*, need_id: UUID) -> Need:
    return Need.objects.get(id=need_id)


@read_together
def _visit_unlocked(*, visit_id: UUID) -> tuple[Need, Visit]:
    visit = Visit.objects.get(id=visit_id)
    return Need.objects.get(id=visit.need_id), visit


def _helper_unlocked(*, volunteer_id: UUID) -> Person:
    return Person.objects.get(pk=volunteer_id)


def _without_transaction(*modules: str) -> list[Any]:
    return [mock.patch(f"nuanliu.usecases.{module}.durable", nullcontext) for module in modules]


def merge(*, worker: int, round: int, given: Given) -> str:
    """The first worker merges the first team into the second, the other the second into the first."""
    _enter(given)
    node, into = given["teams"][worker], given["teams"][1 - worker]
    actor = actor_of(given["by"], given["now"])
    try:
        change_tree.merge_units(actor=actor, node_id=node, into_id=into, reason="合并", now=given["now"])
    except Unable as refused:
        return refused.code
    return "merged"


def _enter(given: Given) -> None:
    """A process of its own takes the locks away for good, once; threads share the test's `weakened` block."""
    control = given["control"]
    if control:
        for_good(weakened, control)


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """Nothing taken away for ""; otherwise the locks that the race is about are gone.

    On SQLite the transaction is the lock, so there it is the transaction that goes.
    """
    patches: list[Any] = []
    on_sqlite = connection.vendor == "sqlite"
    if control in {"take", "certify", "confirm"}:
        patches += [
            mock.patch("nuanliu.domain.care.operations.lock_need", _need_unlocked),
            mock.patch("nuanliu.domain.care.operations.lock_visit", _visit_unlocked),
            mock.patch("nuanliu.domain.care.operations.lock_helper", _helper_unlocked),
        ]
        patches += _without_transaction("accept_need", "certify_visit", "confirm_visit") if on_sqlite else []
    if control == "tree":
        patches.append(mock.patch("nuanliu.domain.network.tree.lock_tree"))
        patches += _without_transaction("change_tree") if on_sqlite else []
    if control == "certify":
        patches.append(mock.patch("nuanliu.domain.passbook.operations.derived_id", _any_id))
    if control == "pay":
        patches.append(weak_ledger.no_transaction())  # on PostgreSQL the test has weakened the function itself
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield


def _any_id(*_parts: Any) -> UUID:
    return new_id()
