"""Sealing, anchoring and the night watch, as the schedule and the command line do them."""

import json
import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.seals.queries import newest_heads
from nuanliu.domain.ledger.seals.standalone import verify_proof
from nuanliu.jobs.schedule import SCHEDULE
from nuanliu.platform.ids import new_id
from nuanliu.usecases.reconcile import check_everything
from nuanliu.usecases.seal_books import FOUND_WRONG, anchor_books, anchor_daily, seal_books
from tests.integration.domain.ledger.seals.filled import LATER, a_filled_book
from tests.support.tampering import run_past_guards

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors_file(settings, tmp_path):
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
    return settings.ANCHORS_FILE


def said(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_the_schedule_seals_every_minute_anchors_daily_and_watches_nightly():
    rhythm = {job.name: (job.every, str(job.at)) for job in SCHEDULE if job.name.startswith("ledger.")}
    assert rhythm["ledger.seal"][0] == timedelta(minutes=1)
    assert rhythm["ledger.anchor"] == (None, "23:55:00")
    assert rhythm["ledger.check-everything"] == (None, "02:30:00")


def test_sealing_says_how_many_and_finds_nothing_twice():
    made = a_filled_book()
    assert (seal_books(now=LATER), seal_books(now=LATER)) == (made.rows, 0)


def test_anchoring_seals_what_is_new_first():
    assert anchor_daily(now=LATER) == 0
    made = a_filled_book()
    assert anchor_daily(now=LATER) == made.rows
    made.pay()
    anchor = anchor_books(now=LATER)
    assert anchor is not None
    assert (anchor.number, anchor.lines) == (2, made.rows)
    assert newest_heads().sites[0].is_anchored


def test_the_night_watch_is_silent_about_a_right_book(caplog):
    a_filled_book()
    anchor_books(now=LATER)
    with caplog.at_level(logging.ERROR):
        check_everything(now=LATER)
    assert (caplog.records, Event.objects.filter(action=FOUND_WRONG).count()) == ([], 0)


def test_the_night_watch_alarms_operator_and_auditors(caplog):
    made = a_filled_book()
    anchor_books(now=LATER)
    run_past_guards("UPDATE ledger_transfer SET memo = 'x' WHERE id = %s", [made.transfers[0]])
    with caplog.at_level(logging.ERROR):
        assert check_everything(now=LATER) >= 1
    assert str(made.transfers[0]) in caplog.text
    event = Event.objects.get(action=FOUND_WRONG)
    assert (event.subject_type, event.details["wrong"]) == ("book", 1)
    assert event.details["first"][0].startswith("row_changed: ")


# -- the command line


def test_seal_and_verify():
    made = a_filled_book()
    assert f"sealed: {made.rows}" in said("seal")
    assert "anchor 1: " in said("seal", "--anchor")
    assert "sealed: 0" in said("seal", "--look-through")
    out = said("verify")
    assert "账实相符，没有改动 / the book is right and nothing was changed" in out
    assert f"sealed lines: {made.rows}" in out


def test_verify_names_the_first_broken_block_and_line_in_both_languages_and_fails():
    made = a_filled_book()
    said("seal", "--anchor")
    run_past_guards("UPDATE ledger_transfer SET memo = 'x' WHERE id = %s", [made.transfers[0]])
    with pytest.raises(CommandError) as failed:
        said("verify")
    words = str(failed.value)
    assert f"第一处坏块 first broken block: row_changed: 这一笔在封存之后被改过 / {CHANGED}" in words
    assert f"line {made.transfers[0]}" in words
    assert "block 1" in words


CHANGED = "this line was changed after it was sealed"


def test_verify_against_a_file_kept_elsewhere(tmp_path, anchors_file):
    a_filled_book()
    said("seal", "--anchor")
    with pytest.raises(CommandError, match="wrong in 1 places"):
        said("verify", "--anchors", str(tmp_path / "nowhere.jsonl"))
    assert "is right" in said("verify", "--anchors", str(anchors_file))


def test_sealing_stops_at_a_broken_log_and_says_so():
    made = a_filled_book()
    said("seal")
    run_past_guards("UPDATE ledger_leaf SET digest = %s WHERE position = 0", [bytes(32)])
    made.pay()
    with pytest.raises(CommandError, match="not sealed"):
        said("seal")


def test_prove_prints_what_the_verifier_accepts(tmp_path):
    made = a_filled_book()
    said("seal", "--anchor")
    code = code_of(transfer=made.transfers[0])
    assert code in verify_proof.Check().proof(json.loads(said("prove", code.lower())))
    drawing = tmp_path / "code.svg"
    text = said("prove", code, "--compact", "--qr", str(drawing)).strip()
    [proof] = verify_proof._read(text)
    assert code in verify_proof.Check().proof(proof)
    assert drawing.read_text().startswith("<?xml")


@pytest.mark.parametrize("seal", [False, True])
def test_prove_refuses_in_words(seal):
    made = a_filled_book()
    if seal:
        said("seal")
    for code in ("7K3M", code_of(transfer=new_id())):
        with pytest.raises(CommandError):
            said("prove", code)
    if not seal:
        with pytest.raises(CommandError, match="还没有封存"):
            said("prove", code_of(transfer=made.transfers[0]))
