"""Text as people type and paste it, made plain without losing what they meant.

Only the full-width forms of digits, Latin letters and the space become half-width: Chinese punctuation stays, and no
Unicode normal form is applied, because those forms replace rare characters in names by others.
"""

import re
import unicodedata

_HALF_WIDTH = {
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    0x3000: 0x20,
    0x00A0: 0x20,
}
_UNSEEN = {*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x200B, 0x200E, 0x200F, 0xFEFF, 0x00AD}
_NUMBER_SIGNS = {ord(sign) + 0xFEE0: sign for sign in "+-.:/()"}
_DASHES_AND_SPACES = re.compile(r"[\s\-\u2010-\u2015\u2212\u00b7~().]+")


def tidy_text(value: str, *, lines: bool = False) -> str:
    r"""`value` trimmed, with half-width digits and letters, without control and invisible steering characters.

    With `lines` the line breaks stay (as `\n`), otherwise each run of white space becomes one space.
    """
    if value.isprintable():  # nothing unseen in it: the common case, and rosters have a million cells
        text = value.translate(_HALF_WIDTH)
        return text.strip() if lines else " ".join(text.split())
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_HALF_WIDTH)
    kept = (ch for ch in value if ch in "\n\t" or not (unicodedata.category(ch) == "Cc" or ord(ch) in _UNSEEN))
    text = "".join(kept)
    if lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def tidy_digits(value: str) -> str:
    """`value` for numbers: half-width digits, letters and signs, all white space gone."""
    return "".join(tidy_text(value).translate(_NUMBER_SIGNS).split())


def tidy_phone(value: str) -> str:
    """Telephone number as digits: spaces, dashes, brackets and the country code 86 are dropped."""
    digits = _DASHES_AND_SPACES.sub("", tidy_digits(value))
    for prefix in ("+86", "0086"):
        if digits.startswith(prefix):
            return digits[len(prefix) :]
    if len(digits) == 13 and digits.startswith("861"):
        return digits[2:]
    return digits


def looks_like_phone(digits: str) -> bool:
    """Whether `digits` (from `tidy_phone`) can be a Chinese mobile, fixed-line or local number."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    if digits.startswith("1"):
        return len(digits) == 11 and digits[1] in "3456789"
    if digits.startswith("0"):
        return 10 <= len(digits) <= 12
    return digits[0] in "23456789" and 7 <= len(digits) <= 8
