"""The check of the books finds each kind of planted error and names the right account or transfer."""

import pytest
from django.db import connection

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.operations import post
from tests.integration.domain.ledger.books import AT, a_book

pytestmark = pytest.mark.django_db


def plant(sql: str, params: list) -> None:
    """Run SQL past the guards, as a database administrator could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, params)
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, params)
        for _name, text in triggers:
            cursor.execute(text.replace("%", "%%"))


def key(value) -> str:
    return value.hex if connection.vendor == "sqlite" else str(value)


@pytest.fixture
def planted():
    book = a_book()
    giver, taker = book.person(minutes=120), book.person()
    request = book.ask(giver, taker, 60)
    post(request)
    _result, hold = book.hold(giver, 30, expires_at=AT)
    assert check_books().is_right
    return book, giver, taker, request.id, hold


@pytest.mark.parametrize(
    ("sql", "who", "code"),
    [
        ("UPDATE ledger_balance SET posted = posted + 1 WHERE account_id = %s", "taker", "posted_is_sum_of_entries"),
        ("UPDATE ledger_balance SET seq = seq + 1 WHERE account_id = %s", "taker", "numbers_without_gap"),
        ("UPDATE ledger_balance SET held = held - 1 WHERE account_id = %s", "giver", "held_is_open_holds"),
        ("UPDATE ledger_entry SET balance = balance + 1 WHERE account_id = %s", "taker", "running_balance"),
        ("UPDATE ledger_transfer SET amount = amount + 1 WHERE id = %s", "transfer", "legs_balance"),
        ("DELETE FROM ledger_entry WHERE transfer_id = %s", "transfer", "legs_balance"),
        ("DELETE FROM ledger_transfer WHERE id = %s", "transfer", "entry_without_transfer"),
        ("UPDATE ledger_transfer SET amount = amount + 1 WHERE id = %s", "hold", "hold_is_its_transfers"),
        ("DELETE FROM ledger_hold WHERE transfer_id = %s", "hold", "hold_row_for_hold_transfer"),
        (
            "UPDATE ledger_balance SET ceiling = posted - 1 WHERE account_id = %s",
            "taker",
            "within_bounds",
        ),
        ("DELETE FROM ledger_balance WHERE account_id = %s", "taker", "account_without_balance"),
        ("UPDATE ledger_transfer SET unit = 'coin' WHERE id = %s", "transfer", "one_unit_a_transfer"),
    ],
)
def test_a_planted_error_is_found_and_placed(planted, sql, who, code) -> None:
    _book, giver, taker, transfer, hold = planted
    subject = {"giver": giver, "taker": taker, "transfer": transfer, "hold": hold}[who]
    if code == "within_bounds":
        with connection.cursor() as cursor:
            drop = "ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_sound"
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            else:
                cursor.execute(drop)
    plant(sql, [key(subject)])
    found = {(finding.code, finding.subject) for finding in check_books().findings}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert (code, subject) in found


def test_an_empty_book_is_right() -> None:
    report = check_books()
    assert (report.is_right, report.findings) == (True, [])
