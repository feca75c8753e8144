import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.text import clean, digits


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  张桂兰\n", "张桂兰"),
        ("张　桂　兰", "张 桂 兰"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("您好，请慢慢说。", "您好，请慢慢说。"),
        ("a\u200bb\u200dc\ufeff", "abc"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("one\x00two\x07", "onetwo"),
        ("a \t\r\n  b", "a b"),
        ("䶮㛃𫖯", "䶮㛃𫖯"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("\ufa0e", "\ufa0e"),
        ("broken\ud800", "broken"),
        ("", ""),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２３４", "1234"),
        (" 12 34 ", "1234"),
        ("12　34", "1234"),
        ("12-34", "1234"),
        ("12—34", "1234"),
        ("一二三四", "1234"),
        ("〇八五八", "0858"),
        ("5202 9919 5001 0100 1x", "52029919500101001x"),
        ("12a4", "12a4"),
        ("", ""),
    ],
)
def test_digits(text, expected):
    assert digits(text) == expected
