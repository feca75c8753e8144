"""Where the fonts for paper are, and which characters they have.

The fonts come as a Python package; without it Debian's fonts-noto-cjk are used. The typesetter says nothing of a glyph
that is missing, so whoever prints a name asks here first.
"""

import struct
from functools import cache
from pathlib import Path

try:
    import pylopdf_fonts_zh_cn as _packaged
except ImportError:  # pragma: no cover (the locks hold it; a distribution may leave it out)
    _packaged = None  # type: ignore[assignment]

DEBIAN = Path("/usr/share/fonts/opentype/noto")
NO_FONTS = "pylopdf-fonts-zh-cn or fonts-noto-cjk is needed to make PDFs"


class NoFonts(Exception):  # noqa: N818 (reads as what is wrong)
    """No Chinese font is installed."""


@cache
def font_folder() -> Path:
    """The folder with the fonts. Raises NoFonts."""
    if _packaged is not None:
        return Path(str(_packaged.__file__)).parent
    if DEBIAN.is_dir():
        return DEBIAN
    raise NoFonts(NO_FONTS)


@cache
def sans() -> Path:
    """The sans-serif font, in which everything is set. Raises NoFonts."""
    for name in ("NotoSansSC-Regular.otf", "NotoSansCJK-Regular.ttc"):
        if (font_folder() / name).is_file():
            return font_folder() / name
    raise NoFonts(NO_FONTS)


@cache
def characters_of(font: Path) -> frozenset[int]:
    """Every code point that the (first) font of a file has a glyph for, from its cmap table."""
    data = font.read_bytes()
    start = struct.unpack(">I", data[12:16])[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack(">H", data[start + 4 : start + 6])[0]
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return frozenset(_cmap(data, offset))
    return frozenset()


def _cmap(data: bytes, table: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, table + 2)[0]):
        offset = table + struct.unpack_from(">I", data, table + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", data, offset)[0]
        if kind == 12:
            found |= _groups(data, offset)
        elif kind == 4:
            found |= _segments(data, offset)
    return found


def _groups(data: bytes, offset: int) -> set[int]:
    count = struct.unpack_from(">I", data, offset + 12)[0]
    groups = struct.iter_unpack(">III", data[offset + 16 : offset + 16 + 12 * count])
    return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph}


def _segments(data: bytes, offset: int) -> set[int]:
    twice = struct.unpack_from(">H", data, offset + 6)[0]
    form = f">{twice // 2}H"
    ends = struct.unpack_from(form, data, offset + 14)
    starts = struct.unpack_from(form, data, offset + 16 + twice)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def missing_from(text: str, *, font: Path | None = None) -> list[str]:
    """The characters of a text that cannot be printed, each once, in the order in which they come."""
    known = characters_of(font or sans())
    return [one for one in dict.fromkeys(text) if ord(one) not in known and one.isprintable() and not one.isspace()]


def printable(text: str) -> str:
    """The text with every character that has no glyph written out as its code, so that nothing vanishes unseen."""
    missing = set(missing_from(text))
    return "".join(f"〔U+{ord(one):04X}〕" if one in missing else one for one in text) if missing else text
