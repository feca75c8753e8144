"""Each kind of planted error is called by its name, with the block and the line it is in."""

from uuid import UUID

import pytest

from nuanliu.domain.ledger.seals import sealing
from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.models import Block, Leaf
from nuanliu.domain.ledger.seals.sealing import seal_all, seal_site
from nuanliu.domain.ledger.seals.verify import verify_book
from nuanliu.domain.ledger.seals.verify.findings import WORDS
from tests.integration.domain.ledger.seals.filled import LATER, Filled, a_filled_book, add_coins

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch) -> Filled:
    """Five blocks: three of 100 lines, the rest, and one newer than the anchor's."""
    monkeypatch.setattr(sealing, "BATCH", 100)
    book = a_filled_book(payments=300)
    add_coins(book)
    seal_all(now=LATER)
    anchor_city(now=LATER)
    book.pay(count=2)
    seal_all(now=LATER)
    return book


def position_of(subject: UUID) -> int:
    return Leaf.objects.get(subject=subject, number=0).position


def test_an_untouched_book_is_right(made):
    report = verify_book(now=LATER)
    assert (report.wrong, report.lines, report.blocks, report.anchors, report.tail) == ([], made.rows, 5, 1, 0)
    assert (report.first_block, report.first_row) == (None, None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_transfer SET memo = 'x' WHERE id = %s",
        "UPDATE ledger_transfer SET occurred_at = recorded_at WHERE id = %s",
        "UPDATE ledger_transfer SET actor = subject WHERE id = %s",
        "UPDATE ledger_entry SET recorded_at = '2020-01-01 00:00:00' WHERE transfer_id = %s",
    ],
)
def test_a_changed_line_is_named_with_its_block(made, plant, sql):
    transfer = made.transfers[-4]
    assert plant(sql, [transfer]) >= 1
    report = verify_book()
    [wrong] = report.wrong
    assert (wrong.code, wrong.subject, wrong.position) == ("row_changed", transfer, position_of(transfer))
    assert wrong.block == 4
    assert report.first_row == report.first_block == wrong


def test_until_when_a_hold_lasted_is_part_of_its_line(made, plant):
    hold = made.transfers[-3]
    plant("UPDATE ledger_hold SET expires_at = NULL WHERE transfer_id = %s", [hold])
    assert [(wrong.code, wrong.subject) for wrong in verify_book().wrong] == [("row_changed", hold)]


def test_the_facts_of_an_account_are_part_of_its_terms(made, plant):
    plant("UPDATE ledger_account SET opened_at = '2020-01-01 00:00:00' WHERE id = %s", [made.taker])
    found = {(wrong.code, wrong.subject) for wrong in verify_book().wrong}
    assert found == {("row_changed", made.taker)}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE ledger_block SET count = count + 1 WHERE number = 2", ("block_changed", 2)),
        ("UPDATE ledger_block SET watermark = watermark + 1 WHERE number = 3", ("block_changed", 3)),
        ("UPDATE ledger_block SET digest = previous WHERE number = 2", ("block_changed", 2)),
        ("UPDATE ledger_block SET key_id = 'x' WHERE number = 3", ("block_signature", 3)),
        ("UPDATE ledger_block SET algorithm = 'none' WHERE number = 5", ("block_signature", 5)),
        ("DELETE FROM ledger_block WHERE number = 2", ("block_missing", 2)),
        ("UPDATE ledger_leaf SET digest = (SELECT root FROM ledger_block WHERE number = 1) WHERE position = 150",
         ("block_root", 2)),
        ("DELETE FROM ledger_leaf WHERE position = 250", ("leaf_missing", 3)),
        ("UPDATE ledger_leaf SET code = code + 1 WHERE position = 220", ("leaf_code", 3)),
        ("DELETE FROM ledger_node", ("node_wrong", 3)),
        ("UPDATE ledger_node SET digest = (SELECT root FROM ledger_block WHERE number = 1)", ("node_wrong", 3)),
        ("UPDATE ledger_leaf SET position = 99999 WHERE position = 250", ("leaf_beyond", None)),
        ("UPDATE ledger_anchor SET lines = lines + 1", ("anchor_changed", None)),
        ("UPDATE ledger_anchor SET key_id = 'x'", ("anchor_signature", None)),
        ("UPDATE ledger_anchorsite SET block = 3", ("anchor_sites", None)),
        ("DELETE FROM ledger_anchorsite", ("anchor_sites", None)),
        ("DELETE FROM ledger_anchor", ("anchor_lost", None)),
    ],
)  # fmt: skip
def test_broken_evidence_is_named(made, plant, sql, expected):
    assert plant(sql)
    assert expected in {(wrong.code, wrong.block) for wrong in verify_book().wrong}


def test_a_broken_block_does_not_accuse_the_others(made, plant):
    plant("UPDATE ledger_block SET moved_time = moved_time + 1 WHERE number = 2")
    assert [(wrong.code, wrong.block) for wrong in verify_book().wrong] == [("block_changed", 2)]


def test_a_line_that_is_gone(made, plant):
    transfer = made.transfers[-4]
    plant("DELETE FROM ledger_transfer WHERE id = %s", [transfer])
    plant("DELETE FROM ledger_entry WHERE transfer_id = %s", [transfer])
    found = [(wrong.code, wrong.subject) for wrong in verify_book().wrong]
    assert found[0] == ("row_missing", transfer)
    assert "posted_is_sum_of_entries" in {code for code, _subject in found}


def test_a_row_that_the_sealer_passed_by_is_named_and_can_be_taken(made, plant):
    made.pay(count=2)
    late = made.transfers[-1]
    plant("UPDATE ledger_transfer SET xact = 0 WHERE id = %s", [late])
    assert seal_all(now=LATER) == 1
    assert [(wrong.code, wrong.subject) for wrong in verify_book().wrong] == [("row_left_out", late)]
    assert seal_site(site=made.site, now=LATER, look_through=True).lines == 1
    assert verify_book().is_right


def test_rows_older_than_transaction_numbers_are_sealed(made, plant):
    made.pay()
    plant("UPDATE ledger_transfer SET xact = NULL WHERE id = %s", [made.transfers[-1]])
    assert seal_all(now=LATER) == 1
    assert verify_book().is_right


def test_a_book_that_was_moved_to_another_system_is_looked_through_once(made, plant):
    """After a dump is restored elsewhere, numbers of transactions begin anew, far below those in the rows."""
    made.pay(count=2)
    plant("UPDATE ledger_transfer SET xact = xact - 1000 WHERE id = %s", [made.transfers[-1]])
    plant("DELETE FROM ledger_block WHERE number = 5")
    plant("DELETE FROM ledger_leaf WHERE position >= (SELECT MAX(size) FROM ledger_block)")
    block = Block.objects.get(number=4)
    plant("UPDATE ledger_block SET system = 42 WHERE number = 4")
    assert seal_all(now=LATER) == 4
    newest = Block.objects.get(number=5)
    assert (newest.system, newest.size) == (block.system, made.rows)


def test_every_finding_has_its_sentence_in_two_languages():
    from django.utils.translation import override  # noqa: PLC0415

    for _stage, words in WORDS.values():
        with override("zh-hans"):
            chinese = str(words)
        with override("en"):
            english = str(words)
        assert chinese != english
