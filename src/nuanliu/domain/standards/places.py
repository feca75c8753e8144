"""Which places stand around a place.

The network knows the tree, and it stands above this area; so it tells when it starts (ADR 0051).
"""

from collections.abc import Callable, Sequence
from uuid import UUID

Above = Callable[[UUID], Sequence[UUID]]


class _Told:
    above: Above = staticmethod(lambda _place: ())


def tell_places(*, above: Above) -> None:
    """Say how to find the places between the city and a place, outermost first, neither of the two among them."""
    _Told.above = staticmethod(above)


def places_above(*, place: UUID) -> tuple[UUID, ...]:
    """The places between the city and `place`, outermost first; none for a place nobody knows."""
    return tuple(_Told.above(place))
