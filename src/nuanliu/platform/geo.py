"""Distances between places on the ground, as a volunteer on foot feels them."""

import math
from dataclasses import dataclass
from decimal import Decimal

_EARTH_RADIUS_METRES = 6_371_008.8
_METRES_A_DEGREE = math.pi * _EARTH_RADIUS_METRES / 180
_METRES_A_MINUTE = 70
_DETOUR = 1.3
_POLE = 90.0

Degrees = float | Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """A point, in degrees (WGS 84). Raises ValueError when it is not on the Earth."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-_POLE <= self.latitude <= _POLE and -180 <= self.longitude <= 180):
            message = f"no such place: {self.latitude}, {self.longitude}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees, for an index to search before distances are computed."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, place: Place) -> bool:
        """Whether `place` lies in the box, edges included."""
        return self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east


def place(*, latitude: Degrees | None, longitude: Degrees | None) -> Place | None:
    """A place from a row's two columns; None if either is not known."""
    if latitude is None or longitude is None:
        return None
    return Place(float(latitude), float(longitude))


def metres_between(one: Place, other: Place) -> int:
    """Great-circle (haversine) distance in whole metres."""
    north = math.radians(other.latitude - one.latitude)
    east = math.radians(other.longitude - one.longitude)
    a = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude)) * math.sin(east / 2) ** 2
    )
    return round(2 * _EARTH_RADIUS_METRES * math.asin(math.sqrt(min(a, 1))))


def walking_minutes(*, metres: int) -> int:
    """How long an older person walks that distance: 70 m a minute, streets 1.3 times as long as the straight line."""
    return math.ceil(metres * _DETOUR / _METRES_A_MINUTE)


def box_around(centre: Place, *, metres: int) -> Box:
    """The smallest box that surely holds everything within `metres` of `centre` (not across the date line)."""
    high = metres / _METRES_A_DEGREE
    widest = max(abs(centre.latitude - high), abs(centre.latitude + high))
    wide = 180.0 if widest >= _POLE else high / math.cos(math.radians(widest))
    return Box(
        south=max(centre.latitude - high, -_POLE),
        west=max(centre.longitude - wide, -180.0),
        north=min(centre.latitude + high, _POLE),
        east=min(centre.longitude + wide, 180.0),
    )
