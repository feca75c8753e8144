"""Which digest a log is made with: SHA-256, or the national SM3. Both give 32 bytes."""

import hashlib
from collections.abc import Callable
from enum import StrEnum

from cryptography.hazmat.primitives import hashes

Hash = Callable[[bytes], bytes]
SIZE = 32
NOTHING = bytes(SIZE)
"""Stands where there is no previous head."""


class Profile(StrEnum):
    """Fixed for a site's log by its first block."""

    SHA256 = "sha256"
    SM3 = "sm3"


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3_of_openssl(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _sm3_of_cryptography(data: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


def hash_of(profile: Profile) -> Hash:
    """The function of a profile."""
    if profile is Profile.SHA256:
        return _sha256
    return _sm3_of_openssl if "sm3" in hashlib.algorithms_available else _sm3_of_cryptography
