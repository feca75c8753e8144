"""The number of a slip: what is printed is read back, and one wrong or exchanged character is noticed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.care.slips.numbers import UnreadableNumber, read_number, written

SITE, OTHER = UUID(int=7), UUID(int=8)
NUMBERS = st.integers(min_value=1, max_value=999_999)


@given(NUMBERS)
def test_what_is_printed_is_read_back_however_it_is_typed(number: int) -> None:
    printed = written(site=SITE, number=number)
    short = printed.replace("-", "").lstrip("0").lower()
    for typed in (printed, short, f" {printed} ", printed.replace("-", " - ")):
        assert read_number(site=SITE, text=typed) == number


@given(NUMBERS, st.integers(min_value=0, max_value=5), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(number: int, place: int, by: int) -> None:
    printed = written(site=SITE, number=number)
    wrong = printed[:place] + str((int(printed[place]) + by) % 10) + printed[place + 1 :]
    with pytest.raises(UnreadableNumber, match="misread"):
        read_number(site=SITE, text=wrong)


@given(NUMBERS, st.integers(min_value=0, max_value=4))
def test_two_digits_that_changed_places_are_noticed(number: int, place: int) -> None:
    printed = written(site=SITE, number=number)
    swapped = printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :]
    if swapped != printed:
        with pytest.raises(UnreadableNumber, match="misread"):
            read_number(site=SITE, text=swapped)


def test_a_slip_of_another_site_seldom_passes() -> None:
    passes = 0
    for site in range(100):
        here = UUID(int=site)
        passes += written(site=here, number=123) == written(site=UUID(int=1000 + site), number=123)
    assert passes <= 12


@pytest.mark.parametrize("typed", ["", "abc", "12", "1234567A", "0A", "１２３", "\u0661\u0662A"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableNumber):
        read_number(site=SITE, text=typed)
