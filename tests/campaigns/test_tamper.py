"""Whatever is done to the tables behind the guards, the verifier finds it and says where.

`./dev tamper` does it a thousand times on each database; in `make test` a short form with a fixed seed runs.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction

from nuanliu.domain.ledger.seals import sealing, verify
from nuanliu.domain.ledger.seals.verify import site_log, verify_book
from nuanliu.domain.ledger.seals.verify.findings import VerifyReport
from tests.campaigns import acts, world
from tests.campaigns.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(7200)]
TRIALS = int(os.environ.get("NUANLIU_TAMPER_TRIALS", "40"))
CONTROL_SEED = 20261126
"""A control shows that there is something to see; it need not be drawn anew for each campaign."""
SEED = int(os.environ.get("NUANLIU_TAMPER_SEED", CONTROL_SEED))


@pytest.fixture
def book(settings, tmp_path, monkeypatch) -> World:
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
    monkeypatch.setattr(sealing, "BATCH", 150)
    return world.build(anchors_file=settings.ANCHORS_FILE)


def tampered(book: World, seed: int) -> Iterator[tuple[acts.Done, VerifyReport]]:
    """One act, what the verifier says of it, and everything put back."""
    dice = random.Random(seed)
    carried = book.anchors_file.read_bytes()
    for _draw in range(200):
        with transaction.atomic():
            done = _try(book, dice)
            if done is not None:
                yield done, verify_book()
            transaction.set_rollback(True)
        book.anchors_file.write_bytes(carried)
        _checks_on()
        if done is not None:
            return
    raise RuntimeError(f"no act could be done with seed {seed}")


def _try(book: World, dice: random.Random) -> acts.Done | None:
    """None if the row has no such act, or a key of the table refuses it."""
    try:
        with transaction.atomic():
            return acts.draw(dice)(book, dice)
    except (acts.CannotBeDone, DatabaseError, IndexError):
        return None


def _checks_on() -> None:
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA ignore_check_constraints = OFF")


def missed(book: World, seeds: range) -> tuple[list[str], Counter[str]]:
    """Acts that were not found, or not placed; and how many of each kind there were."""
    unseen, kinds = [], Counter()
    for seed in seeds:
        for done, report in tampered(book, seed):
            kinds[" ".join(done.what.split()[:2]).split(".")[0]] += 1
            if report.is_right:
                unseen.append(f"{seed}: not found: {done.what}")
            elif not any(done.places.named_by(wrong) for wrong in report.wrong):
                named = sorted({f"{wrong.code} {wrong.where}" for wrong in report.wrong})[:5]
                unseen.append(f"{seed}: not placed: {done.what}: {named}")
    return unseen, kinds


def test_every_act_is_found_and_placed(book):
    assert verify_book().wrong == []
    unseen, kinds = missed(book, range(SEED, SEED + TRIALS))
    print(f"{connection.vendor}: {TRIALS} acts, {len(unseen)} missed")  # noqa: T201 (the campaign's figures)
    for kind, count in sorted(kinds.items()):
        print(f"  {count:5} {kind}")  # noqa: T201
    assert unseen == []
    assert verify_book().wrong == [], "everything was put back"


@pytest.mark.parametrize("stage", ["rows", "outside", "books", "heads"])
def test_control_without_one_stage_something_is_missed(book, stage):
    """So each stage does find what no other finds."""
    real = site_log._compared

    def believed(h, site, chunk):
        for leaf in real(h, site, chunk):
            yield site_log._Leaf(leaf.stored, "", leaf.moved)

    taken = {
        "rows": mock.patch.object(site_log, "_compared", believed),
        "outside": mock.patch.object(verify, "check_anchors", return_value=0),
        "books": mock.patch.multiple(verify, check_books=mock.DEFAULT, check_caches=mock.DEFAULT),
        "heads": mock.patch.object(site_log, "is_signed", return_value=True),
    }
    with taken[stage]:
        for seed in range(CONTROL_SEED, CONTROL_SEED + 400):
            unseen, _kinds = missed(book, range(seed, seed + 1))
            if unseen:
                return
    pytest.fail("nothing was missed")
