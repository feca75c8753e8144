"""The command says that the book is right, and with a planted error exits with a failure that names the account."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.ledger.operations import post
from tests.integration.domain.ledger.books import a_book
from tests.integration.domain.ledger.test_check import key, plant

pytestmark = pytest.mark.django_db


def test_a_right_book_is_called_right_and_a_wrong_one_is_placed() -> None:
    book = a_book()
    giver, taker = book.person(minutes=120), book.person()
    post(book.ask(giver, taker, 60))
    out = StringIO()
    call_command("check_books", stdout=out)
    assert "账实相符" in out.getvalue()
    assert "time: 0" in out.getvalue()

    plant("UPDATE ledger_balance SET posted = posted + 1 WHERE account_id = %s", [key(taker)])
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_books", stdout=out)
    assert f"posted_is_sum_of_entries: {taker}" in out.getvalue()
