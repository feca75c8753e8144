"""What was said on the telephone lies sealed with a master key, bound to its row."""

from typing import Any
from uuid import UUID

from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.platform.crypto import keyring


def place_of_words(row: Any) -> str:
    """To what the words of a call are bound."""
    return f"notices_call|words|{row.pk}"


def place_of_number(row: Any) -> str:
    """To what the number of a call is bound."""
    return f"notices_call|number|{row.pk}"


def place_of_closing(row: Any) -> str:
    """To what the words of a closing are bound."""
    return f"notices_closing|words|{row.pk}"


def seal_words(*, call_id: UUID, text: str) -> bytes | None:
    """The words sealed; nothing for nothing."""
    return _sealed(place_of_words(Call(id=call_id)), text)


def seal_number(*, call_id: UUID, text: str) -> bytes | None:
    """The number sealed; nothing for nothing."""
    return _sealed(place_of_number(Call(id=call_id)), text)


def seal_closing(*, closing_id: UUID, text: str) -> bytes | None:
    """The words to the next shift, sealed."""
    return _sealed(place_of_closing(Closing(id=closing_id)), text)


def words_in(call: Call) -> str:
    """What was said, in clear."""
    return _open(place_of_words(call), call.words_sealed)


def number_in(call: Call) -> str:
    """Where to ring, in clear."""
    return _open(place_of_number(call), call.number_sealed)


def words_to_the_next(closing: Closing) -> str:
    """What the next shift must do, in clear."""
    return _open(place_of_closing(closing), closing.words_sealed)


def _sealed(place: str, text: str) -> bytes | None:
    return keyring().seal_bytes(text.encode(), place=place) if text else None


def _open(place: str, sealed: bytes | memoryview | None) -> str:
    return "" if sealed is None else keyring().open_bytes(bytes(sealed), place=place).decode()
