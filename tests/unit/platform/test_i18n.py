"""Parts of the catalogue become one, compiled; disagreement is told; what is fresh is left alone."""

import gettext
import os

import pytest

from nuanliu.platform.i18n import (
    catalogue_file,
    compile_catalogues,
    conflicting_translations,
    is_stale,
    traditional_file,
)


@pytest.fixture
def locale(tmp_path):
    (tmp_path / "parts").mkdir()
    return tmp_path


def part(locale, name, text):
    (locale / "parts" / f"{name}.en.po").write_text(text)


def english(locale):
    with catalogue_file(locale=locale).with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_all_parts_are_in_the_compiled_catalogue(locale):
    part(locale, "a", 'msgid "你好"\nmsgstr "Hello"\n')
    part(
        locale,
        "b",
        'msgid "%(count)s 个"\nmsgid_plural "%(count)s 个"\nmsgstr[0] "one"\nmsgstr[1] "%(count)s of them"\n',
    )
    compile_catalogues(locale=locale)
    said = english(locale)
    assert said.gettext("你好") == "Hello"
    assert said.ngettext("%(count)s 个", "%(count)s 个", 1) == "one"
    assert said.ngettext("%(count)s 个", "%(count)s 个", 2) == "%(count)s of them"
    assert said.gettext("没有") == "没有"


def test_the_same_sentences_come_in_traditional_characters(locale):
    part(
        locale,
        "a",
        'msgid "复核志愿者的存折"\nmsgstr "x"\n\n'
        'msgid "%(count)s 个"\nmsgid_plural "%(count)s 个"\nmsgstr[0] "one"\nmsgstr[1] "%(count)s of them"\n',
    )
    compile_catalogues(locale=locale)
    with traditional_file(locale=locale).open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("复核志愿者的存折") == "複核志願者的存摺"
    assert [said.ngettext("%(count)s 个", "%(count)s 个", count) for count in (1, 2)] == ["%(count)s 個"] * 2
    traditional_file(locale=locale).unlink()
    assert is_stale(locale=locale)


def test_two_parts_may_say_the_same_but_not_differ(locale):
    part(locale, "a", 'msgid "时间"\nmsgstr "Time"\n')
    part(locale, "b", 'msgid "时间"\nmsgstr "Time"\n')
    assert conflicting_translations(locale=locale) == []
    part(locale, "c", 'msgid "时间"\nmsgstr "Hour"\n')
    assert conflicting_translations(locale=locale) == ["时间: a.en.po says ('Time',), c.en.po says ('Hour',)"]
    compile_catalogues(locale=locale)
    assert english(locale).gettext("时间") == "Time"


def test_a_newer_part_makes_the_catalogue_stale(locale):
    part(locale, "a", 'msgid "你好"\nmsgstr "Hello"\n')
    assert is_stale(locale=locale)
    compiled = compile_catalogues(locale=locale)
    made = compiled.stat().st_mtime
    for path in (locale / "parts", *(locale / "parts").iterdir()):
        os.utime(path, (made - 10, made - 10))
    assert not is_stale(locale=locale)
    os.utime(locale / "parts" / "a.en.po", (made + 10, made + 10))
    assert is_stale(locale=locale)
