"""Text that is compared, searched or stored: `typed` makes it plain, this makes it fit for machines.

Han characters are never folded: a rare character in a name must come out as it went in.
"""

import unicodedata

from nuanliu.platform.typed import tidy_digits, tidy_text

_JOINERS = {0x200C: None, 0x200D: None, 0x180E: None, 0x061C: None}
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−－﹣~～·.。/"))
_NUMERALS = {ord(numeral): str(value) for value, numeral in enumerate("零一二三四五六七八九")} | {ord("〇"): "0"}
_NEITHER = {"Cs", "Cn"}


def clean(text: str) -> str:
    """`text` on one line, half-width letters and digits, nothing invisible in it, single spaces.

    Lone surrogates and code points that Unicode has not assigned go too: databases and fonts refuse them.
    """
    if text.isprintable():  # no joiner, surrogate or unassigned point is printable: the common case
        return tidy_text(text)
    seen = text.translate(_JOINERS)
    kept = "".join(ch for ch in seen if unicodedata.category(ch) not in _NEITHER)
    return tidy_text(kept)


def digits(text: str) -> str:
    """`text` for a number that is compared whole: no spaces, dashes or dots, full-width and Chinese numerals as digits.

    Anything else stays, so that what was not a number does not become one: `"12 a4"` gives `"12a4"`.
    """
    return tidy_digits(clean(text)).translate(_DASHES).translate(_NUMERALS)
