"""The number of a slip as it is printed and typed: digits and a check character, for example 000123-K.

The check character catches any single wrong character and any two neighbours that changed places; the site goes into
it too, so that a slip of another site seldom passes for one of ours (one in 32).
"""

import hashlib
import re
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.seals.codes import ALPHABET, check_of, plain_code
from nuanliu.platform.errors import Unable

DIGITS = 6
_TYPED = re.compile(r"0*(?P<number>\d{1,6})(?P<check>[0-9A-Z])", re.ASCII)
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class UnreadableNumber(Unable):
    """What was typed is no number of a slip of this site: not_a_number or misread."""


def check_character(*, site: UUID, number: int) -> str:
    """The last character of a slip's number."""
    salt = hashlib.sha256(b"slip" + site.bytes).digest()
    values = [salt[0] & 31, salt[1] & 31, *(int(digit) for digit in f"{number:0{DIGITS}d}")]
    return ALPHABET[check_of(values)]


def written(*, site: UUID, number: int) -> str:
    """A slip's number as it is printed."""
    return f"{number:0{DIGITS}d}-{check_character(site=site, number=number)}"


def read_number(*, site: UUID, text: str) -> int:
    """The number that somebody typed; zeros in front, dash and spaces may be left out. Raises UnreadableNumber."""
    found = _TYPED.fullmatch(plain_code(text))
    if found is None:
        raise UnreadableNumber("not_a_number", _("单号是数字，末尾一位是校验码，比如 123K。"), field="number")
    number = int(found["number"])
    if not number or found["check"].translate(_ALIKE) != check_character(site=site, number=number):
        words = _("单号的最后一位对不上。请再看一遍，或是别的站点的单子。")
        raise UnreadableNumber("misread", words, field="number")
    return number
