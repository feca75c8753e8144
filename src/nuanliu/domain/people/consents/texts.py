"""The texts of consent as data: one file a purpose, in Chinese and English, every version with its fingerprint."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from nuanliu.domain.people.types import ConsentPurpose

FOLDER = Path(__file__).parent / "texts"
PARTS = ("title", "what", "who", "kept", "without")
"""What every text says: what is done, who sees it, how long it is kept, and what happens without it."""
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language."""

    title: str
    what: str
    who: str
    kept: str
    without: str


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """One version of the text of one purpose, as it is shown here (the names of this installation filled in)."""

    purpose: ConsentPurpose
    version: str
    since: date
    asks_again: bool
    zh: Said
    en: Said
    fingerprint: str

    @property
    def said(self) -> Said:
        """In the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh

    def parts(self) -> dict[str, dict[str, str]]:
        """The whole text by language and part, as it is kept."""
        return {language: {part: getattr(getattr(self, language), part) for part in PARTS} for language in LANGUAGES}


def fingerprint_of(*, purpose: str, version: str, parts: Mapping[str, Mapping[str, str]]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of a text in all its languages."""
    whole = {"purpose": purpose, "version": version, "parts": {key: dict(said) for key, said in parts.items()}}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def versions_of(*, purpose: ConsentPurpose) -> tuple[ConsentWords, ...]:
    """Every version of a purpose's text, oldest first."""
    return _filled(purpose, settings.BUREAU, settings.BRAND)


def current_words(*, purpose: ConsentPurpose) -> ConsentWords:
    """The text that is shown now."""
    return versions_of(purpose=purpose)[-1]


def accepted_versions(*, purpose: ConsentPurpose) -> tuple[str, ...]:
    """The versions to which an agreement still counts: from the last one that had to be asked for again."""
    versions = versions_of(purpose=purpose)
    last = max(index for index, words in enumerate(versions) if words.asks_again)
    return tuple(words.version for words in versions[last:])


@cache
def source_versions(purpose: ConsentPurpose) -> tuple[Mapping[str, Any], ...]:
    """The versions as they stand in the file, names not filled in."""
    with (FOLDER / f"{purpose.value}.toml").open("rb") as file:
        return tuple(tomllib.load(file)["version"])


@cache
def published_fingerprints() -> Mapping[str, str]:
    """`purpose/version` to the fingerprint of the source text: what must not change any more."""
    with (FOLDER / "published.toml").open("rb") as file:
        published: Mapping[str, str] = tomllib.load(file)["fingerprints"]
    return published


@cache
def _filled(purpose: ConsentPurpose, bureau: str, brand: str) -> tuple[ConsentWords, ...]:
    return tuple(_one(purpose, version, bureau, brand) for version in source_versions(purpose))


def _one(purpose: ConsentPurpose, version: Mapping[str, Any], bureau: str, brand: str) -> ConsentWords:
    parts = {
        language: {part: version[language][part].format(bureau=bureau, brand=brand) for part in PARTS}
        for language in LANGUAGES
    }
    return ConsentWords(
        purpose=purpose,
        version=version["number"],
        since=version["since"],
        asks_again=version["asks_again"],
        zh=Said(**parts["zh"]),
        en=Said(**parts["en"]),
        fingerprint=fingerprint_of(purpose=purpose, version=version["number"], parts=parts),
    )
