"""Different rows are different bytes; the same row is always the same bytes."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.ledger.seals.canonical import (
    EntryFacts,
    MoveFacts,
    TermFacts,
    TransferFacts,
    microseconds,
    moment_of,
    number,
    number_or_none,
    pack,
    term_leaf,
    transfer_closed,
    transfer_leaf,
    transfer_open,
    words,
)
from nuanliu.platform.digests import Profile, _sm3_of_cryptography, hash_of

h = hash_of(Profile.SHA256)
ids = st.binary(min_size=16, max_size=16)
maybe_ids = st.none() | ids
numbers = st.integers(-(2**63), 2**63 - 1)
short = st.text(max_size=8)
fields = st.lists(st.none() | st.binary(max_size=300), max_size=6).map(tuple)

entries = st.builds(EntryFacts, ids, numbers, numbers, numbers, numbers)
moves = st.builds(MoveFacts, ids, numbers, numbers, numbers)
transfers = st.builds(
    TransferFacts,
    ids, ids, maybe_ids, short, short, short, ids, ids, numbers, maybe_ids, maybe_ids, numbers, numbers, maybe_ids,
    maybe_ids, maybe_ids, short, st.binary(max_size=32), st.none() | numbers,
    st.lists(entries, max_size=3).map(tuple), st.lists(moves, max_size=3).map(tuple),
)  # fmt: skip
terms = st.builds(
    TermFacts,
    ids, ids, numbers, st.none() | numbers, st.none() | numbers, st.integers(0, 1), numbers, maybe_ids, short, short,
    short, ids, short, numbers, numbers,
)  # fmt: skip


@given(fields, fields)
def test_packing_tells_all_fields_apart(one, two):
    assert (pack(*one) == pack(*two)) == (one == two)


def unpacked(data):
    found = []
    while data:
        size, data = data[:4], data[4:]
        if size == b"\xff\xff\xff\xff":
            found.append(None)
            continue
        length = int.from_bytes(size, "big")
        found.append(data[:length])
        data = data[length:]
    return tuple(found)


@given(fields)
def test_packing_can_be_undone(one):
    assert unpacked(pack(*one)) == one


@given(transfers, st.data())
def test_any_changed_field_of_a_transfer_changes_its_leaf(facts, data):
    name = data.draw(st.sampled_from(TransferFacts._fields))
    other = data.draw(transfers)
    changed = facts._replace(**{name: getattr(other, name)})
    assert (transfer_leaf(h, changed) == transfer_leaf(h, facts)) == (changed == facts)


@given(terms, st.data())
def test_any_changed_field_of_a_term_changes_its_leaf(facts, data):
    name = data.draw(st.sampled_from(TermFacts._fields))
    changed = facts._replace(**{name: getattr(data.draw(terms), name)})
    assert (term_leaf(h, changed) == term_leaf(h, facts)) == (changed == facts)


@given(transfers)
def test_the_short_cuts_pack_as_the_definition_says(facts):
    legs = [one for leg in facts.entries for one in (leg[0], *map(number, leg[1:]))]
    moves = [one for move in facts.moves for one in (move[0], *map(number, move[1:]))]
    assert transfer_closed(h, facts) == pack(
        facts.group, facts.debit, facts.credit, facts.hold, facts.actor, facts.subject, facts.standard_version,
        words(h, facts.id, facts.memo), facts.fingerprint, number_or_none(facts.expires_at),
        number(len(facts.entries)), *legs, number(len(facts.moves)), *moves,
    )  # fmt: skip
    assert transfer_open(facts) == pack(
        b"nuanliu/transfer/1", facts.site, facts.id, facts.kind.encode(), facts.phase.encode(), facts.unit.encode(),
        number(facts.amount), facts.reverses, number(facts.occurred_at), number(facts.recorded_at),
    )  # fmt: skip


def test_absent_is_not_empty_and_zero_is_not_absent():
    assert pack(None) != pack(b"")
    assert number_or_none(None) is None
    assert number_or_none(0) == number(0) == bytes(8)


def test_what_a_transfer_is_sealed_as_never_changes():
    """A change here would make every sealed book unprovable: write a new version of the form instead."""
    one, two = UUID(int=1).bytes, UUID(int=2).bytes
    facts = TransferFacts(
        one, two, None, "service", "post", "time", one, two, 60, None, None, 1_000_000, 2_000_000, one, None, None,
        "陪聊天", b"\x07" * 32, None, (EntryFacts(one, 1, -60, 40, 2_000_000), EntryFacts(two, 1, 60, 60, 2_000_000)),
        (MoveFacts(two, 739_000, 60, 0),),
    )  # fmt: skip
    assert transfer_leaf(h, facts).hex() == SHA256_OF_IT
    assert transfer_leaf(hash_of(Profile.SM3), facts).hex() == SM3_OF_IT


SHA256_OF_IT = "f2d136c82ee33d00253402976c0c7a56ca74d50449389db1bf741e69dddec798"
SM3_OF_IT = "c0619f4cd84b4ea83fbaebf864942ffb9b530c7367004d91beb02ebf4479ce1e"


def test_words_are_hidden_and_none_are_none():
    assert words(h, b"id", "") == b""
    assert words(h, b"id", "x") != words(h, b"di", "x")


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_are_whole_microseconds(moment):
    assert moment_of(microseconds(moment)) == moment
    assert microseconds(moment.astimezone(timezone(timedelta(hours=8)))) == microseconds(moment)


def test_an_hour_is_an_hour():
    assert microseconds(datetime(1970, 1, 1, 1, tzinfo=UTC)) == 3_600_000_000


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_has_the_digests_of_the_national_standard(text, digest):
    """GB/T 32905-2016, appendix A; by either library."""
    assert hash_of(Profile.SM3)(text).hex() == _sm3_of_cryptography(text).hex() == digest
