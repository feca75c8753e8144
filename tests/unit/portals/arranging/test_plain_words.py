"""Sentences for old people have at most 20 characters (RULEBOOK 3)."""

import ast
import re
from pathlib import Path

import pytest

import nuanliu.portals

PORTALS = Path(nuanliu.portals.__file__).parent
FOLDERS = ("arranging", "elder")
LONGEST = 20
TRANSLATE = re.compile(r'{%\s*translate "([^"]*)"')
BLOCK = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
PLACE = re.compile(r"{{.*?}}|%\(\w+\)[sd]|{%.*?%}")


def said() -> list[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        for path in (PORTALS / folder).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            found |= {*TRANSLATE.findall(text), *BLOCK.findall(text)}
        for path in (PORTALS / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}:
                    found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return sorted(found)


@pytest.mark.parametrize("words", said())
def test_no_sentence_is_longer_than_twenty_characters(words: str) -> None:
    sentences = re.split(r"[。！？]", PLACE.sub("", words))
    assert [sentence for sentence in sentences if len(sentence) > LONGEST] == []


def test_there_are_sentences_to_look_at() -> None:
    assert len(said()) > 100
