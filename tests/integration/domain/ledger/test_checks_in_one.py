"""One CHECK a table refuses what the many refused, and the many can be had back."""

import pytest
from django.db import IntegrityError, connection, transaction

from nuanliu.domain.ledger.checks_in_one import ChecksInOne
from nuanliu.domain.ledger.types import Kind, Phase, Unit
from tests.integration.domain.ledger.books import a_book

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = ChecksInOne(Kind, Phase, Unit)
TABLES = ("ledger_transfer", "ledger_entry", "ledger_balance")


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text = ANY (%s)",
            [list(TABLES)],
        )
        return {name for (name,) in cursor.fetchall()}


def run(statements, parameters=None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("column", "bad"),
    [
        ("amount", "0"),
        ("credit", "debit"),
        ("kind", "'bribe'"),
        ("phase", "'later'"),
        ("unit", "'yuan'"),
        ("hold", "id"),
    ],
)
def test_a_transfer_that_is_not_sound_is_refused(transactional_db, column, bad) -> None:
    a_book().person(minutes=60)
    columns = (
        "site_id id kind phase unit debit credit amount hold occurred_at recorded_at memo fingerprint".split()  # noqa: SIM905
    )

    def copy(number: str, **changed: str) -> None:
        values = ", ".join(({"id": "%s"} | changed).get(name, name) for name in columns)
        insert = f"INSERT INTO ledger_transfer ({', '.join(columns)}) SELECT {values} FROM ledger_transfer LIMIT 1"
        run([insert], [number.zfill(32)])

    copy("1")
    with pytest.raises(IntegrityError, match=f"(?i)check|{column}"):
        copy("2", **{column: bad})


def test_the_many_come_back_and_go_again(on_postgres) -> None:
    assert CHECKS.forwards("sqlite") == CHECKS.backwards("sqlite") == []
    if not on_postgres:
        return
    one = {f"{table}_sound" for table in TABLES}
    assert names() == one
    run(CHECKS.backwards("postgresql"))
    try:
        assert len(names()) == 12
        assert not names() & one
    finally:
        run(CHECKS.forwards("postgresql"))
    assert names() == one
