"""Sealing of personal fields, and the keyed indexes by which sealed values are found.

Each person has a data key; it is wrapped by a master key that lives outside the database, and destroying the wrapped
key makes every field of that person unreadable for ever. A sealed field is bound to its table, column and row, so it
does not open anywhere else.

Layout of everything sealed: profile (1 byte) ‖ length of key id (1) ‖ key id ‖ nonce (12) ‖ ciphertext and tag.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable

AES_256_GCM = 1
"""Profile byte; an SM4-GCM profile takes the next number."""

NONCE, TAG, KEY, INDEX = 12, 16, 32, 16
LONGEST_KEY_ID = 32


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


def _seal(key: bytes, key_id: str, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    name = key_id.encode()
    return bytes([AES_256_GCM, len(name)]) + name + nonce + AESGCM(key).encrypt(nonce, plain, place)


def _parts(sealed: bytes) -> tuple[str, bytes, bytes]:
    """(key id, nonce, ciphertext). Raises CannotOpen for a layout this version does not know."""
    start = 2 + sealed[1] if len(sealed) > 2 else 2
    if len(sealed) < start + NONCE + TAG or sealed[0] != AES_256_GCM:
        raise _unknown_layout()
    return sealed[2:start].decode(errors="replace"), sealed[start : start + NONCE], sealed[start + NONCE :]


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    _key_id, nonce, body = _parts(sealed)
    try:
        return AESGCM(key).decrypt(nonce, body, place)
    except InvalidTag as wrong:
        raise _does_not_open() from wrong


@dataclass(frozen=True, slots=True)
class DataKey:
    """One person's key, in clear, only ever in memory."""

    secret: bytes = field(repr=False)

    def seal(self, text: str, *, table: str, column: str, row: str) -> bytes:
        """Seal `text` for exactly this place."""
        return _seal(self.secret, "", text.encode(), _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> str:
        """The text sealed for this place. Raises CannotOpen."""
        return _open(self.secret, sealed, _place(table, column, row)).decode()


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}|{column}|{row}".encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys (the first wraps, all unwrap) and the index key."""

    masters: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @classmethod
    def parse(cls, *, field_keys: str, index_key: str) -> "Keyring":
        """From `id:base64,id:base64` and base64. Raises BadKeyring."""
        try:
            pairs = [item.strip().partition(":") for item in field_keys.split(",") if item.strip()]
            if any(not 0 < len(name) <= LONGEST_KEY_ID for name, _sep, _value in pairs):
                message = "NUANLIU_FIELD_KEYS must be id:base64, each id 1 to 32 characters"
                raise BadKeyring(message)
            if len({name for name, _sep, _value in pairs}) < len(pairs):
                message = "NUANLIU_FIELD_KEYS names a key twice"
                raise BadKeyring(message)
            masters = {name: base64.b64decode(value, validate=True) for name, _sep, value in pairs}
            index = base64.b64decode(index_key, validate=True)
        except ValueError as wrong:
            message = "NUANLIU_FIELD_KEYS and NUANLIU_INDEX_KEY must be base64"
            raise BadKeyring(message) from wrong
        if not masters or any(len(key) != KEY for key in (*masters.values(), index)):
            message = "NUANLIU_FIELD_KEYS and NUANLIU_INDEX_KEY must hold keys of 32 bytes"
            raise BadKeyring(message)
        return cls(masters, index)

    def new_data_key(self) -> bytes:
        """A fresh data key, wrapped by the first master key, as it is stored."""
        name, master = next(iter(self.masters.items()))
        return _seal(master, name, os.urandom(KEY), b"data-key")

    def unwrap(self, wrapped: bytes) -> DataKey:
        """The data key in clear. Raises CannotOpen if its master key is not in the ring."""
        key_id, _nonce, _body = _parts(wrapped)
        if key_id not in self.masters:
            raise _unknown_key(key_id)
        return DataKey(_open(self.masters[key_id], wrapped, b"data-key"))

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key under the first master key, for key rotation."""
        name, master = next(iter(self.masters.items()))
        return _seal(master, name, self.unwrap(wrapped).secret, b"data-key")

    def seal_bytes(self, plain: bytes, *, place: str) -> bytes:
        """Seal something that belongs to no person, under the first master key."""
        name, master = next(iter(self.masters.items()))
        return _seal(master, name, plain, place.encode())

    def open_bytes(self, sealed: bytes, *, place: str) -> bytes:
        """Open what `seal_bytes` sealed for this place. Raises CannotOpen."""
        key_id, _nonce, _body = _parts(sealed)
        if key_id not in self.masters:
            raise _unknown_key(key_id)
        return _open(self.masters[key_id], sealed, place.encode())

    def index(self, kind: str, text: str) -> bytes:
        """The blind index of a normalised value: equal for equal values, meaningless without the key."""
        return hmac.new(self.index_key, f"{kind}|{text}".encode(), hashlib.sha256).digest()[:INDEX]


@lru_cache(maxsize=4)
def _parsed(field_keys: str, index_key: str) -> Keyring:
    return Keyring.parse(field_keys=field_keys, index_key=index_key)


def keyring() -> Keyring:
    """The installation's keys. Raises BadKeyring."""
    return _parsed(settings.FIELD_KEYS, settings.INDEX_KEY)
