"""A call that had to wait for a row decides on the row as it is after the wait, and on the account too."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.operations import close_account, post, release, set_bounds
from nuanliu.domain.ledger.queries import balance_of
from nuanliu.domain.ledger.types import AccountRef, Outcome
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def after_waiting_for(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What both got: `second` is called when `first` is done, and has to wait until it is committed."""
    got: list[Any] = []

    def in_thread() -> None:
        try:
            got.append(second())
        finally:
            connections.close_all()

    other = threading.Thread(target=in_thread)
    with transaction.atomic():
        done = first()
        other.start()
        if connection.vendor == "postgresql":
            _until_somebody_waits()
    other.join()
    return done, got[0]


def _until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _look in range(1000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody came to wait")


def ref(book: Book, account: Any) -> AccountRef:
    return AccountRef(book.site, account)


def test_nothing_arrives_in_an_account_that_was_closed_meanwhile() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    closed, told = after_waiting_for(
        lambda: close_account(account=ref(book, taker), at=AT), lambda: post(book.ask(giver, taker, 30))
    )
    assert (closed, told.outcome) == (Outcome.POSTED, Outcome.CLOSED)
    assert check_books().findings == []


def test_bounds_set_meanwhile_hold() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    bounds = {"account": ref(book, taker), "at": AT, "actor": None, "reason": "上限"}
    done, told = after_waiting_for(
        lambda: set_bounds(floor=0, ceiling=20, **bounds), lambda: post(book.ask(giver, taker, 30))
    )
    assert (done, told.outcome) == (Outcome.POSTED, Outcome.ABOVE_CEILING)


def test_an_account_is_not_closed_over_what_arrived_meanwhile() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    paid, told = after_waiting_for(
        lambda: post(book.ask(giver, taker, 30)), lambda: close_account(account=ref(book, taker), at=AT)
    )
    assert (paid.outcome, told) == (Outcome.POSTED, Outcome.NOT_ENOUGH)


def test_what_is_released_is_what_a_capture_meanwhile_has_left() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    _result, hold = book.hold(giver, 60)
    taken, told = after_waiting_for(
        lambda: book.capture(hold, giver, taker, 25, release_rest=False),
        lambda: release(id=new_id(), site=book.site, hold=hold, at=AT, actor=None),
    )
    assert (taken.outcome, told.outcome, told.amount) == (Outcome.POSTED, Outcome.POSTED, 35)
    assert balance_of(account=ref(book, giver)).held == 0
    assert check_books().findings == []


def test_the_same_request_sent_twice_at_once_moves_once() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    request = book.ask(giver, taker, 30)
    first, second = after_waiting_for(lambda: post(request), lambda: post(request))
    assert (first.outcome, second.outcome) == (Outcome.POSTED, Outcome.REPLAY)
    assert balance_of(account=ref(book, taker)).posted == 30
