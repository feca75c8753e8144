"""Both languages are complete: every sentence of the source has its English, with the same placeholders."""

import re

import pytest

from nuanliu.platform.i18n import conflicting_translations, merge_catalogues
from tests.architecture.tree import SOURCE
from tests.support.sentences import in_python, in_template, in_tree

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w+)}")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@pytest.fixture(scope="module")
def sentences():
    return in_tree(source=SOURCE)


@pytest.fixture(scope="module")
def english():
    return {(entry.msgctxt, entry.msgid): entry for entry in merge_catalogues()}


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_english(sentences, english):
    missing = {s.msgid: s.where for s in sentences if HAN.search(s.msgid) and (s.context, s.msgid) not in english}
    assert missing == {}, "\n".join(f"{where}: {msgid}" for msgid, where in missing.items())


def test_a_counted_sentence_has_both_numbers(sentences, english):
    counted = [s for s in sentences if s.plural and (s.context, s.msgid) in english]
    assert [s.msgid for s in counted if len(translations(english[s.context, s.msgid])) != 2] == []


def test_no_translation_is_empty_or_still_chinese(english):
    bad = [key for key, entry in english.items() if not all(t.strip() for t in translations(entry))]
    assert bad == []
    own_names = {"简体中文"}
    every = [t for entry in english.values() if entry.msgid not in own_names for t in translations(entry)]
    still = [t for t in every if HAN.search(t) and not re.search(r"[A-Za-z]{2}", t)]
    assert still == []


def placeholders(text):
    return {old or new for old, new in PLACEHOLDER.findall(text)} - {"count"}


def test_placeholders_are_the_same(english):
    different = [
        (entry.msgid, text)
        for entry in english.values()
        for text in translations(entry)
        if placeholders(text) != placeholders(entry.msgid + entry.msgid_plural)
    ]
    assert different == []


def test_the_parts_agree():
    assert conflicting_translations() == []


def test_msgids_are_chinese(sentences):
    english_words = re.compile(r"[A-Za-z]{3}")
    bare = [(PLACEHOLDER.sub("", s.msgid), s.where) for s in sentences]
    assert [(text, where) for text, where in bare if english_words.search(text) and not HAN.search(text)] == []


def test_the_extractor_finds_sentences_in_modules():
    source = "x = _('甲'); y = ngettext('%(count)s 个', '%(count)s 个', 2); z = pgettext('c', '乙'); other('丙')"
    found = [(s.msgid, s.plural, s.context) for s in in_python(source=source, where="m")]
    assert found == [("甲", "", None), ("%(count)s 个", "%(count)s 个", None), ("乙", "", "c")]


def test_the_extractor_finds_sentences_in_templates():
    source = (
        "{% load i18n %}{% translate '甲(一)' %}{% blocktranslate with n=x %}有 {{ n }} 个{% endblocktranslate %}"
        "{{ _('乙') }}{% trans '丙' as c %}{# {% translate '丁' %} #}"
    )
    assert {s.msgid for s in in_template(source=source, where="t")} == {"甲(一)", "有 %(n)s 个", "乙", "丙"}
