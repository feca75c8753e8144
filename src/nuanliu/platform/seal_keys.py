"""Who signs heads: one Ed25519 key of the installation; older keys stay known, so that old heads stay checkable.

A key's id is the beginning of its fingerprint, the SHA-256 of its 32 public bytes: the id cannot name another key.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

ALGORITHM = "ed25519"
KEY = 32


class BadSealKey(Exception):  # noqa: N818 (reads as what is wrong)
    """The sealing keys in the settings are missing or malformed."""


def fingerprint_of(public: bytes) -> str:
    """32 hexadecimal digits of the key's SHA-256, in groups of four: short enough for the notice board."""
    digits = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def key_id_of(public: bytes) -> str:
    """The first 16 digits of the fingerprint."""
    return hashlib.sha256(public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SealKeys:
    """The key that signs, and all public keys that may have signed, by id."""

    private: Ed25519PrivateKey = field(repr=False)
    public: Mapping[str, bytes]
    key_id: str

    @classmethod
    def parse(cls, *, seal_key: str, public_keys: str) -> "SealKeys":
        """From base64 of the secret 32 bytes, and base64,base64 of older public keys. Raises BadSealKey."""
        try:
            secret = base64.b64decode(seal_key, validate=True)
            older = [base64.b64decode(one.strip(), validate=True) for one in public_keys.split(",") if one.strip()]
        except ValueError as wrong:
            raise BadSealKey("NUANLIU_SEAL_KEY and NUANLIU_SEAL_PUBLIC_KEYS must be base64") from wrong
        if any(len(key) != KEY for key in (secret, *older)):
            raise BadSealKey("NUANLIU_SEAL_KEY and NUANLIU_SEAL_PUBLIC_KEYS must hold keys of 32 bytes")
        private = Ed25519PrivateKey.from_private_bytes(secret)
        own = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(private, {key_id_of(key): key for key in (*older, own)}, key_id_of(own))

    def sign(self, digest: bytes) -> bytes:
        """The signature of a head's digest."""
        return self.private.sign(digest)

    def has_signed(self, *, digest: bytes, signature: bytes, key_id: str, algorithm: str) -> bool:
        """Whether one of our keys made this signature."""
        public = self.public.get(key_id)
        if public is None or algorithm != ALGORITHM:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, digest)
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=4)
def _parsed(seal_key: str, public_keys: str) -> SealKeys:
    return SealKeys.parse(seal_key=seal_key, public_keys=public_keys)


def seal_keys() -> SealKeys:
    """The installation's keys. Raises BadSealKey."""
    return _parsed(settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS)
