"""Slowing down whoever asks public pages faster than a person can: so many a minute from one address.

The count is kept in the shared cache. Two requests at the same moment may count as one, which is no harm here: it is a
brake, not a lock. The address itself is not stored, only a keyed digest of it, and that for a minute.
"""

from django.core.cache import cache
from django.http import HttpRequest

from nuanliu.platform.crypto import keyring
from nuanliu.portals.ui.entering import address_of

WINDOW_SECONDS = 60


def is_too_fast(request: HttpRequest, *, what: str, most: int) -> bool:
    """Count one more of `what` from this address; whether there were more than `most` within the minute."""
    key = f"{what}-{keyring().index(f'fast-{what}', address_of(request)).hex()}"
    if cache.add(key, 1, timeout=WINDOW_SECONDS):
        return most < 1
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ran out between the two
        return False
