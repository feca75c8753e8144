"""Identifiers: UUIDv7 for new rows (sorted by time), UUIDv5 for rows whose id follows from another row's."""

import os
import time
from threading import Lock
from uuid import UUID, uuid5

_VERSION_7 = 0x7 << 76 | 0x2 << 62
_RANDOM = 0xFFF << 64 | (1 << 62) - 1
_last = 0
_one_at_a_time = Lock()


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness.

    Later ids sort after earlier ones, within one process even inside a millisecond: what is written first in a
    transaction is told first.
    """
    global _last  # noqa: PLW0603 (the last id given is what the next one must follow)
    milliseconds = time.time_ns() // 1_000_000
    with _one_at_a_time:
        if milliseconds > _last >> 80:
            _last = milliseconds << 80 | int.from_bytes(os.urandom(10)) & _RANDOM | _VERSION_7
        else:  # the same moment, or a clock that was set back
            _last += 1 + int.from_bytes(os.urandom(4))
        return UUID(int=_last)


def derived_id(base: UUID, *parts: str) -> UUID:
    """The id that always follows from `base` and `parts`: asking twice gives the same transfer, not a second one."""
    return uuid5(base, "/".join(parts))
