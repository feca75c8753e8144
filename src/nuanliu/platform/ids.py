"""Identifiers: UUIDv7 for new rows (sorted by time), UUIDv5 for rows whose id follows from another row's."""

import secrets
import time
from uuid import UUID, uuid5


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness; later ids sort after earlier ones."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def derived_id(base: UUID, *parts: str) -> UUID:
    """The id that always follows from `base` and `parts`: asking twice gives the same transfer, not a second one."""
    return uuid5(base, "/".join(parts))
