"""What is written of a one-time code, and the code that follows from it."""

from uuid import UUID

from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.platform.crypto import keyring

DIGITS = 6
_PLACE = "signing_onetimecode|phone|{}"


def code_of(*, code_id: UUID) -> str:
    """The six digits of this row: only who holds the key can tell them."""
    number = int.from_bytes(keyring().index("one-time-code", str(code_id)), "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def seal_phone(*, phone: str, code_id: UUID) -> bytes:
    """The number, sealed for this row."""
    return keyring().seal_bytes(phone.encode(), place=_PLACE.format(code_id))


def phone_of(code: OneTimeCode) -> str:
    """The number the code went to."""
    return keyring().open_bytes(bytes(code.phone_sealed), place=_PLACE.format(code.pk)).decode()
