"""Sealing of personal fields, and the keyed indexes by which sealed values are found.

Each person has a data key; it is wrapped by a master key that lives outside the database, and destroying the wrapped
key makes every field of that person unreadable for ever. A sealed field is bound to its table, column and row, so it
does not open anywhere else.

Two profiles: AES-256-GCM, and SM4-GCM (RFC 8998) with HMAC-SM3 for the indexes, where the law asks for commercial
cryptography (GB/T 39786). What is sealed says which, so both open everywhere; the setting says which seals.

Layout of everything sealed: profile (1 byte) ‖ length of key id (1) ‖ key id ‖ nonce (12) ‖ ciphertext and tag.
"""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable
from nuanliu.platform.keyfile import keys_in_file

AES_256_GCM, SM4_GCM = 1, 2
"""Profile bytes."""
PROFILES = {"aes-256-gcm": AES_256_GCM, "sm4-gcm": SM4_GCM}
"""By the name in the setting."""
DIGESTS: dict[int, type[hashes.HashAlgorithm]] = {AES_256_GCM: hashes.SHA256, SM4_GCM: hashes.SM3}
"""Of the indexes, by profile."""

NONCE, TAG, KEY, SM4_KEY, INDEX = 12, 16, 32, 16, 16
LONGEST_KEY_ID = 32
ONLY_KEY = "i1"
"""The name of an index key that was given without one."""


class CannotOpen(Unable):
    """A sealed value stays closed: unknown_layout, unknown_key, or does_not_open.

    Wrong key, wrong place and changed bytes are all does_not_open: which of them it was is not knowable.
    """


def _unknown_layout() -> CannotOpen:
    return CannotOpen("unknown_layout", _("这一项不是本系统封存的，打不开。"))


def _unknown_key(key_id: str) -> CannotOpen:
    return CannotOpen("unknown_key", _("缺少封存这一项的密钥，请联系管理员。"), key_id=key_id)


def _does_not_open() -> CannotOpen:
    return CannotOpen("does_not_open", _("这一项的密钥不对或内容被动过，打不开。"))


class BadKeyring(Exception):  # noqa: N818 (reads as what is wrong)
    """The keys in the settings are missing or malformed."""


def _sm4(secret: bytes) -> algorithms.SM4:
    """SM4 takes 16 bytes; they are derived from our 32, so that no key is used by two ciphers."""
    return algorithms.SM4(HKDF(hashes.SM3(), SM4_KEY, None, b"nuanliu sm4-gcm").derive(secret))


def _encrypt(profile: int, key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    if profile == AES_256_GCM:
        return AESGCM(key).encrypt(nonce, plain, place)
    encryptor = Cipher(_sm4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _decrypt(profile: int, key: bytes, nonce: bytes, body: bytes, place: bytes) -> bytes:
    if profile == AES_256_GCM:
        return AESGCM(key).decrypt(nonce, body, place)
    decryptor = Cipher(_sm4(key), modes.GCM(nonce, body[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(place)
    return decryptor.update(body[:-TAG]) + decryptor.finalize()


def _seal(profile: int, key: bytes, key_id: str, plain: bytes, place: bytes) -> bytes:
    nonce, name = os.urandom(NONCE), key_id.encode()
    return bytes([profile, len(name)]) + name + nonce + _encrypt(profile, key, nonce, plain, place)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed, taken apart."""

    profile: int
    key_id: str
    nonce: bytes
    body: bytes

    @classmethod
    def read(cls, sealed: bytes) -> "Sealed":
        """Raises CannotOpen for a layout this version does not know."""
        start = 2 + sealed[1] if len(sealed) > 2 else 2
        if len(sealed) < start + NONCE + TAG or sealed[0] not in DIGESTS:
            raise _unknown_layout()
        key_id = sealed[2:start].decode(errors="replace")
        return cls(sealed[0], key_id, sealed[start : start + NONCE], sealed[start + NONCE :])

    def open(self, key: bytes, place: bytes) -> bytes:
        """What is inside. Raises CannotOpen."""
        try:
            return _decrypt(self.profile, key, self.nonce, self.body, place)
        except InvalidTag as wrong:
            raise _does_not_open() from wrong


@dataclass(frozen=True, slots=True)
class DataKey:
    """One person's key, in clear, only ever in memory."""

    secret: bytes = field(repr=False)
    profile: int = AES_256_GCM
    """Which profile seals; what was sealed under another opens too."""

    def seal(self, text: str, *, table: str, column: str, row: str) -> bytes:
        """Seal `text` for exactly this place."""
        return _seal(self.profile, self.secret, "", text.encode(), _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> str:
        """The text sealed for this place. Raises CannotOpen."""
        return Sealed.read(sealed).open(self.secret, _place(table, column, row)).decode()

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed under the profile that seals now."""
        return Sealed.read(sealed).profile == self.profile


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}|{column}|{row}".encode()


def _named_keys(text: str, *, what: str, bare: str = "") -> dict[str, bytes]:
    """`id:base64,id:base64`; a key without an id is called `bare`, where that is allowed."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    pairs = [(bare, item) if bare and ":" not in item else item.partition(":")[::2] for item in items]
    if any(not 0 < len(name) <= LONGEST_KEY_ID for name, _value in pairs):
        raise BadKeyring(f"{what} must be id:base64, each id 1 to 32 characters")
    if len({name for name, _value in pairs}) < len(pairs):
        raise BadKeyring(f"{what} names a key twice")
    try:
        keys = {name: base64.b64decode(value, validate=True) for name, value in pairs}
    except ValueError as wrong:
        raise BadKeyring(f"{what} must be base64") from wrong
    if not keys or any(len(key) != KEY for key in keys.values()):
        raise BadKeyring(f"{what} must hold keys of 32 bytes")
    return keys


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys (the first wraps, all unwrap), the index keys (the first writes, all find), and the profile."""

    masters: Mapping[str, bytes] = field(repr=False)
    index_keys: Mapping[str, bytes] = field(repr=False)
    profile: int = AES_256_GCM

    @classmethod
    def parse(cls, *, field_keys: str, index_key: str, cipher: str = "aes-256-gcm") -> "Keyring":
        """From `id:base64,id:base64` for both (an index key may stand alone without id). Raises BadKeyring."""
        if cipher not in PROFILES:
            raise BadKeyring(f"NUANLIU_CIPHER must be one of {', '.join(PROFILES)}")
        masters = _named_keys(field_keys, what="NUANLIU_FIELD_KEYS")
        return cls(masters, _named_keys(index_key, what="NUANLIU_INDEX_KEY", bare=ONLY_KEY), PROFILES[cipher])

    def _first(self) -> tuple[str, bytes]:
        return next(iter(self.masters.items()))

    def _wrap(self, plain: bytes, place: bytes) -> bytes:
        name, master = self._first()
        return _seal(self.profile, master, name, plain, place)

    def _unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        sealed = Sealed.read(wrapped)
        if sealed.key_id not in self.masters:
            raise _unknown_key(sealed.key_id)
        return sealed.open(self.masters[sealed.key_id], place)

    def is_current(self, wrapped: bytes) -> bool:
        """Whether the first master key sealed it, under the profile that seals now."""
        sealed = Sealed.read(wrapped)
        return (sealed.key_id, sealed.profile) == (self._first()[0], self.profile)

    def new_data_key(self) -> bytes:
        """A fresh data key, wrapped by the first master key, as it is stored."""
        return self._wrap(os.urandom(KEY), b"data-key")

    def unwrap(self, wrapped: bytes) -> DataKey:
        """The data key in clear. Raises CannotOpen if its master key is not in the ring."""
        return DataKey(self._unwrap(wrapped, b"data-key"), self.profile)

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key under the first master key, for key rotation."""
        return self._wrap(self.unwrap(wrapped).secret, b"data-key")

    def seal_bytes(self, plain: bytes, *, place: str) -> bytes:
        """Seal something that belongs to no person, under the first master key."""
        return self._wrap(plain, place.encode())

    def open_bytes(self, sealed: bytes, *, place: str) -> bytes:
        """Open what `seal_bytes` sealed for this place. Raises CannotOpen."""
        return self._unwrap(sealed, place.encode())

    def index(self, kind: str, text: str) -> bytes:
        """The blind index of a normalised value: equal for equal values, meaningless without the key."""
        return self.indexes(kind, text)[0]

    def indexes(self, kind: str, text: str) -> list[bytes]:
        """Its indexes under every key and digest that may stand in the database, the one that is written first.

        While keys are changed a value is looked for under all of them.
        """
        digests = [DIGESTS[self.profile], *(one for profile, one in DIGESTS.items() if profile != self.profile)]
        return [_index(key, digest(), kind, text) for digest in digests for key in self.index_keys.values()]


def _index(key: bytes, digest: hashes.HashAlgorithm, kind: str, text: str) -> bytes:
    mac = hmac.HMAC(key, digest)
    mac.update(f"{kind}|{text}".encode())
    return mac.finalize()[:INDEX]


@lru_cache(maxsize=4)
def _parsed(field_keys: str, index_key: str, cipher: str) -> Keyring:
    return Keyring.parse(field_keys=field_keys, index_key=index_key, cipher=cipher)


def keyring() -> Keyring:
    """The installation's keys as they are now: of the key file, which may change while we run, or of the environment.

    Raises BadKeyring.
    """
    field_keys, index_key = settings.FIELD_KEYS, settings.INDEX_KEY
    if settings.KEYS_FILE:
        known = keys_in_file(path=settings.KEYS_FILE)
        field_keys = known.get("NUANLIU_FIELD_KEYS", field_keys)
        index_key = known.get("NUANLIU_INDEX_KEY", index_key)
    return _parsed(field_keys, index_key, settings.CIPHER)
