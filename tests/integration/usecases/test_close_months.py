"""Closing months: a day late, again without harm, and refused when what stands is wrong."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.ledger.models import Snapshot
from nuanliu.domain.ledger.types import AccountRef
from nuanliu.usecases.close_months import MonthsDisagree, close_months
from tests.integration.domain.ledger.books import a_book, stripe_of
from tests.support.journal import noon, write_lines
from tests.support.tampering import run_past_guards

pytestmark = pytest.mark.django_db
SECOND_OF_JULY = noon(date(2026, 7, 2))


def an_account_that_moved_in_june() -> AccountRef:
    book = a_book()
    book.system()
    account = AccountRef(book.site, book.person())
    write_lines(account, stripe_of(book, account.id), [(60, noon(date(2026, 6, 30)))])
    return account


def test_a_month_is_closed_a_day_after_it_is_over() -> None:
    account = an_account_that_moved_in_june()
    assert close_months(now=noon(date(2026, 6, 30))) == 0
    assert close_months(now=noon(date(2026, 7, 1))) == 0
    assert close_months(now=SECOND_OF_JULY) == 2
    assert close_months(now=SECOND_OF_JULY + timedelta(days=1)) == 0
    rows = Snapshot.objects.filter(account_id=account.id).values_list("month", "posted")
    assert list(rows) == [(date(2026, 7, 1), 60)]


def test_a_month_that_is_wrong_stops_the_job_and_names_the_account() -> None:
    account = an_account_that_moved_in_june()
    close_months(now=SECOND_OF_JULY)
    run_past_guards("UPDATE ledger_snapshot SET posted = 61 WHERE account_id = %s", [account.id])
    with pytest.raises(MonthsDisagree, match=str(account.id)):
        close_months(now=SECOND_OF_JULY)
