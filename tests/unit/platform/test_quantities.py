from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.quantities import UnableToReadQuantity, parse_hundredths, parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.5", 90),
        ("2", 120),
        ("0", 0),
        ("0.25", 15),
        ("１．５", 90),
        ("1小时30分", 90),
        ("1 小时 30 分", 90),
        ("1小时30分钟", 90),
        ("90分", 90),
        ("90分钟", 90),
        ("1:30", 90),
        ("1：30", 90),
        ("0:45", 45),
        ("2小时", 120),
        ("2个小时", 120),
        ("两小时", 120),
        ("2小时半", 150),
        ("一个半小时", 90),
        ("半小时", 30),
        ("半个小时", 30),
        ("1h30m", 90),
        ("1.5小时", 90),
        ("+1.5", 90),
    ],
)
def test_a_length_of_time_is_read(text, minutes):
    assert parse_minutes(text=text) == minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("   ", "missing"),
        (1.5, "not_text"),
        (90, "not_text"),
        (None, "not_text"),
        ("-1", "negative"),
        ("−1小时", "negative"),
        ("负一", "negative"),
        ("1.333", "not_whole"),
        ("abc", "not_a_number"),
        ("小时", "not_a_number"),
        ("1小时半30分", "not_a_number"),
        ("1:75", "not_a_number"),
        ("1e3", "not_a_number"),
        ("nan", "not_a_number"),
        ("9999999999999", "not_a_number"),
        ("999999999", "too_much"),
    ],
)
def test_what_is_no_length_of_time_is_refused_by_name(text, code):
    with pytest.raises(UnableToReadQuantity) as refused:
        parse_minutes(text=text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("12.5", 1250), ("12.50币", 1250), ("12", 1200), ("0.01", 1), ("１２．５", 1250), ("12个币", 1200)],
)
def test_an_amount_of_coins_is_read(text, hundredths):
    assert parse_hundredths(text=text) == hundredths


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        (12.5, "not_text"),
        ("-1", "negative"),
        ("0.005", "not_whole"),
        ("十二", "not_a_number"),
        ("inf", "not_a_number"),
        ("999999999", "too_much"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(text, code):
    with pytest.raises(UnableToReadQuantity) as refused:
        parse_hundredths(text=text)
    assert refused.value.code == code


@given(st.integers(0, 100_000))
def test_hours_and_minutes_come_back(minutes):
    hours, rest = divmod(minutes, 60)
    assert parse_minutes(text=f"{hours}小时{rest}分") == parse_minutes(text=f"{minutes}分") == minutes


@given(st.integers(0, 1_000_000))
def test_hundredths_come_back(hundredths):
    assert parse_hundredths(text=f"{hundredths // 100}.{hundredths % 100:02d}") == hundredths


@given(st.text())
def test_no_text_does_anything_but_read_or_refuse(text):
    for reader in (parse_minutes, parse_hundredths):
        with suppress(UnableToReadQuantity):
            assert reader(text=text) >= 0
