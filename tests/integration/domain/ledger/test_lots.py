"""Coins and grants run out by lots: the oldest go first, dates travel along, reversals bring them back."""

from datetime import date

import pytest

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Lot, LotMove
from nuanliu.domain.ledger.operations import post, post_many, release, reverse
from nuanliu.domain.ledger.types import NEVER, AccountKind, Kind, Outcome, Phase, Unit
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1)


def coins(**lots: int) -> tuple[Book, object]:
    """A book of coins and a person with so much in each lot: `may=100`."""
    book = Book(new_id(), Unit.COIN)
    person = book.person()
    days = {"may": MAY, "june": JUNE, "july": JULY, "never": None}
    for name, amount in lots.items():
        assert post(book.ask(book.system(), person, amount, lot=days[name])).stands
    return book, person


def left(account) -> dict[date, tuple[int, int]]:
    """(remaining, held) by day."""
    return {lot.expires: (lot.remaining, lot.held) for lot in Lot.objects.filter(account_id=account)}


def spend(book: Book, person, amount: int, **more):
    shop = book.system(AccountKind.REDEMPTION)
    return post(book.ask(person, shop, amount, kind=Kind.REDEMPTION, **more))


def test_the_oldest_lot_goes_first() -> None:
    book, person = coins(june=100, may=50, never=10)
    assert spend(book, person, 120).stands
    assert left(person) == {MAY: (0, 0), JUNE: (30, 0), NEVER: (10, 0)}
    assert check_books().is_right


def test_what_is_passed_on_keeps_its_dates() -> None:
    book, person = coins(may=50, june=100)
    friend = book.person()
    assert post(book.ask(person, friend, 70, kind=Kind.GIFT, lot=None)).stands
    assert left(friend) == {MAY: (50, 0), JUNE: (20, 0)}
    assert post(book.ask(friend, person, 70, kind=Kind.GIFT)).stands
    assert (left(person), left(friend)) == ({MAY: (50, 0), JUNE: (100, 0)}, {MAY: (0, 0), JUNE: (0, 0)})
    assert check_books().is_right


def test_a_named_lot_is_the_only_one_drawn_on() -> None:
    book, person = coins(may=50, june=100)
    sink = book.system(AccountKind.EXPIRY)
    ask = {"kind": Kind.EXPIRY, "lot": JUNE}
    assert post(book.ask(person, sink, 101, **ask)).outcome is Outcome.NOT_ENOUGH
    assert post(book.ask(person, sink, 100, **ask)).stands
    assert left(person) == {MAY: (50, 0), JUNE: (0, 0)}


def test_a_lot_is_named_after_the_same_call_has_drawn_on_it() -> None:
    book, person = coins(may=50, june=100)
    sink = book.system(AccountKind.EXPIRY)
    spent = book.ask(person, book.system(AccountKind.REDEMPTION), 20, kind=Kind.REDEMPTION)
    whole, rest = (book.ask(person, sink, amount, kind=Kind.EXPIRY, lot=MAY) for amount in (50, 30))
    assert [r.outcome for r in post_many([spent, whole])] == [Outcome.SIBLING_REFUSED, Outcome.NOT_ENOUGH]
    assert left(person) == {MAY: (50, 0), JUNE: (100, 0)}
    assert all(result.stands for result in post_many([spent, rest]))
    assert left(person) == {MAY: (0, 0), JUNE: (100, 0)}
    assert check_books().is_right


def test_a_lot_is_named_that_the_same_call_has_brought() -> None:
    book, person = coins(june=10)
    sink = book.system(AccountKind.EXPIRY)
    brought = book.ask(book.system(), person, 40, lot=MAY)
    run_out = [book.ask(person, sink, amount, kind=Kind.EXPIRY, lot=day) for day, amount in ((MAY, 40), (JUNE, 10))]
    assert [r.outcome for r in post_many([brought, *run_out])] == [Outcome.POSTED] * 3
    assert [r.outcome for r in post_many([brought, *run_out])] == [Outcome.REPLAY] * 3
    assert left(person) == {MAY: (0, 0), JUNE: (0, 0)}
    assert check_books().is_right


def test_a_capture_draws_on_what_was_reserved_whatever_lot_it_names() -> None:
    book, person = coins(may=50, june=100)
    shop = book.system(AccountKind.REDEMPTION)
    hold = book.ask(person, shop, 30, kind=Kind.REDEMPTION, phase=Phase.HOLD)
    assert post(hold).stands
    assert spend(book, person, 30, phase=Phase.CAPTURE, hold=hold.id, lot=JUNE).stands
    assert left(person) == {MAY: (20, 0), JUNE: (100, 0)}


def test_a_hold_reserves_in_the_oldest_lots_and_a_capture_takes_those() -> None:
    book, person = coins(may=50, june=100)
    shop = book.system(AccountKind.REDEMPTION)
    hold = book.ask(person, shop, 80, kind=Kind.REDEMPTION, phase=Phase.HOLD)
    assert post(hold).stands
    assert left(person) == {MAY: (50, 50), JUNE: (100, 30)}
    assert post(book.ask(person, book.system(AccountKind.EXPIRY), 1, kind=Kind.EXPIRY, lot=MAY)).outcome is (
        Outcome.NOT_ENOUGH
    )
    assert spend(book, person, 60, phase=Phase.CAPTURE, hold=hold.id).stands
    assert left(person) == {MAY: (0, 0), JUNE: (90, 0)}
    assert check_books().is_right


def test_a_capture_may_leave_the_rest_of_its_lots_reserved_and_a_release_frees_the_newest_first() -> None:
    book, person = coins(may=50, june=100, july=20)
    shop = book.system(AccountKind.REDEMPTION)
    hold = book.ask(person, shop, 160, kind=Kind.REDEMPTION, phase=Phase.HOLD)
    assert post(hold).stands
    assert spend(book, person, 10, phase=Phase.CAPTURE, hold=hold.id, release_rest=False).stands
    part = book.ask(person, shop, 60, kind=Kind.REDEMPTION, phase=Phase.RELEASE, hold=hold.id)
    assert post(part).stands
    assert left(person) == {MAY: (40, 40), JUNE: (100, 50), JULY: (20, 0)}
    assert release(id=new_id(), site=book.site, hold=hold.id, at=AT, actor=None).amount == 90
    assert left(person) == {MAY: (40, 0), JUNE: (100, 0), JULY: (20, 0)}
    assert check_books().is_right


def test_a_hold_captured_in_the_same_call() -> None:
    book, person = coins(may=50, june=100)
    shop = book.system(AccountKind.REDEMPTION)
    hold = book.ask(person, shop, 70, kind=Kind.REDEMPTION, phase=Phase.HOLD)
    take = book.ask(person, shop, 40, kind=Kind.REDEMPTION, phase=Phase.CAPTURE, hold=hold.id)
    assert all(result.stands for result in post_many([hold, take]))
    assert left(person) == {MAY: (10, 0), JUNE: (100, 0)}
    assert check_books().is_right


def test_a_reversal_brings_the_dates_back() -> None:
    book, person = coins(may=50, june=100)
    friend = book.person()
    gift = book.ask(person, friend, 70, kind=Kind.GIFT)
    assert post(gift).stands
    assert reverse(id=new_id(), site=book.site, transfer=gift.id, at=AT, actor=None, memo="").stands
    assert (left(person), left(friend)) == ({MAY: (50, 0), JUNE: (100, 0)}, {MAY: (0, 0), JUNE: (0, 0)})
    assert check_books().is_right


def test_a_reversal_after_spending_takes_what_the_receiver_still_has() -> None:
    book, person = coins(may=50)
    friend = book.person()
    gift = book.ask(person, friend, 50, kind=Kind.GIFT)
    assert all(post(request).stands for request in (gift, book.ask(book.system(), friend, 30, lot=JULY)))
    assert spend(book, friend, 20).stands
    assert left(friend) == {MAY: (30, 0), JULY: (30, 0)}
    assert reverse(id=new_id(), site=book.site, transfer=gift.id, at=AT, actor=None, memo="").stands
    assert (left(person), left(friend)) == ({MAY: (50, 0)}, {MAY: (0, 0), JULY: (10, 0)})
    assert check_books().is_right


def test_time_has_no_lots_and_a_refusal_moves_none() -> None:
    book, person = coins(may=50)
    before = LotMove.objects.count()
    friend = book.person()
    fine, short = book.ask(person, friend, 10, kind=Kind.GIFT), book.ask(person, friend, 50, kind=Kind.GIFT)
    assert [r.outcome for r in post_many([fine, short])] == [Outcome.SIBLING_REFUSED, Outcome.NOT_ENOUGH]
    hours = Book(book.site)
    hours.person(minutes=60)
    assert (LotMove.objects.count(), left(person)) == (before, {MAY: (50, 0)})
    assert check_books().is_right


def test_the_date_is_part_of_what_was_asked() -> None:
    book, person = coins()
    first = book.ask(book.system(), person, 10, lot=MAY)
    assert post(first).stands
    again = book.ask(book.system(), person, 10, lot=JUNE, id=first.id)
    assert post(again).outcome is Outcome.KEY_REUSED
