"""What is written of a one-time code, and the code that follows from it."""

from uuid import UUID

from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.platform.crypto import keyring

DIGITS = 6


def place_of_phone(*, code_id: UUID) -> str:
    """To what the number of a code is bound."""
    return f"signing_onetimecode|phone|{code_id}"


def code_of(*, code_id: UUID) -> str:
    """The six digits of this row: only who holds the key can tell them."""
    return codes_of(code_id=code_id)[0]


def codes_of(*, code_id: UUID) -> list[str]:
    """The same under every index key: one that was sent just before the keys changed is still good."""
    found = [int.from_bytes(one, "big") for one in keyring().indexes("one-time-code", str(code_id))]
    return [f"{number % 10**DIGITS:0{DIGITS}d}" for number in found]


def seal_phone(*, phone: str, code_id: UUID) -> bytes:
    """The number, sealed for this row."""
    return keyring().seal_bytes(phone.encode(), place=place_of_phone(code_id=code_id))


def phone_of(code: OneTimeCode) -> str:
    """The number the code went to."""
    return keyring().open_bytes(bytes(code.phone_sealed), place=place_of_phone(code_id=code.pk)).decode()
