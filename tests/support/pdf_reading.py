"""Reading a PDF of ours without a library: the words on it in the order of the page, and what its catalogue promises.

Only what typst writes: plain objects, deflated streams, glyphs of two bytes with a table of what they stand for.
"""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_STRING = rb"\(((?:\\.|[^\\)])*)\)|(?<!<)<([0-9A-Fa-f]+)>"
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|/(ActualText|Alt)\s?(?:" + _STRING + rb")|" + _STRING + rb"|\bET\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number, its stream unpacked."""
    found = {}
    for number, body in _OBJECT.findall(pdf):
        held = _STREAM.search(body)
        if held is None:
            found[int(number)] = body
            continue
        data = held.group(1)
        found[int(number)] = zlib.decompress(data) if b"/FlateDecode" in body[: held.start()] else data
    return found


def catalogue_of(pdf: bytes) -> str:
    """The catalogue: language, marks, what else is in it."""
    return next(one for one in objects_of(pdf).values() if b"/Type/Catalog" in one).decode("latin-1")


def metadata_of(pdf: bytes) -> str:
    """The XMP packet: which norms it claims, and its title."""
    return next(one for one in objects_of(pdf).values() if b"<x:xmpmeta" in one).decode()


def text_of(pdf: bytes) -> str:
    """The words of all pages, one run a line, a page's end as a line of dashes."""
    objects = objects_of(pdf)
    pages = []
    for body in objects.values():
        if b"/Type/Page/" not in body:
            continue
        resources = objects[int(_number(rb"/Resources (\d+) 0 R", body))]
        fonts = {name: _letters(objects, int(at)) for name, at in _FONT.findall(resources)}
        pages.append(_lines(objects[int(_number(rb"/Contents (\d+) 0 R", body))], fonts))
    return "\n----\n".join("\n".join(lines) for lines in pages) + "\n"


def _number(pattern: bytes, body: bytes) -> bytes:
    found = re.search(pattern, body)
    assert found, pattern
    return found.group(1)


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = objects[int(_number(rb"/ToUnicode (\d+) 0 R", objects[font]))]
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(word.decode()).decode("utf-16-be") for glyph, word in pairs}


def _lines(content: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    lines, letters, run = [], dict[int, str](), ""
    for shown in _SHOWN.finditer(content):
        if shown.group(0) == b"ET":
            lines += [run] if run.strip() else []
            run = ""
        elif shown.group(1):
            letters = fonts[shown.group(1)]
        elif shown.group(2) == b"Alt":
            continue
        elif shown.group(2):
            run += _raw(shown.group(3), shown.group(4)).decode("utf-16")
        else:
            glyphs = _raw(shown.group(5), shown.group(6))
            run += "".join(letters.get(int.from_bytes(glyphs[at : at + 2]), "?") for at in range(0, len(glyphs), 2))
    return [line.replace("\uffff", "") for line in lines]


def _raw(plain: bytes | None, digits: bytes | None) -> bytes:
    return bytes.fromhex(digits.decode()) if digits else _ESCAPE.sub(_unescaped, plain or b"")


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found.group(1):
        return bytes([int(found.group(1), 8)])
    return _PLAIN.get(found.group(2), found.group(2))
