"""Six digits out of a shared secret and the time of day: RFC 6238 with SHA-1 and half minutes, as every app does it."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS, DIGITS, SECRET_BYTES = 30, 6, 20
SLACK = 1
"""A clock may be this many steps off, either way."""


def new_secret() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // STEP_SECONDS


def digits_of(*, secret: bytes, step: int) -> str:
    """RFC 4226: the six digits of a counter."""
    mac = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(*, secret: bytes, typed: str, now: datetime, after: int = 0) -> int | None:
    """The half minute later than `after` whose digits these are, close to now; None if there is none."""
    at = step_at(now)
    near = [step for step in range(at - SLACK, at + SLACK + 1) if step > after]
    right = [step for step in near if hmac.compare_digest(digits_of(secret=secret, step=step), typed)]
    return right[-1] if right else None


def written(secret: bytes) -> str:
    """The secret as a person copies it: base32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(*, secret: bytes, issuer: str, account: str) -> str:
    """The `otpauth:` address that an app reads from a QR code."""
    text = base64.b32encode(secret).decode().rstrip("=")
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?secret={text}&issuer={quote(issuer)}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
