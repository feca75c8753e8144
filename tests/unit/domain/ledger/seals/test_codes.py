"""The printed code: always the same, hard to misread, and wrong when one character is."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.ledger.seals.codes import ALPHABET, UnreadableCode, code_of, number_of, read_code, written

numbers = st.integers(0, 2**55 - 1)
TRANSFER = UUID("0195f2a0-0000-7000-8000-000000000001")


def test_the_code_of_a_line_never_changes():
    assert code_of(transfer=TRANSFER) == "8DHM-X2V7-YF9C"
    assert read_code(text=code_of(transfer=TRANSFER)) == number_of(TRANSFER)


@given(numbers)
def test_what_is_written_is_read(number):
    assert read_code(text=written(number)) == number


@given(numbers, st.data())
def test_any_wrong_character_is_noticed(number, data):
    text = written(number).replace("-", "")
    place = data.draw(st.integers(0, 11))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda char: char != text[place]))
    with pytest.raises(UnreadableCode) as refused:
        read_code(text=text[:place] + other + text[place + 1 :])
    assert refused.value.code == "misread"


@given(numbers, st.integers(0, 11), st.integers(0, 11))
def test_any_two_that_changed_places_are_noticed(number, one, two):
    text = list(written(number).replace("-", ""))
    if text[one] == text[two]:
        return
    text[one], text[two] = text[two], text[one]
    with pytest.raises(UnreadableCode):
        read_code(text="".join(text))


@given(numbers, st.data())
def test_it_is_read_as_people_write_it(number, data):
    text = written(number)
    spoken = data.draw(
        st.sampled_from(
            [
                text.lower(),
                text.replace("-", " "),
                text.replace("-", "—"),
                f"  {text} ",
                text.replace("0", "O"),
                text.replace("1", "I").lower(),
                text.replace("1", "l"),
                "".join(chr(ord(char) + 0xFEE0) for char in text),
            ]
        )
    )
    assert read_code(text=spoken) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_length"),
        ("7K3M-9QPT", "wrong_length"),
        ("7K3M-9QPT-2XW8-1", "wrong_length"),
        ("7K3M-9QPT-2XWU", "wrong_character"),
        ("7K3M-9QPT-2XW?", "wrong_character"),
        ("查账码查账码查账码查账码", "wrong_character"),
    ],
)
def test_what_is_no_code_is_refused_in_words(text, code):
    with pytest.raises(UnreadableCode) as refused:
        read_code(text=text)
    assert (refused.value.code, refused.value.field) == (code, "code")
