"""The trial balance sums to zero, clears between sites, and names what does not agree."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.ledger.models import Balance, Hold
from nuanliu.domain.ledger.operations import open_account, post
from nuanliu.domain.ledger.reconciliation import Key, Mismatch, Trial, open_holds, trial_balance
from nuanliu.domain.ledger.snapshots import close_batch
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Unit
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book, stripe_of
from tests.support.journal import noon, write_lines

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def said(trial: Trial, site: UUID) -> dict[tuple[Unit, AccountKind, UUID | None], tuple[int, ...]]:
    return {
        (row.key.unit, row.key.kind, row.key.other): (row.opening, row.came_in, row.went_out, row.closing)
        for row in trial.rows
        if row.key.site == site
    }


def three_months(book: Book) -> AccountRef:
    """June +60 and -20, July +100, August +7."""
    book.system()
    person = AccountRef(book.site, book.person())
    lines = [
        (60, date(2026, 6, 3)),
        (-20, date(2026, 6, 20)),
        (100, date(2026, 7, 10)),
        (7, date(2026, 8, 2)),
    ]
    write_lines(person, stripe_of(book, person.id), [(amount, noon(day)) for amount, day in lines])
    return person


def close(*months: date) -> None:
    for month in months:
        close_batch(month=month, after=None)


@pytest.mark.parametrize("months", [(), (JULY,), (JULY, date(2026, 8, 1)), (JULY, date(2026, 8, 1), date(2026, 9, 1))])
def test_a_period_has_opening_turnover_and_closing(months: tuple[date, ...]) -> None:
    book = a_book()
    three_months(book)
    close(*months)
    trial = trial_balance(first=JULY, last=date(2026, 7, 31), site=book.site)
    assert said(trial, book.site) == {
        (Unit.TIME, AccountKind.SAVINGS, None): (40, 100, 0, 140),
        (Unit.TIME, AccountKind.ISSUANCE, None): (-40, 0, 100, -140),
    }
    assert [row.held for row in trial.rows] == [None, None]
    assert (trial.totals(), trial.disagreements) == ({(book.site, Unit.TIME): 0}, [])
    part = trial_balance(first=date(2026, 6, 10), last=date(2026, 7, 15), site=book.site)
    assert said(part, book.site)[Unit.TIME, AccountKind.SAVINGS, None] == (60, 100, 20, 140)
    now = trial_balance(first=JUNE, site=book.site)
    assert said(now, book.site)[Unit.TIME, AccountKind.SAVINGS, None] == (0, 167, 20, 147)
    assert (now.disagreements, [row.held for row in now.rows]) == ([], [0, 0])


def test_the_sixteen_rows_of_a_busy_account_are_one() -> None:
    book = a_book()
    for _one in range(5):
        book.person(minutes=10)
    trial = trial_balance(first=JUNE, site=book.site)
    [issuance] = [row for row in trial.rows if row.key.kind is AccountKind.ISSUANCE]
    assert (issuance.accounts, issuance.closing) == (16, -50)


def two_sites() -> tuple[Book, Book, UUID, UUID]:
    """A pays 60 into its clearing account with B; B pays its helper out of its clearing account with A."""
    here, there = a_book(), a_book()
    ours = open_account(
        site=here.site, unit=Unit.TIME, kind=AccountKind.CLEARING, owner=here.site, code=str(there.site), opened_at=AT
    )
    theirs = open_account(
        site=there.site, unit=Unit.TIME, kind=AccountKind.CLEARING, owner=there.site, code=str(here.site), opened_at=AT
    )
    helper = there.person()
    here.system()
    assert post(here.ask(stripe_of(here, ours), ours, 60, kind=Kind.CLEARING)).stands
    assert post(there.ask(theirs, helper, 60)).stands
    return here, there, ours, theirs


def test_two_sites_clearing_accounts_stand_side_by_side() -> None:
    here, there, _ours, _theirs = two_sites()
    for trial in (trial_balance(first=JUNE), trial_balance(first=JUNE, site=here.site)):
        [pair] = trial.pairs
        assert {pair.site: pair.stands, pair.other: pair.mirrored} == {here.site: 60, there.site: -60}
        assert (pair.difference, trial.disagreements) == (0, [])
    assert Key(here.site, Unit.TIME, AccountKind.CLEARING, there.site) in {row.key for row in trial.rows}
    assert {row.key.site for row in trial.rows} == {here.site}


def test_a_side_that_is_missing_is_named() -> None:
    here, there, ours, _theirs = two_sites()
    assert post(here.ask(stripe_of(here, ours), ours, 5, kind=Kind.CLEARING)).stands
    for trial in (trial_balance(first=JUNE), trial_balance(first=JUNE, site=here.site)):
        [one] = trial.disagreements
        assert (one.code, {one.site, one.other}) == (Mismatch.CLEARING_OPEN, {here.site, there.site})
        assert abs(one.stands - one.should) == 5


def spoil(account: AccountRef, **facts: int) -> None:
    Balance.objects.filter(site_id=account.site, account_id=account.id).update(**facts)


def test_a_balance_that_is_not_its_lines_is_named() -> None:
    book = a_book()
    person = three_months(book)
    spoil(person, posted=148)
    trial = trial_balance(first=JUNE, site=book.site)
    assert {(one.code, one.stands, one.should) for one in trial.disagreements} == {
        (Mismatch.UNIT_NOT_ZERO, 1, 0),
        (Mismatch.BALANCE_OFF, 148, 147),
    }


def test_open_holds_are_counted_and_a_lost_one_is_named() -> None:
    book, subject = a_book(), new_id()
    person = book.person(minutes=100)
    _result, hold = book.hold(person, 30, subject=subject)
    assert [(one.hold, one.still, one.subject, one.unit) for one in open_holds(site=book.site)] == [
        (hold, 30, subject, Unit.TIME)
    ]
    trial = trial_balance(first=JUNE, site=book.site)
    assert (trial.holds, trial.disagreements) == ({(book.site, Unit.TIME): (1, 30)}, [])
    [savings] = [row for row in trial.rows if row.key.kind is AccountKind.SAVINGS]
    assert savings.held == 30
    Hold.objects.filter(transfer_id=hold).update(released=30)
    assert list(open_holds(site=book.site)) == []
    assert {(one.code, one.stands, one.should) for one in trial_balance(first=JUNE).disagreements} == {
        (Mismatch.HELD_OFF, 30, 0)
    }


def test_no_line_is_read_at_the_end_of_a_month_that_was_closed() -> None:
    three_months(a_book())
    close(JULY, date(2026, 8, 1), date(2026, 9, 1))
    with CaptureQueriesContext(connection) as seen:
        trial = trial_balance(first=JULY, last=date(2026, 7, 31))
    assert seen.captured_queries[-1]["sql"].count("JOIN ledger_entry") == 0
    assert [row.closing for row in trial.rows] == [140, -140]


def test_it_is_one_statement_however_much_there_is() -> None:
    for _site in range(3):
        three_months(a_book())
    with CaptureQueriesContext(connection) as few:
        trial_balance(first=JULY)
    two_sites()
    for _site in range(3):
        three_months(a_book())
    with CaptureQueriesContext(connection) as many:
        trial_balance(first=JULY)
    assert (len(few), len(many)) == (2, 2)  # which month was closed last; the statement
