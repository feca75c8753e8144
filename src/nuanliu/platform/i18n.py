"""The catalogues: English merged from its parts, and what OpenCC makes of the same sentences in traditional characters.

Both are compiled here, without the gettext package. msgids are Simplified Chinese (STYLE), so an untranslated sentence
shows Chinese to an English reader and never the other way round. `python -m nuanliu.platform.i18n` does it by hand.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import opencc
import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
_HEADER = {
    "Project-Id-Version": "nuanliu",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_TRADITIONAL = _HEADER | {"Language": "zh_Hant", "Plural-Forms": "nplurals=1; plural=0;"}
_CHARACTERS = "s2tw"
"""OpenCC's table: simplified to traditional, in the forms used on Taiwan."""


def part_files(*, locale: Path = LOCALE) -> list[Path]:
    """The parts of the English catalogue, in the order of their names."""
    return sorted((locale / "parts").glob("*.en.po"))


def catalogue_file(*, locale: Path = LOCALE) -> Path:
    """The merged English catalogue; its compiled twin lies beside it."""
    return locale / "en" / "LC_MESSAGES" / "django.po"


def _said(entry: polib.POEntry) -> tuple[str, ...]:
    return tuple(entry.msgstr_plural.values()) or (entry.msgstr,)


def _entries(locale: Path) -> Iterator[tuple[Path, polib.POEntry]]:
    for path in part_files(locale=locale):
        for entry in polib.pofile(str(path)):
            yield path, entry


def conflicting_translations(*, locale: Path = LOCALE) -> list[str]:
    """A line for each sentence that two parts translate differently."""
    first: dict[tuple[str | None, str, bool], tuple[Path, polib.POEntry]] = {}
    found = []
    for path, entry in _entries(locale):
        place, known = first.setdefault((entry.msgctxt, entry.msgid, bool(entry.msgid_plural)), (path, entry))
        if _said(known) != _said(entry):
            found.append(f"{entry.msgid}: {place.name} says {_said(known)}, {path.name} says {_said(entry)}")
    return found


def merge_catalogues(*, locale: Path = LOCALE) -> polib.POFile:
    """All parts as one catalogue, each sentence once, sorted; where two parts differ the first part's words stay."""
    chosen: dict[tuple[str | None, str], polib.POEntry] = {}
    for _path, entry in _entries(locale):
        key = (entry.msgctxt, entry.msgid)
        known = chosen.get(key)
        if known is None or (entry.msgid_plural and not known.msgid_plural):
            chosen[key] = entry
    merged = polib.POFile(wrapwidth=120)
    merged.metadata = dict(_HEADER)
    for key in sorted(chosen, key=lambda key: (key[1], key[0] or "")):
        merged.append(chosen[key])
    return merged


def traditional_file(*, locale: Path = LOCALE) -> Path:
    """The compiled catalogue in traditional characters."""
    return locale / "zh_Hant" / "LC_MESSAGES" / "django.mo"


def in_traditional(catalogue: polib.POFile) -> polib.POFile:
    """Every sentence of a catalogue in traditional characters instead of in English."""
    converter, made = opencc.OpenCC(_CHARACTERS), polib.POFile(wrapwidth=120)
    made.metadata = dict(_TRADITIONAL)
    for entry in catalogue:
        said = converter.convert(entry.msgid)
        words = {"msgstr_plural": {0: said}} if entry.msgid_plural else {"msgstr": said}
        made.append(
            polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural or "", **words)
        )
    return made


def is_stale(*, locale: Path = LOCALE) -> bool:
    """Whether a part is newer than a compiled catalogue, or there is none."""
    compiled = [catalogue_file(locale=locale).with_suffix(".mo"), traditional_file(locale=locale)]
    if not all(path.exists() for path in compiled):
        return True
    oldest = min(path.stat().st_mtime for path in compiled)
    return any(path.stat().st_mtime > oldest for path in [*part_files(locale=locale), locale / "parts"])


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def compile_catalogues(*, locale: Path = LOCALE) -> Path:
    """Write the English catalogue and its compiled twin, whose path comes back, and the compiled traditional one.

    Readers see the old or the new, whole.
    """
    target = catalogue_file(locale=locale)
    target.parent.mkdir(parents=True, exist_ok=True)
    merged = merge_catalogues(locale=locale)
    text = str(merged).encode()
    if not target.exists() or target.read_bytes() != text:
        _replace(target, text)
    traditional = traditional_file(locale=locale)
    traditional.parent.mkdir(parents=True, exist_ok=True)
    _replace(traditional, in_traditional(merged).to_binary())
    _replace(target.with_suffix(".mo"), merged.to_binary())
    return target.with_suffix(".mo")


if __name__ == "__main__":
    compile_catalogues()
