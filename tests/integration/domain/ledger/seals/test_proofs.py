"""What we prove, a stranger's copy of the verifier accepts; whatever is changed in a proof, it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanliu.domain.ledger.models import Transfer
from nuanliu.domain.ledger.seals import sealing
from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.codes import code_of, number_of
from nuanliu.domain.ledger.seals.models import Anchor
from nuanliu.domain.ledger.seals.proofs import UnableToProve, compact, prove_consistency, prove_line
from nuanliu.domain.ledger.seals.queries import LineState, find_line, find_lines, key_fingerprint, newest_heads
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.seals.shown import as_text
from nuanliu.domain.ledger.seals.standalone import verify_proof
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.seals.filled import LATER, a_filled_book
from tests.support.tampering import run_past_guards

pytestmark = pytest.mark.django_db
SCRIPT = Path(verify_proof.__file__)


def holds(*texts) -> bool:
    check = verify_proof.Check()
    try:
        for text in texts:
            for data in verify_proof._read(text):
                check.proof(data)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, verify_proof.zlib.error):
        return False
    return True


def ran(*arguments, given="", options=()):
    command = [sys.executable, *options, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


@pytest.fixture
def made(monkeypatch):
    """Two sites, several blocks, tiles, two anchors, and one line newer than them."""
    monkeypatch.setattr(sealing, "BATCH", 150)
    book = a_filled_book(payments=300)
    a_filled_book()
    seal_all(now=LATER)
    anchor_city(now=LATER)
    book.pay(count=20)
    a_filled_book()
    seal_all(now=LATER)
    anchor_city(now=LATER)
    book.pay()
    seal_all(now=LATER)
    return book


# -- lines


def test_every_line_can_be_proved(made):
    for transfer in Transfer.objects.filter(site_id=made.site).values_list("id", flat=True):
        proof = prove_line(site=made.site, transfer=transfer)
        assert holds(as_text(proof))
        assert (proof["anchor"] is None) == (transfer == made.transfers[-1])


def test_a_stranger_runs_the_verifier_without_us(made, tmp_path):
    transfer = made.transfers[0]
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(prove_line(site=made.site, transfer=transfer), indent=2))
    done = ran(file, options=["-I"])
    assert (done.returncode, done.stderr) == (0, "")
    assert code_of(transfer=transfer) in done.stdout
    assert "10000 分钟 minutes" in done.stdout
    assert key_fingerprint() in done.stdout
    assert "NOT checked" not in done.stdout
    anchor = newest_heads().anchor
    assert anchor is not None
    assert anchor.digest in done.stdout


def test_without_the_library_it_says_that_signatures_were_not_checked(made):
    given = compact(prove_line(site=made.site, transfer=made.transfers[3]))
    done = ran(given=given, options=["-I", "-S"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "签名没有核对 signatures NOT checked" in done.stdout


def test_it_says_why_a_proof_is_wrong_and_ends_with_one(made):
    proof = prove_line(site=made.site, transfer=made.transfers[3])
    proof["line"]["amount"] += 1
    done = ran(given=as_text(proof))
    assert (done.returncode, done.stderr) == (1, "")
    assert "不对 WRONG: 这一笔不在这一块里 the line is not in this block" in done.stdout


def test_a_proof_shows_nothing_private(made):
    transfer = Transfer.objects.get(site_id=made.site, memo="陪聊天")
    text = as_text(prove_line(site=made.site, transfer=transfer.id))
    hidden = [transfer.debit, transfer.credit, transfer.actor, transfer.subject]
    assert [one for one in hidden if one.hex in text or str(one) in text] == []
    assert "memo" not in text
    assert "balance" not in text


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_flipped_bit_is_refused(made, data):
    line = prove_line(site=made.site, transfer=made.transfers[5])
    growth = prove_consistency(site=made.site, old=1, new=3)
    proof = data.draw(st.sampled_from([as_text(line), compact(line), json.dumps(line, indent=1), as_text(growth)]))
    raw = bytearray(proof.encode())
    place, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    raw[place] ^= 1 << bit
    assert holds(proof)
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    assert not holds(changed), (place, bit)


def test_a_line_that_is_not_sealed_cannot_be_proved(made):
    made.pay()
    for transfer in (made.transfers[-1], new_id()):
        with pytest.raises(UnableToProve) as refused:
            prove_line(site=made.site, transfer=transfer)
        assert refused.value.code == "not_sealed"


@pytest.mark.parametrize("profile", ["sha256", "sm3"])
def test_both_digests(settings, profile):
    settings.DIGEST = profile
    book = a_filled_book()
    seal_all(now=LATER)
    anchor_city(now=LATER)
    proof = prove_line(site=book.site, transfer=book.transfers[0])
    assert (proof["block"]["profile"], proof["anchor"]["profile"]) == (profile, profile)
    assert holds(as_text(proof))


# -- growth, and proofs together


def test_a_log_that_only_grew(made):
    for old in range(1, 5):
        for new in range(old, 5):
            assert holds(as_text(prove_consistency(site=made.site, old=old, new=new)))
    proof = prove_consistency(site=made.site, old=1, new=4)
    assert "只增加" in ran(given=as_text(proof)).stdout
    swapped = {**proof, "old": proof["new"], "new": proof["old"]}
    assert not holds(as_text(swapped))


@pytest.mark.parametrize(("old", "new", "code"), [(2, 1, "wrong_order"), (1, 99, "no_such_block")])
def test_no_proof_for_what_is_not_there(made, old, new, code):
    with pytest.raises(UnableToProve) as refused:
        prove_consistency(site=made.site, old=old, new=new)
    assert refused.value.code == code


def test_the_carried_file_and_a_proof_fit_together(made, anchors_file):
    proof = as_text(prove_line(site=made.site, transfer=made.transfers[5]))
    carried = anchors_file.read_text()
    assert holds(carried, proof)
    assert holds(proof, carried)
    first, second = carried.splitlines()
    assert holds(second)
    assert not holds(second.replace(json.loads(first)["digest"], "0" * 64))
    changed = json.loads(second)
    changed["heads"][0][1] += 1
    assert not holds(as_text(changed))


def test_two_heads_of_one_number_are_refused(made, anchors_file):
    """One head shown to one resident and another to the next: both are signed, together they are refused."""
    carried = anchors_file.read_text()
    other = a_filled_book()
    seal_all(now=LATER)
    forked = json.loads(carried.splitlines()[1])

    run_past_guards("DELETE FROM ledger_anchor WHERE number = 2")
    run_past_guards("DELETE FROM ledger_anchorsite WHERE anchor = 2")
    anchors_file.unlink()
    anchor_city(now=LATER)
    assert Anchor.objects.get(number=2).sites == forked["anchor"]["sites"] + 1
    second = as_text(prove_line(site=other.site, transfer=other.transfers[0]))
    assert holds(carried)
    assert holds(second)
    assert not holds(carried, second)


# -- the QR code


def test_a_proof_in_a_log_of_a_million_lines_fits_a_qr_code(made):
    proof = prove_line(site=made.site, transfer=made.transfers[5])
    noise = [sealing.hashlib.sha256(bytes([number])).hexdigest() for number in range(30)]
    proof["path"], proof["anchor"]["path"] = noise[:20], noise[20:28]
    proof["index"] = 999_999
    text = compact(proof)
    assert set(text) <= set(verify_proof.BASE45)
    code = segno.make_qr(text, error="l", mode="alphanumeric", boost_error=False)
    assert int(code.version) <= 40
    assert len(text) < 4296


# -- finding


def test_a_line_is_found_by_its_code_in_every_state(made):
    made.pay()
    states = [find_lines(code=number_of(made.transfers[place]))[0].state for place in (0, -2, -1)]
    assert states == [LineState.ANCHORED, LineState.SEALED, LineState.UNSEALED]
    assert find_lines(code=number_of(new_id())) == []


def test_what_is_shown_of_a_line(made):
    row = Transfer.objects.get(site_id=made.site, memo="陪聊天")
    [line] = find_lines(code=number_of(row.id))
    assert line == find_line(site=made.site, transfer=row.id)
    assert (line.code, line.amount, line.unit, line.kind) == (code_of(transfer=row.id), 7, "time", "service")
    assert (line.is_reversal, line.reversed_at, line.anchor) == (False, LATER, 1)
    mirror = Transfer.objects.get(site_id=made.site, reverses=row.id)
    assert find_lines(code=number_of(mirror.id))[0].is_reversal
