"""Settings that must not go together, said before anything is served. `nuanliu check` prints them."""

import base64
import binascii
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from nuanliu.platform.crypto import PROFILES, BadKeyring, Keyring
from nuanliu.platform.tables import left_behind

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1", "testserver"})
KEY_BYTES = 32
SOME_KEY = base64.b64encode(bytes(KEY_BYTES)).decode()
SOME_MASTER = f"k:{SOME_KEY}"
RESTORE = "Without the right keys sealed fields cannot be read. Do not invent new ones: restore yours."


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _open_hosts() -> list[str]:
    return sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)


@register(Tags.security)
def demo_stays_at_home(**_kwargs: Any) -> list[CheckMessage]:
    """E001: demo mode, which signs anyone in as anyone, only on names of this machine."""
    if settings.DEMO and _open_hosts():
        hosts = ", ".join(_open_hosts())
        return [
            Error(
                f"NUANLIU_DEMO signs anyone in with one click, and NUANLIU_HOSTS opens it to {hosts}.",
                hint="Unset NUANLIU_DEMO where real people are.",
                id="nuanliu.E001",
            )
        ]
    return []


@register(Tags.security)
def debug_stays_at_home(**_kwargs: Any) -> list[CheckMessage]:
    """E002: debug pages, which show everything, only on names of this machine."""
    if settings.DEBUG and _open_hosts():
        return [Error("NUANLIU_DEBUG shows settings and data to visitors.", hint="Unset it.", id="nuanliu.E002")]
    return []


@register(Tags.security)
def keys_are_keys(**_kwargs: Any) -> list[CheckMessage]:
    """E003, E004, E005, E008: the three secrets are there and long enough, and the cipher is one we know."""
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < KEY_BYTES:
        found.append(Error("NUANLIU_SECRET_KEY is shorter than 32 characters.", id="nuanliu.E003"))
    for field_keys, index_key, code, hint in (
        (settings.FIELD_KEYS, SOME_KEY, "nuanliu.E004", RESTORE),
        (SOME_MASTER, settings.INDEX_KEY, "nuanliu.E005", RESTORE),
    ):
        try:
            Keyring.parse(field_keys=field_keys, index_key=index_key)
        except BadKeyring as wrong:
            found.append(Error(f"{wrong}.", hint=hint, id=code))
    if settings.CIPHER not in PROFILES:
        found.append(Error(f"NUANLIU_CIPHER must be one of {', '.join(PROFILES)}.", id="nuanliu.E008"))
    return found


@register(Tags.security)
def the_book_can_be_sealed(**_kwargs: Any) -> list[CheckMessage]:
    """E007: the key that signs the book's heads, the older public keys, and the digest."""
    older = [one.strip() for one in settings.SEAL_PUBLIC_KEYS.split(",") if one.strip()]
    if not all(_is_key(key) for key in (settings.SEAL_KEY, *older)):
        return [Error("NUANLIU_SEAL_KEY and NUANLIU_SEAL_PUBLIC_KEYS must be base64 of 32 bytes.", id="nuanliu.E007")]
    if settings.DIGEST not in {"sha256", "sm3"}:
        return [Error("NUANLIU_DIGEST must be sha256 or sm3.", id="nuanliu.E007")]
    return []


@register(Tags.security)
def open_hosts_are_encrypted(**_kwargs: Any) -> list[CheckMessage]:
    """E006: names of other machines only over HTTPS."""
    if _open_hosts() and not settings.HTTPS:
        return [
            Error(
                "NUANLIU_HOSTS names other machines, but NUANLIU_HTTPS is not set.",
                hint="Passwords and health notes would cross the network readable. Put TLS in front, then set it to 1.",
                id="nuanliu.E006",
            )
        ]
    return []


@register(Tags.security)
def messages_can_leave(**_kwargs: Any) -> list[CheckMessage]:
    """E010: a provider of messages is spoken to with its key, signature and template, and encrypted."""
    if settings.NOTICE_PORT != "aliyun":
        return []
    wanted = ("SMS_KEY_ID", "SMS_KEY_SECRET", "SMS_SIGN", "SMS_TEMPLATE")
    missing = [f"NUANLIU_{name}" for name in wanted if not getattr(settings, name)]
    where = urlsplit(settings.SMS_ENDPOINT)
    if where.scheme != "https" and where.hostname not in LOOPBACK:
        missing.append("NUANLIU_SMS_ENDPOINT (https)")
    if not missing:
        return []
    return [Error(f"Messages cannot leave without {', '.join(missing)}.", hint="docs/messages.md", id="nuanliu.E010")]


@register(Tags.database)
def book_is_not_left_behind(*, databases: Collection[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """E009: no book is served or migrated whose tables are older than the migrations that are still here."""
    old = {app for name in databases or () for app in left_behind(connections[name])}
    if not old:
        return []
    return [
        Error(
            f"The tables of {', '.join(sorted(old))} are older than this version can bring up.",
            hint="Migrate with the version that came before this one, then come back.",
            id="nuanliu.E009",
        )
    ]
