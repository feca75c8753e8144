"""Whether a telephone is at the door: near, not near, too rough to say, or no door known."""

import pytest

from nuanliu.domain.care.watching.places import Nearness, Spot, nearness
from nuanliu.platform.geo import Place, metres_between

DOOR = Place(26.2, 105.4)


def north(metres: float) -> Place:
    return Place(26.2 + metres / 111_195, 105.4)


@pytest.mark.parametrize(
    ("metres", "accuracy", "most", "found"),
    [
        (0, 0, 300, Nearness.INSIDE),
        (300, 10, 300, Nearness.INSIDE),
        (301, 10, 300, Nearness.OUTSIDE),
        (101, 10, 100, Nearness.OUTSIDE),
        (5_000_000, 10, 300, Nearness.OUTSIDE),
        (0, 300, 300, Nearness.INSIDE),
        (0, 301, 300, Nearness.VAGUE),
        (5_000, 4_999, 300, Nearness.VAGUE),
    ],
)
def test_near_is_within_the_metres_of_the_standard(metres: int, accuracy: int, most: int, found: Nearness) -> None:
    spot = Spot(north(metres), accuracy)
    assert abs(metres_between(spot.place, DOOR) - metres) <= metres * 0.001
    assert nearness(spot=spot, door=DOOR, most_metres=most) == found


def test_without_a_door_nothing_is_near() -> None:
    assert nearness(spot=Spot(DOOR, 0), door=None, most_metres=300) == Nearness.NO_DOOR
