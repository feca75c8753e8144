"""How many to ask at once, when each may say no."""

from collections.abc import Sequence

_SURE_ENOUGH = 0.95


def invite_size(*, chances: Sequence[float], enough: float = _SURE_ENOUGH) -> int:
    """How many of these to ask, in this order, so that somebody says yes with probability `enough`; at most all."""
    nobody = 1.0
    for count, chance in enumerate(chances, start=1):
        nobody *= 1.0 - chance
        if 1.0 - nobody >= enough:
            return count
    return len(chances)
