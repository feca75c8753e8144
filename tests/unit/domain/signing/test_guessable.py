import pytest
from django.core.exceptions import ValidationError

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.guessable import NotOfThisPlace


@pytest.mark.parametrize(
    "password",
    ["nuanliu2026", "LiuPanShui2026", "六盘水市老干部局2026", "liupanshui-nuanliu", "clerk.zhao88", "mima123456"],
)
def test_a_name_of_this_place_and_a_year_is_refused(password):
    with pytest.raises(ValidationError) as refusal:
        NotOfThisPlace().validate(password, Login(username="clerk.zhao"))
    assert refusal.value.code == "of_this_place"


@pytest.mark.parametrize(
    "password", ["rain-on-the-terraces", "nuanliu-and-rain-on-terraces", "九月的雨下在梯田上", "short"]
)
def test_what_holds_enough_beside_it_is_taken(password):
    NotOfThisPlace().validate(password, Login(username="clerk.zhao"))
    NotOfThisPlace().validate(password)
