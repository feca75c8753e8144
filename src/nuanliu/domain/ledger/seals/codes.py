"""The code of a line: printed beside every line of a passbook, read back from paper, telephone and small print.

It follows from the transfer's id alone. Twelve characters of Crockford's base 32 in three groups, for example
7K3M-9QPT-2XW8: 55 bits of SHA-256("line" ‖ id) and a check character that catches any single wrong character and
any two that changed places. Two lines of a book of 20 million share a code with a chance of about one in 200.
"""

import hashlib
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable
from nuanliu.platform.text import clean

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP, BITS = 12, 4, 55
_VALUES = {char: value for value, char in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_DASHES = dict.fromkeys(map(ord, " -‐‑‒–—―−－﹣~～·.。_"))


class UnreadableCode(Unable):
    """What was typed is no code of a line: wrong_length, wrong_character, or misread."""


def number_of(transfer: UUID) -> int:
    """The 55 bits as a number."""
    return number_of_bytes(transfer.bytes)


def number_of_bytes(transfer: bytes) -> int:
    """The same for the 16 bytes of an id."""
    return int.from_bytes(hashlib.sha256(b"line" + transfer).digest()[:7], "big") >> 1


def code_of(*, transfer: UUID) -> str:
    """The code of one line, as it is printed."""
    return written(number_of(transfer))


def written(number: int) -> str:
    """A code's number as it is printed."""
    values = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    text = "".join(ALPHABET[value] for value in [*values, check_of(values)])
    return "-".join(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(*, text: str) -> int:
    """The number of a code as somebody typed it. Raises UnreadableCode.

    Small letters, full-width characters, spaces, dashes, O for 0, I and L for 1 are all understood.
    """
    plain = plain_code(text)
    if len(plain) != LENGTH:
        raise UnreadableCode("wrong_length", _("查账码有 12 个字符，请再看一遍。"), field="code")
    *values, check = values_of(text=plain)
    if check != check_of(values):
        raise UnreadableCode("misread", _("查账码有一个字符不对，请逐个核对。"), field="code")
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def plain_code(text: str) -> str:
    """What was typed without spaces, dashes and small letters."""
    return clean(text).upper().translate(_DASHES)


def values_of(*, text: str) -> list[int]:
    """Each character's value, the check character's too. Raises UnreadableCode."""
    plain = plain_code(text)
    if any(char not in _VALUES for char in plain):
        raise UnreadableCode("wrong_character", _("查账码里只有数字和字母，请再看一遍。"), field="code")
    return [_VALUES[char] for char in plain]


def check_of(values: list[int]) -> int:
    """The check character's value: it makes the sum of value × a^place over GF(32) zero, a being x, the check at 0."""
    total = 0
    for value in values:
        total = _times_x(total ^ value)
    return total


def _times_x(value: int) -> int:
    """Times x in GF(2)[x] / (x⁵ + x² + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value
