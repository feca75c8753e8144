from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.geo import Place, box_around, metres_between, place, walking_minutes

HOME = Place(26.5944, 104.8306)
places = st.builds(Place, st.floats(-80, 80), st.floats(-170, 170))


def test_a_degree_of_latitude_is_111_kilometres():
    assert metres_between(Place(26, 104), Place(27, 104)) == 111_195


def test_a_known_distance():
    assert metres_between(Place(39.9042, 116.4074), Place(31.2304, 121.4737)) == pytest.approx(1_067_000, rel=0.002)


@given(places, places)
def test_distance_is_the_same_both_ways_and_never_negative(one, other):
    assert metres_between(one, other) == metres_between(other, one) >= 0
    assert metres_between(one, one) == 0


@pytest.mark.parametrize(("metres", "minutes"), [(0, 0), (1, 1), (70, 2), (500, 10), (1000, 19), (3000, 56)])
def test_walking_counts_streets_and_rounds_up(metres, minutes):
    assert walking_minutes(metres=metres) == minutes


@given(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05), st.integers(1, 5_000))
def test_the_box_holds_everything_within_the_distance(north, east, metres):
    other = Place(HOME.latitude + north, HOME.longitude + east)
    if metres_between(HOME, other) < metres:
        assert box_around(HOME, metres=metres).holds(other)


def test_the_box_leaves_out_what_is_far_and_stays_on_the_earth():
    assert not box_around(HOME, metres=1_000).holds(Place(HOME.latitude + 0.02, HOME.longitude))
    pole = box_around(Place(89.999, 0), metres=10_000)
    assert (pole.north, pole.west, pole.east) == (90.0, -180.0, 180.0)


def test_a_place_from_columns():
    assert place(latitude=Decimal("26.59440"), longitude=Decimal("104.83060")) == HOME
    assert place(latitude=None, longitude=Decimal(104)) is None


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-91, 0), (0, 181), (0, -181), (float("nan"), 0)])
def test_what_is_not_on_the_earth_is_no_place(latitude, longitude):
    with pytest.raises(ValueError, match="no such place"):
        Place(latitude, longitude)
