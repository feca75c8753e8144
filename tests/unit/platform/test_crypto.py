import base64

import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.crypto import (
    AES_256_GCM,
    INDEX,
    NONCE,
    PROFILES,
    SM4_GCM,
    BadKeyring,
    CannotOpen,
    DataKey,
    Keyring,
    _decrypt,
    _encrypt,
    keyring,
)
from nuanliu.platform.keyfile import write_keys

PLACE = {"table": "people_person", "column": "phone", "row": "01a"}


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


def ring(*masters: tuple[str, int], index: int = 9, cipher: str = "aes-256-gcm") -> Keyring:
    names = ",".join(f"{name}:{key(byte)}" for name, byte in masters)
    return Keyring.parse(field_keys=names, index_key=key(index), cipher=cipher)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_at_its_place(text):
    data_key = DataKey(bytes(32))
    assert data_key.open(data_key.seal(text, **PLACE), **PLACE) == text


def test_the_same_text_is_never_sealed_alike_twice():
    data_key = DataKey(bytes(32))
    assert data_key.seal("13800000000", **PLACE) != data_key.seal("13800000000", **PLACE)


@pytest.mark.parametrize("moved", [{"table": "care_need"}, {"column": "address"}, {"row": "01b"}])
def test_a_sealed_value_does_not_open_in_another_table_column_or_row(moved):
    data_key = DataKey(bytes(32))
    sealed = data_key.seal("13800000000", **PLACE)
    with pytest.raises(CannotOpen) as refused:
        data_key.open(sealed, **{**PLACE, **moved})
    assert refused.value.code == "does_not_open"


def test_two_rows_whose_sealed_values_were_swapped_open_in_neither():
    data_key = DataKey(bytes(32))
    one, two = {**PLACE, "row": "1"}, {**PLACE, "row": "2"}
    sealed_one, sealed_two = data_key.seal("a", **one), data_key.seal("b", **two)
    for sealed, place in ((sealed_two, one), (sealed_one, two)):
        with pytest.raises(CannotOpen):
            data_key.open(sealed, **place)


def test_every_changed_byte_is_noticed():
    data_key = DataKey(bytes(32))
    sealed = data_key.seal("91", **PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CannotOpen):
            data_key.open(bytes(changed), **PLACE)


@pytest.mark.parametrize("cut", [0, 1, 2, 2 + NONCE, 20])
def test_what_is_too_short_has_no_layout(cut):
    data_key = DataKey(bytes(32))
    with pytest.raises(CannotOpen) as refused:
        data_key.open(data_key.seal("", **PLACE)[:cut], **PLACE)
    assert refused.value.code == "unknown_layout"


def test_an_unknown_profile_is_named_as_such():
    sealed = DataKey(bytes(32)).seal("x", **PLACE)
    assert sealed[0] == AES_256_GCM
    with pytest.raises(CannotOpen) as refused:
        DataKey(bytes(32)).open(bytes([99]) + sealed[1:], **PLACE)
    assert refused.value.code == "unknown_layout"


def test_the_wrong_data_key_is_refused_with_a_sentence():
    sealed = DataKey(bytes(32)).seal("x", **PLACE)
    with pytest.raises(CannotOpen) as refused:
        DataKey(bytes([1]) * 32).open(sealed, **PLACE)
    assert str(refused.value.words) == "这一项的密钥不对或内容被动过，打不开。"


def test_the_first_master_key_wraps_and_all_unwrap():
    old, both = ring(("k1", 1)), ring(("k2", 2), ("k1", 1))
    wrapped = old.new_data_key()
    assert both.unwrap(wrapped) == old.unwrap(wrapped)
    with pytest.raises(CannotOpen) as refused:
        old.unwrap(both.new_data_key())
    assert (refused.value.code, refused.value.details) == ("unknown_key", {"key_id": "k2"})


def test_rewrapping_changes_the_wrap_and_not_the_key():
    old, both, new = ring(("k1", 1)), ring(("k2", 2), ("k1", 1)), ring(("k2", 2))
    wrapped = old.new_data_key()
    assert new.unwrap(both.rewrap(wrapped)) == old.unwrap(wrapped)
    with pytest.raises(CannotOpen):
        new.unwrap(wrapped)


def test_a_master_key_of_the_right_name_and_wrong_content_does_not_open():
    with pytest.raises(CannotOpen) as refused:
        ring(("k1", 2)).unwrap(ring(("k1", 1)).new_data_key())
    assert refused.value.code == "does_not_open"


def test_bytes_of_nobody_open_at_their_place_only():
    keys = ring(("k1", 1))
    sealed = keys.seal_bytes(b"rows", place="upload|1")
    assert keys.open_bytes(sealed, place="upload|1") == b"rows"
    with pytest.raises(CannotOpen):
        keys.open_bytes(sealed, place="upload|2")
    with pytest.raises(CannotOpen):
        ring(("k2", 1)).open_bytes(sealed, place="upload|1")


def test_an_index_is_equal_for_equal_values_of_one_kind_and_key_only():
    keys = ring(("k1", 1))
    index = keys.index("phone", "13800000000")
    assert len(index) == INDEX
    assert index == ring(("k2", 2)).index("phone", "13800000000")
    others = {
        keys.index("identity", "13800000000"),
        keys.index("phone", "13800000001"),
        ring(("k1", 1), index=8).index("phone", "13800000000"),
    }
    assert index not in others
    assert len(others) == 3


@pytest.mark.parametrize(
    ("field_keys", "index_key"),
    [
        ("", key(1)),
        ("k1:not base64!", key(1)),
        (f"k1:{key(1)}", "short"),
        (f"k1:{base64.b64encode(b'short').decode()}", key(1)),
        (key(1), key(1)),
        (f":{key(1)}", key(1)),
        (f"{'k' * 33}:{key(1)}", key(1)),
        (f"k1:{key(1)},k1:{key(2)}", key(1)),
    ],
)
def test_a_bad_keyring_is_refused(field_keys, index_key):
    with pytest.raises(BadKeyring):
        Keyring.parse(field_keys=field_keys, index_key=index_key)


def test_keys_are_read_from_the_settings_when_asked_for(settings):
    settings.FIELD_KEYS, settings.INDEX_KEY = f"k7:{key(7)}", key(8)
    assert keyring() == ring(("k7", 7), index=8)


def test_no_key_is_ever_printed():
    assert repr(ring(("k1", 1))) + repr(DataKey(bytes(32))) == "Keyring(profile=1)DataKey(profile=1)"


def test_sm4_gcm_is_the_one_of_the_standard(monkeypatch):
    """RFC 8998, A.1."""
    monkeypatch.setattr("nuanliu.platform.crypto._sm4", algorithms.SM4)
    key_ = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce, place = bytes.fromhex("00001234567800000000abcd"), bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    body = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert _encrypt(SM4_GCM, key_, nonce, plain, place) == body
    assert _decrypt(SM4_GCM, key_, nonce, body, place) == plain


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_both_profiles_seal_and_each_opens_what_the_other_sealed(cipher):
    old, new = ring(("k1", 1)), ring(("k1", 1), cipher=cipher)
    wrapped = old.new_data_key()
    sealed_before = old.unwrap(wrapped).seal("13800000000", **PLACE)
    assert new.unwrap(wrapped).open(sealed_before, **PLACE) == "13800000000"
    rewrapped = new.rewrap(wrapped)
    assert rewrapped[0] == PROFILES[cipher]
    assert old.unwrap(rewrapped).secret == old.unwrap(wrapped).secret
    sealed = new.unwrap(rewrapped).seal("13800000000", **PLACE)
    assert sealed[0] == PROFILES[cipher]
    assert old.unwrap(rewrapped).open(sealed, **PLACE) == "13800000000"
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CannotOpen):
            new.unwrap(rewrapped).open(bytes(changed), **PLACE)


def test_what_is_current_is_known():
    old, new = ring(("k1", 1)), ring(("k2", 2), ("k1", 1))
    sm4 = ring(("k1", 1), cipher="sm4-gcm")
    wrapped = old.new_data_key()
    assert (old.is_current(wrapped), new.is_current(wrapped), sm4.is_current(wrapped)) == (True, False, False)
    sealed = old.unwrap(wrapped).seal("x", **PLACE)
    assert (new.unwrap(wrapped).is_current(sealed), sm4.unwrap(wrapped).is_current(sealed)) == (True, False)


def test_while_index_keys_change_the_first_writes_and_all_find():
    old = ring(("k1", 1), index=8)
    both = Keyring.parse(field_keys=f"k1:{key(1)}", index_key=f"i2:{key(9)},i1:{key(8)}")
    assert both.index("phone", "1") == ring(("k1", 1), index=9).index("phone", "1")
    assert old.index("phone", "1") in both.indexes("phone", "1")
    assert old.index("phone", "2") not in both.indexes("phone", "1")
    sm = ring(("k1", 1), index=8, cipher="sm4-gcm")
    assert sm.index("phone", "1") != old.index("phone", "1")
    assert set(sm.indexes("phone", "1")) == set(old.indexes("phone", "1"))


def test_a_changed_key_file_is_read_again_at_once(settings, tmp_path):
    settings.KEYS_FILE = path = tmp_path / "secrets.env"
    path.write_text(f"# keys\nOTHER=1\nNUANLIU_FIELD_KEYS=k1:{key(1)}\nNUANLIU_INDEX_KEY={key(9)}\n")
    wrapped = keyring().new_data_key()
    assert keyring() == ring(("k1", 1))
    write_keys(path=path, values={"NUANLIU_FIELD_KEYS": f"k2:{key(2)},k1:{key(1)}"})
    assert keyring() == ring(("k2", 2), ("k1", 1))
    assert keyring().unwrap(wrapped) == ring(("k1", 1)).unwrap(wrapped)
    assert path.read_text().startswith("# keys\nOTHER=1\n")
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    assert keyring() == ring(("k2", 2), ("k1", 1)), "what was read last holds while the file is away"
