"""The short code of a paper: beside every line of a booklet, on every time slip and statement.

Ten characters in two groups, for example 7K3M9-QPTXW: 45 bits drawn by lot and a check character. By lot, because a
code belongs to one piece of paper and dies with it; the code of the line itself (`ledger.seals.codes`) never changes.
"""

import secrets

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.seals.codes import ALPHABET, UnreadableCode, check_of, values_of

LENGTH, GROUP, BITS = 10, 5, 45


def new_code() -> int:
    """A code's number that nobody can guess."""
    return secrets.randbits(BITS)


def written(number: int) -> str:
    """The code as it is printed."""
    values = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    text = "".join(ALPHABET[value] for value in [*values, check_of(values)])
    return f"{text[:GROUP]}-{text[GROUP:]}"


def read_code(*, text: str) -> int:
    """The number of a code as somebody typed it. Raises UnreadableCode: wrong_length, wrong_character, misread."""
    values = values_of(text=text)
    if len(values) != LENGTH:
        raise UnreadableCode("wrong_length", _("这个码有 10 个字符，请再看一遍。"), field="code")
    if check_of(values[:-1]) != values[-1]:
        raise UnreadableCode("misread", _("有一个字符不对，请逐个核对。"), field="code")
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return number
