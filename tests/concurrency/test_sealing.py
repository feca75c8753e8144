"""Sealers at once, writers meanwhile, and the transaction that commits after the sealing that it began before."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from nuanliu.domain.ledger.models import Transfer
from nuanliu.domain.ledger.seals import journal, pending
from nuanliu.domain.ledger.seals.models import Block, Leaf
from nuanliu.domain.ledger.seals.sealing import seal_site
from nuanliu.domain.ledger.seals.verify import verify_book
from nuanliu.platform.db import durable
from tests.concurrency import sealers
from tests.integration.domain.ledger.books import AT, Book
from tests.integration.domain.ledger.seals.filled import a_filled_book, log_of
from tests.support.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
NOW = AT + timedelta(days=1)
WORKERS = 4
ROUNDS = 40


@pytest.fixture
def given(settings, tmp_path):
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
    book = a_filled_book()
    return {"site": book.site, "giver": book.giver, "taker": book.taker, "now": NOW, "control": False}


def what_is_wrong(given) -> list[str]:
    """Gaps and double leaves in the log after a last sealing, and whatever `verify` finds."""
    seal_site(site=given["site"], now=NOW)
    positions, numbers, size = log_of(given["site"])
    subjects = list(Leaf.objects.filter(site_id=given["site"], number=0).values_list("subject", flat=True))
    transfers = set(Transfer.objects.filter(site_id=given["site"]).values_list("id", flat=True))
    wrong = [] if positions == list(range(size)) else ["positions"]
    wrong += [] if numbers == list(range(1, len(numbers) + 1)) else ["numbers"]
    wrong += [] if len(subjects) == len(transfers) and set(subjects) == transfers else ["leaves"]
    return wrong + [finding.code for finding in verify_book().wrong]


def test_two_sealers_and_two_writers_leave_no_gap_and_no_double(given):
    outcomes = race(count=WORKERS, function=sealers.post_or_seal, given=[given] * ROUNDS)
    assert [one.error + one.words for row in outcomes for one in row if not one.is_ok] == []
    sealed_by = [sum(row[worker].value for row in outcomes) for worker in (0, 1)]
    assert min(sealed_by) > 0, "both sealers found something"
    assert what_is_wrong(given) == []
    assert Transfer.objects.filter(site_id=given["site"], amount=1).count() == 2 * 5 * ROUNDS + 5


def test_sealers_at_once_never_meet(given):
    with sealers.watched(control=False):
        outcomes = race(count=WORKERS, function=sealers.seal_at_once, given=[given] * ROUNDS)
    assert [one.error + one.words for row in outcomes for one in row if not one.is_ok] == []
    assert sum(one.value for row in outcomes for one in row) == 0
    assert what_is_wrong(given) == []


def test_control_without_the_lock_sealers_meet(given):
    with sealers.watched(control=True):
        outcomes = race(count=WORKERS, function=sealers.seal_at_once, given=[{**given, "control": True}] * ROUNDS)
    met = sum(one.value for row in outcomes for one in row if one.is_ok)
    broken = [one for row in outcomes for one in row if not one.is_ok]
    assert met or broken


# -- the late commit


class LateWriter(threading.Thread):
    """Writes at once, and commits when told to."""

    def __init__(self, given) -> None:
        super().__init__(daemon=True)
        self._given = given
        self.has_written, self.may_commit = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with durable():
                sealers.write(self._given, amount=777)
                self.has_written.set()
                assert self.may_commit.wait(60)
        finally:
            connection.close()


def seal_while_somebody_is_late(given) -> list[int]:
    """A late writer begins, another posts and commits, all is sealed, the late one commits. What each sealing took."""
    other = a_filled_book()
    late = LateWriter(given)
    late.start()
    assert late.has_written.wait(60)
    sealers.pay({**given, "site": other.site, "giver": other.giver, "taker": other.taker})
    took = [seal_site(site=given["site"], now=NOW).lines + seal_site(site=other.site, now=NOW).lines]
    late.may_commit.set()
    late.join(60)
    took += [seal_site(site=site, now=NOW).lines for site in (given["site"], other.site)]
    return took


def late_leaf(given) -> bool:
    late = Transfer.objects.get(site_id=given["site"], amount=777)
    return Leaf.objects.filter(site_id=given["site"], subject=late.id).exists()


def test_a_commit_that_comes_after_a_sealing_is_taken_by_the_next(given):
    seal_site(site=given["site"], now=NOW)
    if connection.vendor == "sqlite":
        return  # one writer at a time: nobody can commit behind a sealing
    took = seal_while_somebody_is_late(given)
    assert (took[1], took[2]) == (1, 0)
    assert late_leaf(given)
    assert what_is_wrong(given) == []


def test_many_sealings_do_not_pass_a_transaction_that_is_still_open(given):
    seal_site(site=given["site"], now=NOW)
    if connection.vendor == "sqlite":
        return
    other = a_filled_book()
    mine = {**given, "site": other.site, "giver": other.giver, "taker": other.taker}
    late = LateWriter(given)
    late.start()
    assert late.has_written.wait(60)
    for _each in range(5):
        sealers.pay(mine)
        seal_site(site=other.site, now=NOW)
        seal_site(site=given["site"], now=NOW)
    late.may_commit.set()
    late.join(60)
    assert seal_site(site=given["site"], now=NOW).lines == 1
    assert what_is_wrong(given) == []


def seal_past(given, xact: int) -> None:
    """Post and seal until a block says that everything up to `xact` has ended: other tests of the server may last."""
    last = time.monotonic() + 300
    while pending.newest_block(site=given["site"]).watermark <= xact:
        assert time.monotonic() < last, "somebody's transaction does not end"
        in_thread(_post_elsewhere, given)
        seal_site(site=given["site"], now=NOW)
        threading.Event().wait(0.05)


def test_control_a_look_back_by_time_loses_it(given, monkeypatch):
    """The same with rows newer than the newest that is sealed: what is written first and committed last is lost."""
    seal_site(site=given["site"], now=NOW)
    if connection.vendor == "sqlite":
        return

    def newer_only(*, site, since, limit):
        newest = Block.objects.filter(site_id=site).order_by("-number").values_list("sealed_at", flat=True).first()
        keys = journal.keys_without_leaf(site=site, since=None, limit=limit)
        if newest is None:
            return keys
        sealed = Leaf.objects.filter(site_id=site, number=0).values("subject")
        last = Transfer.objects.filter(site_id=site, id__in=sealed).order_by("-recorded_at").first()
        border = journal.read_transfers(site=site, ids=[last.id.bytes])[last.id.bytes].recorded_at
        return [key for key in keys if key.recorded_at > border]

    monkeypatch.setattr(pending, "keys_without_leaf", newer_only)
    late = LateWriter(given)
    late.start()
    assert late.has_written.wait(60)
    in_thread(_post_elsewhere, given)
    assert seal_site(site=given["site"], now=NOW).lines > 0
    late.may_commit.set()
    late.join(60)
    assert seal_site(site=given["site"], now=NOW).lines == 0
    assert not late_leaf(given)
    seal_past(given, Transfer.objects.get(site_id=given["site"], amount=777).xact)
    assert not late_leaf(given)
    assert [finding.code for finding in verify_book().wrong] == ["row_left_out"]


def in_thread(function, given) -> None:
    thread = threading.Thread(target=function, args=(given,))
    thread.start()
    thread.join(60)


def _post_elsewhere(given) -> None:
    """A later posting of the same site, between accounts that the late writer has not locked."""
    try:
        Book(given["site"]).person(minutes=5)
    finally:
        connection.close()
