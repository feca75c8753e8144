import pytest

from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.portals.ui.ticks import FOR_LETTER, WISH_LETTER, Ticked, read_ticks


@pytest.mark.parametrize("text", ["6BD", "6 b d", "６ｂｄ", "6、B，D"])
def test_letters_after_the_number_are_ticked_boxes(text: str) -> None:
    assert read_ticks(text=text) == Ticked("6", (ForWhom.COUPLE,), (Wish.SAME_HELPER,))


@pytest.mark.parametrize("text", ["6", "S101", "mtsw", "6Z", "买菜", "B6", ""])
def test_anything_else_is_no_card(text: str) -> None:
    assert read_ticks(text=text) is None


def test_every_box_has_a_letter_of_its_own() -> None:
    letters = [*FOR_LETTER.values(), *WISH_LETTER.values()]
    assert len(set(letters)) == len(ForWhom) + len(Wish)
