"""Bounds of an account are written down when it is opened, changed and closed; the newest are in force."""

import pytest

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Term
from nuanliu.domain.ledger.operations import close_account, open_account, post, set_bounds
from nuanliu.domain.ledger.types import STRIPES, AccountKind, AccountRef, Outcome, Unit
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book

pytestmark = pytest.mark.django_db


def bounds(book: Book, account, floor: int, ceiling: int | None = None) -> Outcome:
    ref = AccountRef(book.site, account)
    return set_bounds(account=ref, floor=floor, ceiling=ceiling, at=AT, actor=None, reason="站点同意")


def terms_of(account) -> list[tuple[int, int | None, int | None, bool]]:
    rows = Term.objects.filter(account_id=account).order_by("number")
    return [(row.number, row.floor, row.ceiling, row.is_open) for row in rows]


def test_opening_writes_the_first_terms_once() -> None:
    book = a_book()
    account = book.person(ceiling=600)
    book.system()
    open_account(site=book.site, unit=book.unit, kind=AccountKind.ISSUANCE, owner=book.site, opened_at=AT)
    assert terms_of(account) == [(1, 0, 600, True)]
    assert Term.objects.filter(site_id=book.site, floor=None).count() == STRIPES


def test_a_lower_floor_lets_an_account_owe_and_a_higher_one_waits_until_it_is_paid() -> None:
    book = a_book()
    owing, other = book.person(), book.person()
    assert post(book.ask(owing, other, 120)).outcome is Outcome.NOT_ENOUGH
    assert bounds(book, owing, -120) is Outcome.POSTED
    assert post(book.ask(owing, other, 120)).stands
    assert bounds(book, owing, 0) is Outcome.NOT_ENOUGH
    assert bounds(book, other, 0, ceiling=119) is Outcome.ABOVE_CEILING
    assert terms_of(owing) == [(1, 0, None, True), (2, -120, None, True)]
    assert check_books().is_right


def test_coins_cannot_owe() -> None:
    book = Book(new_id(), Unit.COIN)
    assert bounds(book, book.person(), -1) is Outcome.KIND_NOT_ALLOWED


def test_closing_is_a_term_too_and_final() -> None:
    book = a_book()
    account = book.person()
    ref = AccountRef(book.site, account)
    assert close_account(account=ref, at=AT) is Outcome.POSTED
    assert close_account(account=ref, at=AT) is Outcome.REPLAY
    assert bounds(book, account, 0) is Outcome.CLOSED
    assert bounds(book, new_id(), 0) is Outcome.NO_ACCOUNT
    assert terms_of(account) == [(1, 0, None, True), (2, 0, 0, False)]
    assert check_books().is_right
