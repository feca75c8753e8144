"""Every row of the journal gets one leaf, in one order, in signed blocks that follow each other."""

import pytest
from django.db import DatabaseError, connection, transaction

from nuanliu.domain.ledger.models import Hold, Transfer
from nuanliu.domain.ledger.seals import journal, sealing
from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.canonical import microseconds, transfer_leaf
from nuanliu.domain.ledger.seals.models import Block, Leaf, Node
from nuanliu.domain.ledger.seals.sealing import seal_all, seal_site
from nuanliu.domain.ledger.seals.shown import block_head
from nuanliu.domain.ledger.seals.tiles import LogBroken
from nuanliu.platform.digests import Profile, hash_of
from nuanliu.platform.seal_keys import seal_keys
from tests.integration.domain.ledger.books import AT, a_book
from tests.integration.domain.ledger.seals.filled import JUNE, LATER, MAY, a_filled_book, add_coins, log_of

pytestmark = pytest.mark.django_db


def test_every_row_of_the_journal_gets_one_leaf():
    made = a_filled_book()
    rows = made.rows
    done = seal_site(site=made.site, now=LATER)
    assert (done.lines, done.blocks, done.was_busy) == (rows, 1, False)
    assert log_of(made.site) == (list(range(rows)), [1], rows)
    subjects = set(Leaf.objects.filter(site_id=made.site, number=0).values_list("subject", flat=True))
    assert subjects == set(Transfer.objects.filter(site_id=made.site).values_list("id", flat=True))


def test_nothing_new_makes_no_block_and_something_new_the_next():
    made = a_filled_book()
    size = seal_site(site=made.site, now=LATER).lines
    assert seal_site(site=made.site, now=LATER).lines == 0
    made.pay(count=3)
    assert seal_site(site=made.site, now=LATER).lines == 3
    assert log_of(made.site) == (list(range(size + 3)), [1, 2], size + 3)
    first, second = Block.objects.filter(site_id=made.site).order_by("number")
    assert bytes(second.previous) == bytes(first.digest)


def test_a_block_says_what_moved_and_is_signed():
    made = a_filled_book(payments=0)
    seal_all(now=LATER)
    block = Block.objects.get(site_id=made.site)
    assert (block.moved_time, block.moved_coin, block.moved_honour) == (10_000 + 7 + 40 + 7, 0, 0)
    assert (block.count, block.sealed_at, block.profile) == (block.size, LATER, Profile.SHA256)
    digest = block_head(block).digest()
    assert bytes(block.digest) == digest
    signed = {"signature": bytes(block.signature), "key_id": block.key_id, "algorithm": block.algorithm}
    assert seal_keys().has_signed(digest=digest, **signed)
    assert not seal_keys().has_signed(digest=bytes(32), **signed)


def test_large_batches_fill_several_blocks_and_tiles(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 100)
    made = a_filled_book(payments=270)
    done = seal_site(site=made.site, now=LATER)
    assert done.blocks == 4
    assert log_of(made.site) == (list(range(done.lines)), [1, 2, 3, 4], done.lines)
    assert list(Node.objects.filter(site_id=made.site).values_list("level", "position")) == [(1, 0)]
    made.pay(count=250)
    more = seal_site(site=made.site, now=LATER).lines
    assert Node.objects.filter(site_id=made.site).count() == (done.lines + more) // 256 == 2


def test_a_look_that_is_cut_short_goes_on(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 10)
    monkeypatch.setattr(sealing, "LOOK", 25)
    made = a_filled_book(payments=60)
    rows = made.rows
    assert seal_site(site=made.site, now=LATER).lines == rows
    assert log_of(made.site)[0] == list(range(rows))


def test_each_site_has_its_own_log():
    one, two = a_filled_book(), a_filled_book()
    seal_all(now=LATER)
    assert log_of(one.site)[1] == log_of(two.site)[1] == [1]
    two.pay()
    assert seal_all(now=LATER) == 1
    assert (log_of(one.site)[1], log_of(two.site)[1]) == ([1], [1, 2])


def test_the_national_digest(settings):
    settings.DIGEST = "sm3"
    made = a_filled_book()
    seal_all(now=LATER)
    settings.DIGEST = "sha256"
    made.pay()
    seal_all(now=LATER)
    assert set(Block.objects.filter(site_id=made.site).values_list("profile", flat=True)) == {"sm3"}
    leaf = Leaf.objects.get(site_id=made.site, subject=made.transfers[0])
    facts = journal.read_transfers(site=made.site, ids=[made.transfers[0].bytes])[made.transfers[0].bytes]
    assert (
        bytes(leaf.digest)
        == transfer_leaf(hash_of(Profile.SM3), facts)
        != transfer_leaf(hash_of(Profile.SHA256), facts)
    )


def test_what_is_sealed_of_a_transfer():
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    _result, hold = book.hold(giver, 60, expires_at=LATER)
    book.capture(hold, giver, taker, 60, memo="买菜")
    capture = Transfer.objects.get(site_id=book.site, phase="capture")
    facts = journal.read_transfers(site=book.site, ids=[capture.id.bytes, hold.bytes])
    assert facts[hold.bytes].expires_at == microseconds(LATER)
    assert [(entry.account, entry.amount) for entry in facts[capture.id.bytes].entries] == sorted(
        [(giver.bytes, -60), (taker.bytes, 60)]
    )
    assert (facts[capture.id.bytes].memo, facts[capture.id.bytes].hold) == ("买菜", hold.bytes)
    [term] = journal.read_terms(site=book.site, accounts=[taker.bytes]).values()
    assert (term.account, term.number, term.is_open, term.unit, term.kind) == (taker.bytes, 1, 1, "time", "savings")


def test_what_a_transfer_did_to_lots_is_sealed_with_it():
    coins = add_coins(a_filled_book())
    gift = coins.transfers[4]
    [facts] = journal.read_transfers(site=coins.site, ids=[gift.bytes]).values()
    assert [(move.account, move.expires, move.amount) for move in facts.moves] == sorted(
        [
            (coins.giver.bytes, MAY.toordinal(), -380),
            (coins.giver.bytes, JUNE.toordinal(), -100),
            (coins.taker.bytes, MAY.toordinal(), 380),
            (coins.taker.bytes, JUNE.toordinal(), 100),
        ]
    )


# -- what the sealer refuses, and what the database refuses


def test_nothing_is_built_on_a_log_that_was_tampered_with(plant):
    made, sound = a_filled_book(), a_filled_book()
    seal_all(now=LATER)
    plant("UPDATE ledger_leaf SET digest = %s WHERE site_id = %s AND position = 2", [bytes(32), made.site])
    made.pay()
    sound.pay()
    with pytest.raises(LogBroken):
        seal_all(now=LATER)
    assert (log_of(made.site)[1], log_of(sound.site)[1]) == ([1], [1, 2])


@pytest.mark.parametrize("table", ["leaf", "block", "node", "anchor", "anchorsite"])
@pytest.mark.parametrize("act", ["DELETE FROM ledger_{}", "UPDATE ledger_{} SET digest = digest"])
def test_evidence_is_never_changed(table, act, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 300)
    made = a_filled_book(payments=260)
    seal_all(now=LATER)
    anchor_city(now=LATER)
    assert log_of(made.site)[2] > 256
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(act.format(table))


@pytest.mark.parametrize(
    "change", [{"number": 3}, {"previous": bytes(32)}, {"size": 99}, {"count": 2}, {"number": 1}, {"number": 0}]
)
def test_a_block_must_follow(change):
    made = a_filled_book()
    seal_all(now=LATER)
    block = Block.objects.get(site_id=made.site)
    facts = {field.attname: getattr(block, field.attname) for field in Block._meta.fields if field.name != "pk"}
    follows = {**facts, "number": 2, "previous": bytes(block.digest), "size": block.size + 1, "count": 1}
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.create(**{**follows, **change})
    Block.objects.create(**follows)


def test_until_when_a_hold_lasts_is_sealed_and_cannot_change():
    book = a_book()
    _result, hold = book.hold(book.person(minutes=90), 60, expires_at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.filter(site_id=book.site, transfer_id=hold).update(expires_at=LATER)
    assert Hold.objects.filter(site_id=book.site, transfer_id=hold).update(released=60) == 1
