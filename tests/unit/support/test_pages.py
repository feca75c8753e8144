"""A code is found where it stands by itself, and not within an id or a token."""

import pytest

from tests.support.pages import says


@pytest.mark.parametrize("text", ["7391", ">7391<", "?code=7391&next=/", "验证码 7391。", '"7391"'])
def test_a_code_by_itself_is_found(text: str) -> None:
    assert says(text, "7391")


@pytest.mark.parametrize("text", ["5ff1eb7391cb", "01a219a3-7391-79d4", "tYMO7391Rm", "17391", "739", "_7391"])
def test_digits_within_an_id_are_nobodys_code(text: str) -> None:
    assert not says(text, "7391")
