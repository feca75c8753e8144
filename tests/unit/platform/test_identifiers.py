from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.identifiers import (
    Identity,
    UnableToReadCreditCode,
    UnableToReadIdentity,
    UnableToReadTelephone,
    identity_tail,
    masked_identity,
    parse_credit_code,
    parse_identity,
    parse_telephone,
    telephone_digits,
)

TODAY = date(2026, 11, 24)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def checked(first_17: str) -> str:
    total = sum(int(ch) * weight for ch, weight in zip(first_17, WEIGHTS, strict=True))
    return first_17 + "10X98765432"[total % 11]


def test_the_standards_own_example_is_read():
    assert parse_identity(text="11010519491231002X", today=TODAY) == Identity(
        "11010519491231002X", date(1949, 12, 31), "2", "110105"
    )


@pytest.mark.parametrize(
    "text",
    ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X"],
)
def test_what_was_meant_is_read(text):
    assert parse_identity(text=text, today=TODAY).number == "11010519491231002X"


def test_an_odd_sequence_is_a_man():
    identity = parse_identity(text=checked("52029919600229001"), today=TODAY)
    assert (identity.sex, identity.birth_date, identity.tail) == ("1", date(1960, 2, 29), identity.number[-4:])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("110105491231002", "old_number"),
        ("11010519491231002", "wrong_length"),
        ("11010519491231002XX", "wrong_length"),
        ("1101051949123100AX", "wrong_characters"),
        ("X1010519491231002X", "wrong_characters"),
        (checked("00010519491231002"), "wrong_region"),
        (checked("52029919610229001"), "impossible_date"),
        (checked("52029919611301001"), "impossible_date"),
        (checked("52029920270101001"), "impossible_date"),
        (checked("52029918900101001"), "impossible_date"),
        ("110105194912310021", "wrong_check_digit"),
        ("110105194912310012", "wrong_check_digit"),
        ("😀" * 18, "wrong_characters"),
        ("张" * 10_000, "wrong_length"),
    ],
)
def test_what_is_no_identity_number_is_refused_by_name(text, code):
    with pytest.raises(UnableToReadIdentity) as refused:
        parse_identity(text=text, today=TODAY)
    assert refused.value.code == code
    assert 0 < len(str(refused.value.words)) <= 26


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_every_well_made_number_is_read(born, sequence):
    number = checked(f"520299{born:%Y%m%d}{sequence:03d}")
    identity = parse_identity(text=number, today=TODAY)
    assert (identity.birth_date, identity.sex) == (born, "1" if sequence % 2 else "2")


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(position, shift):
    right = checked("52029919600229001")
    wrong = right[:position] + str((int(right[position]) + shift) % 10) + right[position + 1 :]
    with pytest.raises(UnableToReadIdentity):
        parse_identity(text=wrong, today=TODAY)


@given(st.text())
def test_no_text_does_anything_but_read_or_refuse(text):
    for reader, refusal in (
        (lambda: parse_identity(text=text, today=TODAY), UnableToReadIdentity),
        (lambda: parse_credit_code(text=text), UnableToReadCreditCode),
        (lambda: parse_telephone(text=text), UnableToReadTelephone),
    ):
        with suppress(refusal):
            assert reader()


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("11010519491231002X", "002X"),
        ("002x", "002X"),
        ("１２３４", "1234"),
        ("123", ""),
        ("12345", ""),
        ("X234", ""),
        ("张桂兰", ""),
        ("", ""),
    ],
)
def test_the_tail_of_an_identity_number(text, tail):
    assert identity_tail(text) == tail


def test_a_masked_identity_number_shows_three_and_four():
    assert masked_identity("520299196002291234") == "520***********1234"
    assert masked_identity("123") == "***"


def test_a_credit_code_is_read():
    assert parse_credit_code(text=" 91350100m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("91350100M000100Y4", "wrong_length"),
        ("91350100M000100Y4Z", "wrong_characters"),
        ("9135010OM000100Y43", "wrong_characters"),
        ("91350100M000100Y44", "wrong_check_digit"),
        ("91350100M000010Y43", "wrong_check_digit"),
    ],
)
def test_what_is_no_credit_code_is_refused_by_name(text, code):
    with pytest.raises(UnableToReadCreditCode) as refused:
        parse_credit_code(text=text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("0086 138 0000 0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("0858-8220000", "0858-8220000"),
        ("08588220000", "0858-8220000"),
        ("（0858）8220000", "0858-8220000"),
        ("010 62345678", "010-62345678"),
        ("021-62345678", "021-62345678"),
        ("12345", "12345"),
        ("4001234567", "4001234567"),
    ],
)
def test_a_telephone_number_is_read(text, number):
    assert parse_telephone(text=text) == number


def test_a_local_number_needs_its_area_code():
    assert parse_telephone(text="822 0000", area_code="0858") == "0858-8220000"
    with pytest.raises(UnableToReadTelephone) as refused:
        parse_telephone(text="822 0000")
    assert refused.value.code == "wrong_number"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("没有", "wrong_characters"),
        ("1380000000", "wrong_mobile"),
        ("138000000001", "wrong_mobile"),
        ("12800000000", "wrong_mobile"),
        ("0858-822", "wrong_number"),
        ("99", "wrong_number"),
    ],
)
def test_what_is_no_telephone_number_is_refused_by_name(text, code):
    with pytest.raises(UnableToReadTelephone) as refused:
        parse_telephone(text=text)
    assert refused.value.code == code


def test_the_digits_of_a_telephone_number_and_of_nothing_else():
    assert telephone_digits("+86 138-0000 0000") == "13800000000"
    assert telephone_digits("张桂兰 13800000000") == ""
