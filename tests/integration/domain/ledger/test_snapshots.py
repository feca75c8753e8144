"""Months' ends: written once, in batches, going on where a run stopped, and checked."""

from datetime import date

import pytest

from nuanliu.domain.ledger import snapshots
from nuanliu.domain.ledger.models import Snapshot
from nuanliu.domain.ledger.snapshots import close_batch, month_after, months_due, wrong_snapshots
from nuanliu.domain.ledger.types import AccountRef
from tests.integration.domain.ledger.books import Book, a_book, stripe_of
from tests.support.journal import noon, write_lines
from tests.support.tampering import guards_down, run_past_guards

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


def people(book: Book, count: int) -> list[AccountRef]:
    book.system()
    return [AccountRef(book.site, book.person()) for _one in range(count)]


def wrote(account: AccountRef, book: Book, *lines: tuple[int, date]) -> None:
    write_lines(account, stripe_of(book, account.id), [(amount, noon(day)) for amount, day in lines])


def close(month: date) -> int:
    total, after = 0, None
    while True:
        written, after = close_batch(month=month, after=after)
        total += written
        if after is None:
            return total


def of(account: AccountRef) -> list[tuple[date, int, int, int]]:
    rows = Snapshot.objects.filter(site_id=account.site, account_id=account.id).order_by("month")
    return [(row.month, row.seq, row.posted, row.came_in) for row in rows]


def test_a_month_is_closed_for_the_accounts_that_moved() -> None:
    book = a_book()
    busy, idle = people(book, 2)
    wrote(busy, book, (60, date(2026, 6, 3)), (-20, date(2026, 6, 30)), (5, date(2026, 7, 1)))
    wrote(idle, book, (60, date(2026, 6, 3)))
    assert close(JULY) > 0
    assert of(busy) == [(JULY, 2, 40, 60)]
    close(AUGUST)
    assert of(busy) == [(JULY, 2, 40, 60), (AUGUST, 3, 45, 65)]
    assert of(idle) == [(JULY, 1, 60, 60)]


def test_closing_again_changes_nothing() -> None:
    book = a_book()
    [one] = people(book, 1)
    wrote(one, book, (60, date(2026, 6, 3)))
    assert close(JULY) == 2  # hers and the site's
    assert close(JULY) == 0
    assert of(one) == [(JULY, 1, 60, 60)]


def test_a_run_that_stopped_in_the_middle_goes_on(monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "BATCH", 3)
    book = a_book()
    everyone = people(book, 8)
    for one in everyone:
        wrote(one, book, (60, date(2026, 6, 3)))
    _written, after = close_batch(month=JULY, after=None)
    assert after is not None
    assert len([one for one in everyone if of(one)]) < 8
    assert months_due(now=noon(date(2026, 7, 2))) == [JULY]
    close(JULY)
    assert [of(one) for one in everyone] == [[(JULY, 1, 60, 60)]] * 8


def test_months_that_were_missed_are_all_due() -> None:
    assert months_due(now=noon(date(2026, 9, 2))) == []
    book = a_book()
    [one] = people(book, 1)
    wrote(one, book, (60, date(2026, 6, 3)))
    assert months_due(now=noon(date(2026, 6, 20))) == []
    assert months_due(now=noon(date(2026, 9, 2))) == [JULY, AUGUST, SEPTEMBER]
    close(JULY)
    assert months_due(now=noon(date(2026, 9, 2))) == [JULY, AUGUST, SEPTEMBER]
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)


def spoil(account: AccountRef, **facts: int) -> None:
    """Change August's row of an account, past the guards."""
    with guards_down():
        Snapshot.objects.filter(site_id=account.site, account_id=account.id, month=AUGUST).update(**facts)


def test_a_right_month_has_no_finding_and_a_wrong_one_is_named() -> None:
    book = a_book()
    [one] = people(book, 1)
    wrote(one, book, (60, date(2026, 6, 3)), (-20, date(2026, 7, 3)))
    close(JULY)
    close(AUGUST)
    assert wrong_snapshots(month=JULY) + wrong_snapshots(month=AUGUST) == []
    spoil(one, posted=41)
    assert [(f.code, f.subject, f.stands, f.should) for f in wrong_snapshots(month=AUGUST)] == [
        ("snapshot_is_its_line", one.id, 41, 40)
    ]
    spoil(one, posted=40, came_in=61)
    assert [(f.code, f.subject, f.stands, f.should) for f in wrong_snapshots(month=AUGUST)] == [
        ("snapshot_turnover", one.id, 61, 60)
    ]
    spoil(one, came_in=60, seq=1)
    assert {f.code for f in wrong_snapshots(month=AUGUST)} == {"snapshot_is_its_line"}


def test_a_line_that_is_gone_is_found_from_the_month() -> None:
    book = a_book()
    [one] = people(book, 1)
    wrote(one, book, (60, date(2026, 6, 3)))
    close(JULY)
    run_past_guards("DELETE FROM ledger_entry WHERE account_id = %s", [one.id])
    assert {f.subject for f in wrong_snapshots(month=JULY)} >= {one.id}
