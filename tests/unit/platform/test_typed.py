import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.typed import looks_like_phone, tidy_digits, tidy_phone, tidy_text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  张  桂兰 ", "张 桂兰"),
        ("\uff21\uff11\uff12\u3000\uff42", "A12 b"),
        ("你好，世界！（真的）", "你好，世界！（真的）"),
        ("a\u200bb\u202ec\ufeff\x00\x07d", "abcd"),
        ("一行\r\n两行", "一行 两行"),
        ("䶮㛃𫖯", "䶮㛃𫖯"),
        ("\uf900\ufa11", "\uf900\ufa11"),
        ("👨\u200d👩\u200d👧 好", "👨\u200d👩\u200d👧 好"),
    ],
)
def test_pasted_text_is_made_plain_and_loses_nothing_that_was_meant(typed, plain):
    assert tidy_text(typed) == plain


def test_line_breaks_stay_where_lines_are_wanted():
    assert tidy_text("一 \r\n\n二\r三\x0b ", lines=True) == "一\n\n二\n三"


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy_text(tidy_text(text)) == tidy_text(text)
    assert tidy_text(tidy_text(text, lines=True), lines=True) == tidy_text(text, lines=True)


def test_numbers_lose_their_spaces_and_full_width_signs():
    assert tidy_digits("\uff11\uff12 : \uff0d5") == "12:-5"


@pytest.mark.parametrize(
    ("typed", "digits", "fits"),
    [
        ("138 1234-0000", "13812340000", True),
        ("+86 138 1234 0000", "13812340000", True),
        ("0086-13812340000", "13812340000", True),
        ("8613812340000", "13812340000", True),
        ("\uff08\uff10\uff18\uff15\uff18\uff09\uff18\uff12\uff12\uff10\uff10\uff10\uff10", "08588220000", True),
        ("8220000", "8220000", True),
        ("1381234000", "1381234000", False),
        ("12812340000", "12812340000", False),
        ("张三", "张三", False),
        ("", "", False),
        ("١٣٨١٢٣٤٠٠٠٠", "١٣٨١٢٣٤٠٠٠٠", False),
    ],
)
def test_telephone_numbers_come_out_as_digits(typed, digits, fits):
    assert tidy_phone(typed) == digits
    assert looks_like_phone(tidy_phone(typed)) is fits
