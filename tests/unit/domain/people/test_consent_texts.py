"""The texts of consent: complete in both languages, plain, and unchangeable once published."""

import pytest
from django.utils import translation

from nuanliu.domain.people.consents.texts import (
    LANGUAGES,
    PARTS,
    accepted_versions,
    current_words,
    fingerprint_of,
    published_fingerprints,
    source_versions,
    versions_of,
)
from nuanliu.domain.people.types import ConsentPurpose

EVERY = [(purpose, version) for purpose in ConsentPurpose for version in source_versions(purpose)]
IDS = [f"{purpose.value}/{version['number']}" for purpose, version in EVERY]


@pytest.mark.parametrize(("purpose", "version"), EVERY, ids=IDS)
def test_every_part_is_said_in_both_languages(purpose, version):
    said = [version[language][part].strip() for language in LANGUAGES for part in PARTS]
    assert all(said)
    assert set(version) == {"number", "since", "asks_again", *LANGUAGES}
    assert all(set(version[language]) == set(PARTS) for language in LANGUAGES)


def test_a_published_text_is_never_edited():
    now = {
        f"{purpose.value}/{version['number']}": fingerprint_of(
            purpose=purpose.value,
            version=version["number"],
            parts={language: version[language] for language in LANGUAGES},
        )
        for purpose, version in EVERY
    }
    assert now == dict(published_fingerprints()), "a text that people agreed to was edited: write a new version instead"


def test_one_letter_more_is_another_fingerprint():
    parts = {"zh": dict.fromkeys(PARTS, "甲"), "en": dict.fromkeys(PARTS, "a")}
    first = fingerprint_of(purpose="health", version="1", parts=parts)
    parts["en"]["who"] = "a."
    assert fingerprint_of(purpose="health", version="1", parts=parts) != first
    assert fingerprint_of(purpose="health", version="2", parts=parts) != first


def test_versions_stand_in_their_order():
    for purpose in ConsentPurpose:
        versions = versions_of(purpose=purpose)
        assert [words.since for words in versions] == sorted(words.since for words in versions)
        assert versions[0].asks_again
        assert accepted_versions(purpose=purpose)[-1] == current_words(purpose=purpose).version


def test_the_names_of_the_installation_are_filled_in(settings):
    settings.BUREAU = "某市老干部局"
    words = current_words(purpose=ConsentPurpose.SERVICE)
    assert words.zh.what.startswith("某市老干部局")
    every = [said for parts in words.parts().values() for said in parts.values()]
    assert [said for said in every if "{" in said] == []


def test_the_reader_gets_her_language():
    words = current_words(purpose=ConsentPurpose.HEALTH)
    with translation.override("en"):
        assert words.said == words.en
    with translation.override("zh-hans"):
        assert words.said == words.zh
