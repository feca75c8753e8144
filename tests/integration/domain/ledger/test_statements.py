"""Statements: opening, turnover and closing of any days, at the same cost however many lines there are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanliu.domain.ledger.operations import reverse
from nuanliu.domain.ledger.snapshots import close_batch, months_due
from nuanliu.domain.ledger.statements import (
    Standing,
    account_facts,
    accounts_at,
    standing_at,
    statement_lines,
    statement_of,
)
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Unit
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book, stripe_of
from tests.support.journal import days_from, noon, write_lines

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
AUGUST_END = date(2026, 8, 31)


def an_account(book: Book) -> tuple[AccountRef, object]:
    person = book.person()
    return AccountRef(book.site, person), stripe_of(book, person)


def with_lines(book: Book, count: int, first: date = JUNE) -> AccountRef:
    """`count` lines of +60, a day apart, except every fourth, which takes 30 back."""
    book.system()
    account, source = an_account(book)
    amounts = [-30 if number % 4 == 3 else 60 for number in range(count)]
    write_lines(account, source, list(zip(amounts, days_from(first, count), strict=True)))
    return account


def close_months(until: date) -> None:
    for month in months_due(now=noon(until)):
        assert close_batch(month=month, after=None)[1] is None


@pytest.mark.parametrize("closed", [False, True])
def test_opening_turnover_and_closing_of_a_month(*, closed: bool) -> None:
    account = with_lines(a_book(), 80)
    if closed:
        close_months(AUGUST_END)
    july = statement_of(account=account, first=date(2026, 7, 1), last=date(2026, 7, 31))
    # June had 30 lines: 23 x 60 in, 7 x 30 out. July has 31: 23 x 60 in, 8 x 30 out.
    assert july.opening == Standing(seq=30, posted=1170, came_in=1380)
    assert (july.came_in, july.went_out, july.closing.posted, july.lines) == (1380, 240, 2310, 31)


@pytest.mark.parametrize("closed", [False, True])
def test_days_begin_and_end_at_midnight_on_the_wall(*, closed: bool) -> None:
    book = a_book()
    book.system()
    account, source = an_account(book)
    eve, day, after = at(date(2026, 7, 31), 23, 59), at(date(2026, 8, 1), 0), at(date(2026, 8, 2), 0)
    write_lines(account, source, [(10, eve), (20, day), (40, after)])
    if closed:
        close_months(date(2026, 8, 20))
    the_first = statement_of(account=account, first=date(2026, 8, 1), last=date(2026, 8, 1))
    assert (the_first.opening.posted, the_first.came_in, the_first.closing.posted) == (10, 20, 30)
    assert [line.amount for line in statement_lines(statement=the_first)] == [20]


def test_lines_come_in_order_a_page_at_a_time() -> None:
    account = with_lines(a_book(), 30)
    whole = statement_of(account=account, first=JUNE, last=AUGUST_END)
    first = statement_lines(statement=whole, count=20)
    rest = statement_lines(statement=whole, after=first[-1].seq, count=20)
    assert [line.seq for line in [*first, *rest]] == list(range(1, 31))
    running = 0
    for line in [*first, *rest]:
        running += line.amount
        assert line.balance == running
    assert running == whole.closing.posted
    assert statement_lines(statement=whole, after=30) == []


def test_a_period_before_the_first_line_and_one_after_the_last() -> None:
    account = with_lines(a_book(), 10)
    before = statement_of(account=account, first=date(2026, 5, 1), last=date(2026, 5, 31))
    after = statement_of(account=account, first=date(2026, 7, 1), last=date(2026, 7, 31))
    assert (before.opening, before.closing, before.lines) == (Standing(), Standing(), 0)
    assert (after.opening.posted, after.closing.posted, after.lines) == (420, 420, 0)


def test_an_account_that_was_never_opened_is_empty() -> None:
    nobody = AccountRef(new_id(), new_id())
    empty = statement_of(account=nobody, first=JUNE, last=AUGUST_END)
    assert (empty.opening, empty.closing, statement_lines(statement=empty)) == (Standing(), Standing(), [])
    assert account_facts(account=nobody) is None


def test_a_corrected_line_and_its_correction_know_each_other() -> None:
    book = a_book()
    book.system()
    account, source = an_account(book)
    [wrong] = write_lines(account, source, [(60, noon(JUNE))])
    right = new_id()
    assert reverse(id=right, site=book.site, transfer=wrong, at=AT, actor=None, memo="记错了").stands
    whole = statement_of(account=account, first=JUNE, last=date(2099, 12, 31))
    lines = statement_lines(statement=whole)
    assert [(line.reverses, line.reversed_by) for line in lines] == [(None, right), (wrong, None)]
    assert [line.other for line in lines] == [source, source]


def test_accounts_of_an_owner_say_what_they_are() -> None:
    book = a_book()
    person = book.person()
    facts = account_facts(account=AccountRef(book.site, person))
    assert facts is not None
    assert (facts.unit, facts.kind, facts.stripe) == (Unit.TIME, AccountKind.SAVINGS, 0)
    assert accounts_at(site=book.site, owner=facts.owner) == [facts]
    assert accounts_at(site=new_id(), owner=facts.owner) == []


def cost_of(account: AccountRef, *, first: date, last: date) -> tuple[int, int]:
    """Queries of a statement and its first page, and the rows they gave back."""
    with CaptureQueriesContext(connection) as seen:
        statement = statement_of(account=account, first=first, last=last)
        lines = statement_lines(statement=statement, count=20)
    return len(seen), len(lines)


@pytest.mark.parametrize("closed", [False, True])
def test_3000_lines_cost_what_30_cost(*, closed: bool) -> None:
    few, many = with_lines(a_book(), 30, date(2026, 1, 1)), with_lines(a_book(), 3000, date(2019, 1, 1))
    if closed:
        close_months(date(2027, 6, 1))
    of_few = cost_of(few, first=date(2026, 1, 6), last=date(2026, 1, 28))
    of_many = cost_of(many, first=date(2026, 1, 6), last=date(2026, 1, 28))
    assert of_few == of_many == (of_few[0], 20)


def test_the_line_before_a_day_is_found_by_halving_and_not_by_walking() -> None:
    account = with_lines(a_book(), 3000, date(2019, 1, 1))
    close_months(date(2027, 6, 1))
    with CaptureQueriesContext(connection) as seen:
        standing_at(account=account, moment=noon(date(2023, 3, 15)))
    [halving] = [query["sql"] for query in seen.captured_queries if "RECURSIVE" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(halving.replace("SELECT MAX(low) FROM search WHERE low = high", "SELECT COUNT(*) FROM search"))
        [(steps,)] = cursor.fetchall()
    assert 1 < steps <= 13  # 2 ** 11 < 3000 - (lines of the closed months)


def test_a_month_that_is_closed_is_not_read_again() -> None:
    account = with_lines(a_book(), 3000, date(2019, 1, 1))
    close_months(date(2027, 6, 1))
    march = date(2023, 3, 1)
    with CaptureQueriesContext(connection) as seen:
        statement_of(account=account, first=march, last=date(2023, 3, 31))
    spans = [query["sql"] for query in seen.captured_queries if "SUM" in query["sql"].upper()]
    assert spans == []  # both ends stand in snapshots


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(st.tuples(st.integers(1, 500), st.booleans(), st.integers(0, 40)), max_size=25),
    first=st.integers(0, 400),
    length=st.integers(0, 200),
    closed=st.booleans(),
)
def test_a_statement_is_what_adding_up_gives(lines, first: int, length: int, *, closed: bool) -> None:
    book = a_book()
    book.system()
    account, source = an_account(book)
    day, stands, written = JUNE, 0, []
    for size, is_out, wait in lines:
        day += timedelta(days=wait)
        amount = -min(size, stands) if is_out else size
        if amount:
            stands += amount
            written.append((amount, noon(day)))
    write_lines(account, source, written)
    if closed:
        close_months(day + timedelta(days=40))
    since = JUNE + timedelta(days=first - 10)
    until = since + timedelta(days=length)
    found = statement_of(account=account, first=since, last=until)
    inside = [amount for amount, moment in written if noon(since) <= moment <= noon(until)]
    assert found.opening.posted == sum(amount for amount, moment in written if moment < noon(since))
    assert (found.came_in, found.went_out) == (
        sum(amount for amount in inside if amount > 0),
        -sum(amount for amount in inside if amount < 0),
    )
    assert (found.lines, found.closing.posted) == (len(inside), found.opening.posted + sum(inside))
