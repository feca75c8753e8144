"""The city's anchor: a chain of its own, carried outside in a file that is only added to."""

import json
from datetime import timedelta

import pytest

from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite
from nuanliu.domain.ledger.seals.outside import carry_out, newest_carried, read_lines
from nuanliu.domain.ledger.seals.queries import key_fingerprint, newest_heads, past_anchors, public_keys
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.seals.verify import verify_book
from tests.integration.domain.ledger.seals.filled import LATER, a_filled_book

pytestmark = pytest.mark.django_db


def anchored(days: int = 1) -> None:
    for _day in range(days):
        seal_all(now=LATER)
        anchor_city(now=LATER)


def numbers(path) -> list[int]:
    return [line["anchor"]["number"] for line in read_lines(path=path)]


def test_an_empty_book_has_no_anchor(anchors_file):
    assert anchor_city(now=LATER) is None
    assert not anchors_file.exists()
    assert newest_heads().anchor is None


def test_an_anchor_holds_every_sites_newest_block_and_follows_the_one_before():
    one, two = a_filled_book(), a_filled_book()
    anchored()
    one.pay()
    anchored()
    first, second = Anchor.objects.order_by("number")
    assert bytes(second.previous) == bytes(first.digest)
    held = set(AnchorSite.objects.filter(anchor=2).values_list("site_id", "block"))
    assert held == {(one.site, 2), (two.site, 1)}
    assert (second.sites, second.lines, second.anchored_at) == (2, one.rows + two.rows, LATER)


def test_what_the_pages_show():
    made = a_filled_book()
    anchored(days=3)
    made.pay()
    seal_all(now=LATER)
    heads = newest_heads()
    assert heads.anchor is not None
    assert (heads.anchor.number, heads.lines) == (3, made.rows)
    assert [(site.site, site.block, site.is_anchored) for site in heads.sites] == [(made.site, 2, False)]
    assert [anchor.number for anchor in past_anchors(count=2)] == [3, 2]
    assert [anchor.number for anchor in past_anchors(before=2, count=2)] == [1]
    assert past_anchors()[0].previous == past_anchors()[1].digest
    [(key_id, key)] = public_keys().items()
    assert (len(key), key_fingerprint().replace(" ", "")[:16]) == (64, key_id)


def test_each_anchor_is_one_line_of_the_file(anchors_file):
    made = a_filled_book()
    anchored(days=2)
    first, second = read_lines(path=anchors_file)
    assert (first["anchor"]["number"], second["anchor"]["number"]) == (1, 2)
    assert [head[:2] for head in second["heads"]] == [[made.site.hex, 1]]
    assert second["digest"] == past_anchors()[0].digest
    assert anchors_file.read_bytes().isascii()


def test_a_line_lost_in_a_crash_is_made_up_for_and_no_more_than_that(anchors_file):
    a_filled_book()
    anchored(days=2)
    lines = anchors_file.read_text().splitlines(keepends=True)
    anchors_file.write_text(lines[0])
    anchored()
    assert numbers(anchors_file) == [1, 2, 3]
    anchors_file.write_text(lines[0])
    anchored()
    assert numbers(anchors_file) == [1, 4]
    assert {wrong.code for wrong in verify_book().wrong} == {"file_short"}


def test_carrying_out_again_adds_nothing(anchors_file):
    a_filled_book()
    anchored(days=2)
    before = anchors_file.read_bytes()
    carry_out(number=2, path=anchors_file)
    assert anchors_file.read_bytes() == before


@pytest.mark.parametrize("rubbish", ["", "not json\n", "[1]\n", '{"anchor":{}}\n'])
def test_rubbish_in_the_file_hides_nothing_and_stops_nothing(anchors_file, rubbish):
    a_filled_book()
    anchored()
    with anchors_file.open("a") as file:
        file.write(rubbish)
    assert newest_carried(path=anchors_file) == 1
    anchored()
    codes = {wrong.code for wrong in verify_book().wrong}
    assert codes == ({"file_unreadable"} if rubbish else set())


# -- what verify says about the outside


def test_a_missing_file_is_a_finding_of_its_own(anchors_file):
    a_filled_book()
    assert verify_book().is_right, "nothing was anchored, so nothing is missing"
    anchored()
    anchors_file.unlink()
    assert [wrong.code for wrong in verify_book().wrong] == ["file_missing"]


def test_a_copy_kept_elsewhere_shows_a_chain_that_was_cut(anchors_file, tmp_path, plant):
    made = a_filled_book()
    anchored(days=2)
    copy = tmp_path / "on-a-stick.jsonl"
    copy.write_bytes(anchors_file.read_bytes())
    plant("DELETE FROM ledger_anchor WHERE number = 2")
    plant("DELETE FROM ledger_anchorsite WHERE anchor = 2")
    anchors_file.write_text(anchors_file.read_text().splitlines(keepends=True)[0])
    assert verify_book().is_right, "inside everything fits"
    report = verify_book(anchors=copy)
    assert [(wrong.code, wrong.anchor) for wrong in report.wrong] == [("anchor_lost", 2)]
    plant("DELETE FROM ledger_block WHERE site_id = %s", [made.site])
    found = {(wrong.code, wrong.site, wrong.block) for wrong in verify_book(anchors=copy).wrong}
    assert ("anchor_block", made.site, 1) in found


def test_a_file_with_another_head_is_told_from_one_that_is_short(anchors_file):
    a_filled_book()
    anchored(days=2)
    lines = [json.loads(line) for line in anchors_file.read_text().splitlines()]
    lines[1]["digest"] = "0" * 64
    anchors_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [(wrong.code, wrong.anchor) for wrong in verify_book().wrong] == [("file_differs", 2)]


def test_an_old_tail_is_a_finding_when_the_time_is_known():
    made = a_filled_book()
    report = verify_book()
    assert (report.is_right, report.tail) == (True, made.rows)
    assert report.tail_since is not None
    assert verify_book(now=report.tail_since + timedelta(hours=23)).is_right
    late = verify_book(now=report.tail_since + timedelta(hours=25))
    assert [(wrong.code, wrong.site) for wrong in late.wrong] == [("tail_too_old", made.site)]


def test_a_new_key_and_the_old_one(settings):
    made = a_filled_book()
    anchored()
    old = settings.SEAL_KEY
    import base64  # noqa: PLC0415

    from nuanliu.platform.seal_keys import seal_keys  # noqa: PLC0415

    public = base64.b64encode(seal_keys().public[seal_keys().key_id]).decode()
    settings.SEAL_KEY = settings.INDEX_KEY
    made.pay()
    anchored()
    assert {wrong.code for wrong in verify_book().wrong} == {"block_signature", "anchor_signature"}
    settings.SEAL_PUBLIC_KEYS = public
    assert verify_book().is_right
    settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS = old, ""
    assert not verify_book().is_right
